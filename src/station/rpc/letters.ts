import type { StationContext } from '../context.ts';
import { letterFile, letterSettings, printLetter, saveLetterSettings } from '../features/letters/service.ts';
import type { NoLetter } from '../features/letters/service.ts';
import type { WorkParts } from '../work.ts';
import { notFound, unanswered } from './edge.ts';
import type { Edge } from './edge.ts';

/** Makes the two errors that a letter can have beside what is missing. */
interface LetterErrors {
  LETTER_REFUSED(about: { data: { reasons: string[] } }): Error;
}

function refused(refusal: NoLetter, errors: LetterErrors): Error {
  switch (refusal.tag) {
    case 'unknown_batch':
      return notFound('batch', refusal.batchId);
    case 'unknown_parcel':
      return notFound('parcel', refusal.parcelId);
    case 'letter_refused':
      return errors.LETTER_REFUSED({ data: { reasons: refusal.reasons } });
    default:
      return unanswered(refusal);
  }
}

type Printed = Awaited<ReturnType<typeof printLetter>>;

function atPrinter(
  printed: Printed,
  errors: LetterErrors & { PRINTER_STOPPED(about: { data: { reasons: string[] } }): Error },
): { printerJob: string | null; pages: number } {
  if (printed.ok) return printed.value;
  const refusal = printed.error;
  if (refusal.tag === 'unknown_printer') throw notFound('printer', refusal.printerId);
  if (refusal.tag === 'printer_stopped') throw errors.PRINTER_STOPPED({ data: { reasons: refusal.reasons } });
  throw refused(refusal, errors);
}

/** Letters and lists. */
export function lettersRpc(edge: Edge, ctx: StationContext, parts: WorkParts) {
  const { letters } = edge.signedIn;
  return {
    sheetList: letters.sheetList.handler(async ({ input, errors }) => {
      const file = await letterFile(ctx, parts, { what: 'sheet_list', ...input });
      if (file.ok) return file.value;
      throw refused(file.error, errors);
    }),
    printSheetList: letters.printSheetList.handler(async ({ input, context, errors }) => {
      const { printerId, ...list } = input;
      const wanted = { what: 'sheet_list', ...list } as const;
      return atPrinter(await printLetter(ctx, parts, context.actor, wanted, printerId), errors);
    }),
    file: letters.file.handler(async ({ input, errors }) => {
      const file = await letterFile(ctx, parts, input.letter);
      if (file.ok) return file.value;
      throw refused(file.error, errors);
    }),
    print: letters.print.handler(async ({ input, context, errors }) =>
      atPrinter(await printLetter(ctx, parts, context.actor, input.letter, input.printerId), errors),
    ),
    settings: letters.settings.handler(() => ctx.db.read((tx) => letterSettings(tx))),
    saveSettings: letters.saveSettings.handler(({ input, context }) =>
      saveLetterSettings(ctx, context.actor, input),
    ),
  };
}
