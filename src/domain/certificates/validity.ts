import { z } from 'zod';
import { err, ok } from '../result.ts';
import type { Result } from '../result.ts';

/** Does the certificate count? `suspended` can be lifted; `revoked` and `superseded` are final. */
export const Validity = z.enum(['active', 'suspended', 'revoked', 'superseded']);
export type Validity = z.infer<typeof Validity>;

const moves: Readonly<Record<Validity, readonly Validity[]>> = {
  active: ['suspended', 'revoked', 'superseded'],
  suspended: ['active', 'revoked', 'superseded'],
  revoked: [],
  superseded: [],
};

/** A move of validity that the rules do not know. */
export type IllegalValidityMove = {
  readonly tag: 'illegal_validity_move';
  readonly from: Validity;
  readonly to: Validity;
};

/** May validity go from one state to another? Staying where one is, is no move. */
export function mayMoveValidity(from: Validity, to: Validity): boolean {
  return moves[from].includes(to);
}

/** Moves validity, or says that the rules do not know the move. */
export function moveValidity(from: Validity, to: Validity): Result<Validity, IllegalValidityMove> {
  return mayMoveValidity(from, to) ? ok(to) : err({ tag: 'illegal_validity_move', from, to });
}

/** May work on paper of this certificate go on? Asked at every gate: print, scan, pack, label, hand-over. */
export function mayProceed(validity: Validity): boolean {
  return validity === 'active';
}
