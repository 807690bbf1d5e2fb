/** What pages of a batch are made of: template, layout, values. */
import type { StationContext } from '../../context.ts';
import type { Reader } from '../../db/statements.ts';
import type { TemplateSource } from '../../documents/rendering.ts';
import type { PageWanted } from '../../documents/renderingProtocol.ts';
import { PLAIN_LAYOUT } from '../../printers/layout.ts';
import type { PrintLayout } from '../../printers/layout.ts';
import type { WorkParts } from '../../work.ts';
import { printableBatch } from '../batches/service.ts';
import type { BatchRow } from '../batches/service.ts';
import { known, layoutFor } from '../printers/service.ts';
import * as repo from './repo.ts';
import { pageRecord, pageValues } from './values.ts';

/** The template, or null when its package is not on this station yet. */
export function templateOf(tx: Reader, templateVersion: string): TemplateSource | null {
  const stored = repo.packageOf.get(tx, { templateVersion })?.package ?? null;
  return stored === null ? null : { templateVersion, package: stored };
}

/** The page of a piece. `templateVersion`: of its batch. */
export function pageWanted(row: BatchRow, verifyBaseUrl: string): PageWanted {
  return {
    key: row.pieceId,
    values: pageValues(row, verifyBaseUrl),
    record: pageRecord(row),
    position: row.position,
    ...(row.sheetSerial === null ? {} : { sheetNumber: row.sheetSerial }),
  };
}

/**
 * How the pages of a batch will lie: at the printer named, else at the one that it, or else the last batch, went to, else
 * at the first one.
 */
export async function checkLayout(
  ctx: StationContext,
  parts: WorkParts,
  batchId: string,
  printerId: string | undefined,
): Promise<PrintLayout> {
  const { batch, last } = ctx.db.read((tx) => ({
    batch: printableBatch(tx, batchId, { first: 1, last: 1 }),
    last: repo.lastPrinter.get(tx, {})?.printerId,
  }));
  const wanted = [printerId, batch?.printerId, last];
  const adapter =
    wanted.flatMap((each) => parts.printers.find(({ id }) => id === each) ?? [])[0] ?? parts.printers[0];
  if (adapter === undefined) return PLAIN_LAYOUT;
  const printer = await known(adapter);
  return ctx.db.read((tx) => layoutFor(tx, printer, batch?.stockItemId ?? null));
}
