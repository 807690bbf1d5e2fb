import { buildQrPayload } from './qrPayload.ts';
import { CODE_ALPHABET, displayVerificationCode, newVerificationCode } from './verificationCode.ts';

/** A name that is nobody's, to look at a page with before it is printed for anyone. */
export interface Specimen {
  /** Names it for ever; screens translate `note` by it. */
  readonly id: string;
  /** Of its letters, as ISO 15924 calls it; null where there are several. */
  readonly script: string | null;
  readonly issuedName: string;
  /** What is hard about it, in English. */
  readonly note: string;
}

/** The names that trip a page writer up: one in each script that learners have names in, then those of odd lengths. */
export const SPECIMENS = [
  {
    id: 'latin',
    script: 'Latn',
    issuedName: 'Zoë Łukasiewicz-Ødegård',
    note: 'Strokes and rings that few fonts have',
  },
  {
    id: 'vietnamese',
    script: 'Latn',
    issuedName: 'Nguyễn Thị Ánh Nguyệt',
    note: 'Two marks on one letter',
  },
  { id: 'cyrillic', script: 'Cyrl', issuedName: 'Екатерина Преображенская', note: 'Wide letters' },
  { id: 'greek', script: 'Grek', issuedName: 'Αλέξανδρος Παπαδόπουλος', note: 'Letters with tonos' },
  {
    id: 'arabic',
    script: 'Arab',
    issuedName: 'محمد عبد الرحمن الشافعي',
    note: 'Right to left, letters joined',
  },
  { id: 'hebrew', script: 'Hebr', issuedName: 'יצחק בן־דוד', note: 'Right to left, with a maqaf' },
  {
    id: 'devanagari',
    script: 'Deva',
    issuedName: 'श्रेया क्षत्रिय',
    note: 'Conjuncts and vowels before their consonant',
  },
  { id: 'thai', script: 'Thai', issuedName: 'ณัฐพงศ์ วิไลลักษณ์', note: 'Marks stacked above letters' },
  { id: 'chinese', script: 'Hans', issuedName: '欧阳振华', note: 'A two-character family name' },
  { id: 'japanese', script: 'Jpan', issuedName: '渡邉 さくら', note: 'A rare form of a character, and kana' },
  { id: 'korean', script: 'Kore', issuedName: '김민준', note: 'Syllable blocks' },
  {
    id: 'mixed',
    script: null,
    issuedName: 'Maria (محمد 123) Smith',
    note: 'Both directions and figures in one line',
  },
  {
    id: 'doubleBarrelled',
    script: 'Latn',
    issuedName: 'Christopher-Alexander Worthington-Fotheringham',
    note: 'Long, with few places to break',
  },
  {
    id: 'longest',
    script: 'Latn',
    issuedName:
      'Maria Guadalupe Concepción de los Ángeles Hernández-Villanueva y Rodríguez de la Vega Montoya',
    note: 'Longer than any line',
  },
  { id: 'shortest', script: 'Latn', issuedName: 'Li Wu', note: 'As short as names are' },
] as const satisfies readonly Specimen[];

const CODE = newVerificationCode(() =>
  Uint8Array.from('SPEC1MENSPEC1MENSPEC1MENSP', (symbol) => CODE_ALPHABET.indexOf(symbol)),
);

/**
 * Everything that the page of a certificate shows, by the keys of a template's placeholders; dates are ISO. None of it can
 * be taken for a certificate: numbers begin at 1, and the code leads to an address that is kept from ever existing
 * (RFC 2606) with a signature that is none. Each text is as long as its like gets.
 */
export function specimenTexts(specimen: Pick<Specimen, 'issuedName'>): Readonly<Record<string, string>> {
  const qrPayload = buildQrPayload({
    verifyBaseUrl: 'https://verify.specimen.example/v',
    code: CODE,
    signature: { keyId: 'specimen', signature: 'SPEC1MEN'.repeat(11).slice(0, 86) },
  });
  return {
    certificateNumber: 'CA-2026-000000',
    verificationCode: displayVerificationCode(CODE),
    controlNumber: 'DE-0000000000',
    issuedName: specimen.issuedName,
    courseTitle: 'Driver Education: Thirty Hours of Theory and Traffic Law',
    completionDate: '2026-09-28',
    issueDate: '2026-09-30',
    jurisdiction: 'US-CA',
    verifyUrl: qrPayload.split('#')[0] ?? '',
    qrPayload,
  };
}
