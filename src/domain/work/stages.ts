import { z } from 'zod';
import { err, ok } from '../result.ts';
import type { Result } from '../result.ts';

/** Where one piece (one attempt to make a physical certificate) stands. `cancelled` is work dropped before printing. */
export const PieceStage = z.enum([
  'queued',
  'claimed',
  'rendered',
  'spooled',
  'awaiting_scan',
  'qc_passed',
  'packed',
  'labelled',
  'handed_over',
  'in_transit',
  'delivered',
  'returned',
  'lost',
  'spoiled',
  'cancelled',
]);
export type PieceStage = z.infer<typeof PieceStage>;

/**
 * What can happen to a piece. `release` gives a lease back before anything was sent to a printer; `unspool` says that
 * the printer proved that nothing was printed; `print_ended` says that sheets may have come out (never that they are
 * good); `resume` takes a returned envelope's paper back into the work; `reprint` says that another piece of the same
 * certificate is to be made although this one left the house: it stays where it is, and counts no more.
 */
export const PieceEvent = z.enum([
  'claim',
  'release',
  'render',
  'spool',
  'unspool',
  'print_ended',
  'pass',
  'spoil',
  'pack',
  'unpack',
  'label',
  'void_label',
  'hand_over',
  'carrier_scan',
  'deliver',
  'return',
  'lose',
  'resume',
  'reprint',
  'cancel',
]);
export type PieceEvent = z.infer<typeof PieceEvent>;

/** An event that cannot happen in that stage. */
export type IllegalTransition = {
  readonly tag: 'illegal_transition';
  readonly from: PieceStage;
  readonly event: PieceEvent;
};

/** The one transition table: what is not written here cannot happen. */
export const transitions: Readonly<Record<PieceStage, Readonly<Partial<Record<PieceEvent, PieceStage>>>>> = {
  queued: { claim: 'claimed', cancel: 'cancelled' },
  claimed: { release: 'queued', render: 'rendered', cancel: 'cancelled' },
  rendered: { release: 'queued', spool: 'spooled', spoil: 'spoiled', cancel: 'cancelled' },
  spooled: { unspool: 'rendered', print_ended: 'awaiting_scan', spoil: 'spoiled' },
  awaiting_scan: { pass: 'qc_passed', spoil: 'spoiled' },
  qc_passed: { pack: 'packed', spoil: 'spoiled' },
  packed: { unpack: 'qc_passed', label: 'labelled', spoil: 'spoiled' },
  labelled: { void_label: 'packed', hand_over: 'handed_over' },
  handed_over: {
    carrier_scan: 'in_transit',
    deliver: 'delivered',
    return: 'returned',
    lose: 'lost',
    reprint: 'handed_over',
  },
  in_transit: { deliver: 'delivered', return: 'returned', lose: 'lost', reprint: 'in_transit' },
  delivered: { return: 'returned', reprint: 'delivered' },
  returned: { resume: 'qc_passed' },
  lost: { carrier_scan: 'in_transit', deliver: 'delivered', return: 'returned', reprint: 'lost' },
  spoiled: {},
  cancelled: {},
};

/** The stage after an event, or the proof that the event cannot happen there. */
export function nextStage(from: PieceStage, event: PieceEvent): Result<PieceStage, IllegalTransition> {
  const to = transitions[from][event];
  return to === undefined ? err({ tag: 'illegal_transition', from, event }) : ok(to);
}

/** What an event demands of the certificate's validity. */
export type Gate = 'active_certificate' | 'none';

const gated: ReadonlySet<PieceEvent> = new Set<PieceEvent>([
  'render',
  'spool',
  'pass',
  'pack',
  'label',
  'hand_over',
  'resume',
  'reprint',
]);

/**
 * Which gate stands before an event: a revoked, superseded or suspended certificate is stopped at print, scan, pack,
 * label and hand-over, its returned envelope does not go out again, and nothing of it is printed anew. What takes paper out of the work, or is a fact
 * from the world, passes.
 */
export function gateFor(event: PieceEvent): Gate {
  return gated.has(event) ? 'active_certificate' : 'none';
}

const holdable: ReadonlySet<PieceStage> = new Set<PieceStage>([
  'queued',
  'claimed',
  'rendered',
  'spooled',
  'awaiting_scan',
  'qc_passed',
  'packed',
  'labelled',
]);

/** May a piece in this stage be put on hold (a flag with a reason, not a stage)? Any stage before the hand-over. */
export function mayHold(stage: PieceStage): boolean {
  return holdable.has(stage);
}

const stoppedByHold: ReadonlySet<PieceEvent> = new Set<PieceEvent>([
  'claim',
  'render',
  'spool',
  'pass',
  'pack',
  'label',
  'hand_over',
]);

/** Does a hold stop this event? It stops what moves the piece on; facts and steps back are let through. */
export function holdBlocks(event: PieceEvent): boolean {
  return stoppedByHold.has(event);
}
