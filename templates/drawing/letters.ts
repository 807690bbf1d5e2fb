import { MOST_STEPS } from '../../src/documents/letters/instructions.ts';
import { OFFICE_FACES, OFFICE_FALLBACKS } from './fonts.ts';
import { line, pen } from './guilloche.ts';
import { vectorPage } from './pdfPage.ts';
import { LETTER_PORTRAIT } from './sheet.ts';
import { box, templateFile, text } from './templateFile.ts';
import type { FieldEntry } from './templateFile.ts';

const { at, widthPoints, heightPoints, widthMm: WIDTH } = LETTER_PORTRAIT;
const ACCENT = '#1f5673';
const INK = '#1b1e22';
const GREY = '#5b6168';
const LEFT = 25;
const RIGHT = WIDTH - 25;

/**
 * Where the address of a letter shows in the window of a US #10 envelope however the letter slides. The envelope is 4 1/8
 * by 9 1/2 inches, its window 1 1/8 by 4 1/2, 7/8 from the left and 1/2 from the bottom. Folded at 98 mm the letter is
 * 3.86 inches high, so it slides 0.27 inches up or down and 1 inch sideways: 22.2 to 111.1 mm from the left of the page
 * and 63.5 to 85.3 mm from its top are seen at all times.
 */
const ADDRESS = box(25, 63.8, 84, 21.2);
const FOLDS_MM = [98, 196];

/** Short strokes at the edge where the letter is folded. */
function foldMarks(): string {
  return pen(GREY, 0.4) + FOLDS_MM.map((y) => line(at(5, y), at(9, y))).join('');
}

function head(
  name: string,
  kind: 'coverLetter' | 'addressPage',
  language: string,
  dateFormat: string,
  title: string,
) {
  return {
    name,
    kind,
    sheet: LETTER_PORTRAIT,
    marginMm: 5,
    language,
    dateFormat,
    title,
    faces: OFFICE_FACES,
    fallbacks: OFFICE_FALLBACKS,
  };
}

const address = text('address', '{{address}}', ADDRESS, {
  label: 'Address',
  font: 'text',
  size: 11,
  minSize: 6.5,
  colour: '#000000',
  align: 'left',
  vertical: 'top',
  lineHeight: 1.1,
  // A name that is longer than the window goes on below; only then the whole becomes smaller.
  maxLines: 8,
  overflow: 'wrapThenShrink',
});

const body = {
  font: 'text',
  size: 10.5,
  minSize: 8.5,
  colour: INK,
  align: 'start',
  vertical: 'top',
  lineHeight: 1.32,
  overflow: 'wrapThenShrink',
};

/** The words of the cover letter in one language. */
interface LetterWords {
  readonly language: string;
  readonly dateFormat: string;
  readonly name: string;
  readonly subject: string;
  readonly greeting: string;
  readonly opening: string;
  readonly enclosed: string;
  readonly stepsHeading: string;
  readonly closing: string;
}

const ENGLISH: LetterWords = {
  language: 'en-US',
  dateFormat: 'MMMM d, yyyy',
  name: 'Cover letter, English',
  subject: 'Your certificate is enclosed',
  greeting: 'Dear {{recipientName}},',
  opening: 'Congratulations on completing your course. This letter brings you the original of:',
  enclosed: 'Enclosed',
  stepsHeading: 'What to do now',
  closing: 'With kind regards,\n{{senderName}}',
};

const SPANISH: LetterWords = {
  language: 'es-US',
  dateFormat: "d 'de' MMMM 'de' yyyy",
  name: 'Cover letter, Spanish',
  subject: 'Aquí está su certificado',
  greeting: 'Hola, {{recipientName}}:',
  opening: 'Le felicitamos por haber terminado su curso. Con esta carta recibe el original de:',
  enclosed: 'Contenido',
  stepsHeading: 'Qué debe hacer ahora',
  closing: 'Atentamente,\n{{senderName}}',
};

function letterFields(words: LetterWords): readonly FieldEntry[] {
  const width = RIGHT - LEFT;
  return [
    text('senderName', '{{senderName}}', box(LEFT, 16, 110, 8), {
      font: 'strong',
      size: 14,
      minSize: 9,
      colour: ACCENT,
      align: 'left',
      overflow: 'shrink',
    }),
    text('senderLines', '{{senderLines}}', box(LEFT, 25.5, 110, 17), {
      ...body,
      size: 9,
      minSize: 7,
      colour: GREY,
      maxLines: 4,
      overflow: 'shrink',
    }),
    text('letterDate', '{{letterDate}}', box(RIGHT - 60, 16, 60, 8), {
      font: 'text',
      size: 10.5,
      minSize: 8,
      colour: INK,
      align: 'right',
      overflow: 'shrink',
    }),
    address,
    text('subject', words.subject, box(LEFT, 103, width, 9), {
      role: 'heading',
      font: 'strong',
      size: 16,
      colour: ACCENT,
      align: 'start',
      overflow: 'refuse',
    }),
    text('greeting', words.greeting, box(LEFT, 115, width, 6), { ...body, overflow: 'shrink', minSize: 7 }),
    text('opening', words.opening, box(LEFT, 122.5, width, 6), { ...body, overflow: 'refuse' }),
    text('enclosed', '{{enclosed}}', box(LEFT + 6, 130, width - 6, 25), {
      ...body,
      label: words.enclosed,
      font: 'strong',
      maxLines: 8,
      minSize: 7,
      lineHeight: 1.18,
    }),
    text('stepsHeading', words.stepsHeading, box(LEFT, 157, width, 7), {
      role: 'heading',
      font: 'strong',
      size: 12,
      colour: ACCENT,
      align: 'start',
      overflow: 'refuse',
    }),
    ...Array.from({ length: MOST_STEPS }, (_, index) => {
      const top = 166 + index * 12.6;
      return [
        text(`step${index + 1}Number`, `{{step${index + 1}Number}}`, box(LEFT, top, 6, 6), {
          ...body,
          size: 9.5,
          font: 'strong',
          overflow: 'refuse',
          required: false,
        }),
        text(`step${index + 1}`, `{{step${index + 1}}}`, box(LEFT + 6, top, width - 6, 12), {
          ...body,
          size: 9.5,
          minSize: 8,
          maxLines: 2,
          required: false,
        }),
      ];
    }).flat(),
    text('closing', words.closing, box(LEFT, 231, width, 12), {
      ...body,
      maxLines: 2,
      overflow: 'shrink',
      minSize: 7,
    }),
    text('contact', '{{contact}}', box(LEFT, 256, width, 9), {
      ...body,
      size: 8.5,
      minSize: 6,
      colour: GREY,
      maxLines: 2,
      required: false,
    }),
  ];
}

/** A cover letter in one language, as the files of its package. */
function coverLetter(words: LetterWords): ReadonlyMap<string, Uint8Array> {
  const page = `0 J\n${pen(ACCENT, 1.2)}${line(at(LEFT, 12), at(RIGHT, 12))}${pen(GREY, 0.3)}${line(at(LEFT, 253), at(RIGHT, 253))}${foldMarks()}`;
  return new Map([
    [
      'template.json',
      templateFile(
        head(words.name, 'coverLetter', words.language, words.dateFormat, words.subject),
        letterFields(words),
      ),
    ],
    ['background.pdf', vectorPage(widthPoints, heightPoints, page)],
  ]);
}

/** The letters, by folder. */
export function letterPackages(): Readonly<Record<string, ReadonlyMap<string, Uint8Array>>> {
  return {
    coverEn: coverLetter(ENGLISH),
    coverEs: coverLetter(SPANISH),
    addressPage: addressPage('Address page', 'en-US', 'Addresses'),
    addressPageEs: addressPage('Address page, Spanish', 'es-US', 'Direcciones'),
  };
}

function addressPage(name: string, language: string, title: string): ReadonlyMap<string, Uint8Array> {
  return new Map([
    ['template.json', templateFile(head(name, 'addressPage', language, 'MMMM d, yyyy', title), [address])],
    ['background.pdf', vectorPage(widthPoints, heightPoints, foldMarks())],
  ]);
}
