import type { SpoilRefusal } from '../features/spoiling/service.ts';
import { unanswered } from './edge.ts';

/** The contract's errors for a numbered sheet that is spoiled. */
interface SpoilErrors {
  readonly SERIAL_NEEDED: () => Error;
  readonly SERIAL_REFUSED: (about: {
    readonly data: { serial: string; reason: 'not_received' | 'already_bound' };
  }) => Error;
  readonly APPROVAL_NEEDED: (about: { readonly data: { action: 'spoil_numbered_sheet' } }) => Error;
}

/** Why a numbered sheet is not spoiled yet, as the contract says it; wherever sheets are spoiled. */
export function spoilError(
  errors: SpoilErrors,
  refusal: Extract<SpoilRefusal, { readonly tag: 'serial_needed' | 'serial_refused' | 'approval_needed' }>,
): Error {
  switch (refusal.tag) {
    case 'serial_needed':
      return errors.SERIAL_NEEDED();
    case 'serial_refused':
      return errors.SERIAL_REFUSED({ data: { serial: refusal.serial, reason: refusal.reason } });
    case 'approval_needed':
      return errors.APPROVAL_NEEDED({ data: { action: 'spoil_numbered_sheet' } });
    default:
      return unanswered(refusal);
  }
}
