/** Letters and lists that go with certificates: never controlled paper, and harmless to print twice. */
import { z } from 'zod';
import { procedure } from './base.ts';

const Id = z.string().max(100);

/** Language of a letter or list; absent: the school's. */
export const LetterLanguage = z.enum(['en', 'es']);
export type LetterLanguage = z.infer<typeof LetterLanguage>;

/** What is wanted. */
export const LetterWanted = z.discriminatedUnion('what', [
  /** An address page for each envelope of a batch, in the order of the stack. */
  z.object({ what: z.literal('address_pages'), batchId: Id, language: LetterLanguage.optional() }),
  /** The letter with instructions for one envelope; its address shows in the window. */
  z.object({ what: z.literal('cover_letter'), parcelId: Id, language: LetterLanguage.optional() }),
  z.object({ what: z.literal('packing_slip'), parcelId: Id, language: LetterLanguage.optional() }),
]);
export type LetterWanted = z.infer<typeof LetterWanted>;

/** At most five steps of two lines each; an empty list is not a letter with instructions. */
const Instructions = z.array(z.string().trim().min(1).max(300)).min(1).max(5);

/** What stands on every letter of this school; its sender is the one on labels. */
export const LetterSettings = z.object({
  /** Telephone, mail address, hours: the foot of the page. */
  contact: z.string().trim().max(200),
  /** Language of letters and lists where none is asked for. */
  language: LetterLanguage,
  /** What the learner is to do; `{{verifySite}}` is where anyone verifies. */
  instructions: z.object({ en: Instructions, es: Instructions }),
});
export type LetterSettings = z.infer<typeof LetterSettings>;

const letterErrors = {
  /** It cannot be set: a character that no font has, a text that does not fit. In English, one sentence each. */
  LETTER_REFUSED: { status: 422, data: z.object({ reasons: z.array(z.string()) }) },
} as const;

const atPrinter = z.object({ printerJob: z.string().nullable(), pages: z.int() });
const printErrors = {
  ...letterErrors,
  PRINTER_STOPPED: { status: 503, data: z.object({ reasons: z.array(z.string()) }) },
} as const;

export const lettersContract = {
  /** Which sheet of a batch carries which certificate, with room for a verdict, to check a stack by hand: PDF. */
  sheetList: procedure('queue.read')
    .input(z.object({ batchId: Id, language: LetterLanguage.optional() }))
    .output(z.file())
    .errors(letterErrors),
  printSheetList: procedure('queue.read')
    .input(z.object({ batchId: Id, printerId: Id, language: LetterLanguage.optional() }))
    .output(atPrinter)
    .errors(printErrors),
  /** What goes into envelopes, as a file: PDF. */
  file: procedure('pack')
    .input(z.object({ letter: LetterWanted }))
    .output(z.file())
    .errors(letterErrors),
  /** The same to a printer, on plain paper. */
  print: procedure('pack')
    .input(z.object({ letter: LetterWanted, printerId: Id }))
    .output(atPrinter)
    .errors(printErrors),
  settings: procedure('settings.read').output(LetterSettings),
  saveSettings: procedure('settings.write').input(LetterSettings).output(LetterSettings),
};
