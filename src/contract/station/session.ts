/** Signing in and out, and the second person that some actions need. */
import { z } from 'zod';
import { PinFormat } from '../../domain/people/pinPolicy.ts';
import { Permission, Role, TwoPersonAction } from '../../domain/people/roles.ts';
import { Instant, procedure } from './base.ts';

export const Person = z.object({
  userId: z.string(),
  displayName: z.string(),
  roles: z.array(Role),
});
export type Person = z.infer<typeof Person>;

export const Session = Person.extend({
  permissions: z.array(Permission),
  /** The session ends by itself when idle until then. */
  expiresAt: Instant,
});
export type Session = z.infer<typeof Session>;

const pinErrors = {
  /** Wrong PIN. `attemptsLeft` until the person is locked out for a while. */
  WRONG_PIN: { status: 401, data: z.object({ attemptsLeft: z.int() }) },
  /** Too many wrong PINs: no PIN of this person is looked at before `until`. */
  PIN_LOCKED: { status: 423, data: z.object({ until: Instant }) },
} as const;

export const sessionContract = {
  /** People who can sign in at this station, for the sign-in screen. */
  people: procedure(null).output(z.array(Person.extend({ lockedUntil: Instant.nullable() }))),
  /** Answers with the token that later calls carry in the header `x-station-session`. */
  signIn: procedure(null)
    .input(z.object({ userId: z.string().max(100), pin: PinFormat }))
    .output(z.object({ token: z.string(), session: Session }))
    .errors(pinErrors),
  current: procedure('signed_in').output(Session),
  signOut: procedure('signed_in').output(z.object({ signedOut: z.literal(true) })),
  /** A second person proves presence for one action on one subject; the approval can be used once, for 5 minutes. */
  approve: procedure('signed_in')
    .input(
      z.object({
        userId: z.string().max(100),
        pin: PinFormat,
        action: TwoPersonAction,
        subjectId: z.string().max(100),
        reason: z.string().trim().min(3).max(500),
      }),
    )
    .output(z.object({ approvalId: z.string(), expiresAt: Instant }))
    .errors({
      ...pinErrors,
      SAME_PERSON: { status: 409 },
      MAY_NOT_APPROVE: { status: 403, data: z.object({ permission: Permission }) },
    }),
};
