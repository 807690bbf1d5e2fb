import { z } from 'zod';
import type { Validity } from '../certificates/validity.ts';
import type { PieceStage } from './stages.ts';

/** Is the record in daily use, or kept only because it must be kept? */
export const RecordState = z.enum(['live', 'archived']);
export type RecordState = z.infer<typeof RecordState>;

/** The lifecycle that operations and reports speak of. */
export const Lifecycle = z.enum([
  'pending',
  'generated',
  'printed',
  'shipped',
  'delivered',
  'archived',
  'returned',
  'damaged',
  'revoked',
]);
export type Lifecycle = z.infer<typeof Lifecycle>;

const ofStage: Readonly<Record<PieceStage, Lifecycle>> = {
  queued: 'pending',
  claimed: 'pending',
  rendered: 'generated',
  spooled: 'generated',
  awaiting_scan: 'generated',
  qc_passed: 'printed',
  packed: 'printed',
  labelled: 'printed',
  handed_over: 'shipped',
  in_transit: 'shipped',
  delivered: 'delivered',
  returned: 'returned',
  lost: 'damaged',
  spoiled: 'damaged',
  cancelled: 'pending',
};

/**
 * The one place where the three axes become one word. `archived` hides the rest, then `revoked` (also for superseded:
 * the paper counts no more), then the stage of the latest piece; no piece yet is `pending`. `printed` means scanned
 * back and passed, `shipped` means handed over, and a lost piece is `damaged`: paper that can serve nobody.
 */
export function lifecycleOf(axes: {
  readonly validity: Validity;
  readonly stage: PieceStage | null;
  readonly record: RecordState;
}): Lifecycle {
  if (axes.record === 'archived') return 'archived';
  if (axes.validity === 'revoked' || axes.validity === 'superseded') return 'revoked';
  return axes.stage === null ? 'pending' : ofStage[axes.stage];
}
