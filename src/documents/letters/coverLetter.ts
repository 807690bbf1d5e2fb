import type { CompiledTemplate } from '../compiledTemplate.ts';
import { DEFAULT_INSTRUCTIONS, MOST_STEPS } from './instructions.ts';
import { pagesOf } from './pages.ts';
import type { LetterResult } from './pages.ts';

/** Who a letter goes to, as the envelope's window shows it. */
export interface PostalAddress {
  readonly name: string;
  /** Street, city, state and code, country: at most four lines. */
  readonly lines: readonly string[];
}

/** A letter that goes into an envelope with certificates. */
export interface CoverLetter {
  readonly sender: PostalAddress;
  readonly recipient: PostalAddress;
  /** ISO date; the template's language writes it. */
  readonly date: string;
  /** At most eight: what fits an envelope. */
  readonly certificates: readonly {
    readonly number: string;
    readonly issuedName: string;
    readonly courseTitle: string;
  }[];
  /** Where anyone verifies, such as `verify.example.org`. */
  readonly verifySite: string;
  /** Telephone, mail address and hours, for the foot of the page; may be empty. */
  readonly contact: string;
  /** What the learner is to do, at most five steps; absent: the product's own words. */
  readonly instructions?: readonly string[];
}

/**
 * The letter with instructions, on one Letter page to be folded at its marks; its address shows in the window of a US #10
 * envelope. The language is the template's: `letters/coverEn` or `letters/coverEs`.
 */
export function renderCoverLetter(compiled: CompiledTemplate, letter: CoverLetter): Promise<LetterResult> {
  const { sender, recipient } = letter;
  const language = compiled.template.language.startsWith('es') ? 'es' : 'en';
  const steps = letter.instructions ?? DEFAULT_INSTRUCTIONS[language];
  const instructions = Array.from({ length: MOST_STEPS }, (_, index) => {
    const step = steps[index]?.replaceAll('{{verifySite}}', letter.verifySite) ?? '';
    return [
      [`step${index + 1}`, step],
      [`step${index + 1}Number`, step === '' ? '' : `${index + 1}.`],
    ];
  });
  return pagesOf(compiled, 'coverLetter', [
    {
      senderName: sender.name,
      senderLines: sender.lines.join('\n'),
      letterDate: letter.date,
      address: [recipient.name, ...recipient.lines].join('\n'),
      recipientName: recipient.name,
      enclosed: letter.certificates
        .map(({ number, issuedName, courseTitle }) => `${number}  ${issuedName}, ${courseTitle}`)
        .join('\n'),
      contact: letter.contact,
      ...Object.fromEntries(instructions.flat()),
    },
  ]);
}

/** Addresses alone, one page each, for envelopes that carry no letter: `letters/addressPage` or `letters/addressPageEs`. */
export function renderAddressPages(
  compiled: CompiledTemplate,
  recipients: readonly PostalAddress[],
): Promise<LetterResult> {
  const pages = recipients.map(({ name, lines }) => ({ address: [name, ...lines].join('\n') }));
  return pagesOf(compiled, 'addressPage', pages);
}
