import type { PackVerdict } from '../../contract/station/packing.ts';
import type { LabelVerdict } from '../../contract/station/shipping.ts';
import type { Actor, StationContext } from '../context.ts';
import { qcInspections } from '../db/schema/work.ts';
import { writeQuery } from '../db/statements.ts';
import type { Named, Writer } from '../db/statements.ts';

const insert = writeQuery(
  (
    query,
    v: Named<{
      scanId: string;
      at: number;
      userId: string;
      bench: 'check' | 'pack' | 'label';
      scanned: string;
      verdict: string;
      reason: string | null;
      pieceId: string | null;
      batchId: string | null;
      expectedPosition: number | null;
    }>,
  ) =>
    query.insert(qcInspections).values({
      scanId: v.scanId,
      at: v.at,
      userId: v.userId,
      bench: v.bench,
      scanned: v.scanned,
      verdict: v.verdict,
      reason: v.reason,
      pieceId: v.pieceId,
      batchId: v.batchId,
      expectedPosition: v.expectedPosition,
    }),
);

/** A scan is kept up to so many characters; no code of ours is longer. */
const KEPT_CHARACTERS = 300;

/** What a bench answered to a scan. */
export interface Inspection {
  readonly bench: 'check' | 'pack' | 'label';
  readonly scanned: string;
  readonly verdict: PackVerdict | LabelVerdict;
  readonly reason?: string | null;
  readonly pieceId?: string | null;
  readonly batchId?: string | null;
  readonly expectedPosition?: number | null;
}

/** Keeps a scan and its answer, in the transaction of what it did. Answers with the scan's id. */
export function recordInspection(
  tx: Writer,
  ctx: StationContext,
  actor: Actor,
  inspection: Inspection,
): string {
  const scanId = ctx.newId();
  insert.run(tx, {
    scanId,
    at: ctx.clock.now(),
    userId: actor.userId,
    bench: inspection.bench,
    scanned: inspection.scanned.slice(0, KEPT_CHARACTERS),
    verdict: inspection.verdict,
    reason: inspection.reason ?? null,
    pieceId: inspection.pieceId ?? null,
    batchId: inspection.batchId ?? null,
    expectedPosition: inspection.expectedPosition ?? null,
  });
  return scanId;
}
