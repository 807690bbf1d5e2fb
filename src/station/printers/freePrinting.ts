import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { Actor, StationContext } from '../context.ts';
import { recordAudit } from '../record/audit.ts';
import type { WorkParts } from '../work.ts';

/** The printer takes nothing, or was lost while it was being told. */
export type PrinterStopped = { readonly tag: 'printer_stopped'; readonly reasons: string[] };

/** A document on plain paper: no stock, no piece, and no harm when it is printed twice. */
export interface FreeDocument {
  readonly printerId: string;
  /** Begins its name at the printer: letters, digits and dashes. */
  readonly title: string;
  readonly pdf: Uint8Array;
  readonly pages: number;
  readonly media: { readonly widthMm: number; readonly heightMm: number };
  readonly tray: string | null;
}

/** Sends a document that is no batch. Who printed what is in the audit log. */
export async function printFreely(
  ctx: StationContext,
  parts: WorkParts,
  actor: Actor,
  document: FreeDocument,
): Promise<
  Result<
    { printerJob: string | null },
    PrinterStopped | { readonly tag: 'unknown_printer'; readonly printerId: string }
  >
> {
  const { printerId, title, pdf, pages, media, tray } = document;
  const printer = parts.printers.find(({ id }) => id === printerId);
  if (printer === undefined) return err({ tag: 'unknown_printer', printerId });
  const name = `${title}-${ctx.newId().replaceAll('-', '').slice(-12)}`;
  const answer = await printer.send({ name, pdf, pages, copies: 1, sides: 'one', media, tray });
  if (answer.tag === 'refused') return err({ tag: 'printer_stopped', reasons: [...answer.reasons] });
  if (answer.tag === 'in_doubt') return err({ tag: 'printer_stopped', reasons: [answer.detail] });
  ctx.db.write((tx) =>
    recordAudit(tx, ctx, {
      userId: actor.userId,
      action: 'printer.used',
      subject: printerId,
      detail: { document: name, pages: String(pages) },
    }),
  );
  return ok({ printerJob: answer.printerJob });
}
