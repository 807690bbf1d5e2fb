/** Who is at the station: signing in with a PIN, sessions, and the second person that some acts need. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { afterWrongPin, FREE_TRIES, lockedForMs, noAttempts } from '../../../domain/people/pinPolicy.ts';
import { may, mayApprove, Permission, Role } from '../../../domain/people/roles.ts';
import type { TwoPersonAction } from '../../../domain/people/roles.ts';
import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import type { Actor, StationContext } from '../../context.ts';
import type { Reader, Writer } from '../../db/statements.ts';
import { recordAudit } from '../../record/audit.ts';
import { isPinOf } from './pinHash.ts';
import * as repo from './repo.ts';

/** A session ends by itself after so long without a call, in milliseconds. */
export const IDLE_MS = 60 * 60_000;
/** An approval holds so long, in milliseconds. */
export const APPROVAL_MS = 5 * 60_000;
/** A session is prolonged on disk at most this often, so that not every call writes. */
const PROLONG_AFTER_MS = 60_000;

const Roles = z.array(Role);

/** A signed-in person and until when. */
export interface OpenSession {
  readonly actor: Actor;
  readonly permissions: readonly Permission[];
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

export type PinRefusal =
  | { readonly tag: 'unknown_person'; readonly userId: string }
  | { readonly tag: 'wrong_pin'; readonly attemptsLeft: number }
  | { readonly tag: 'pin_locked'; readonly until: number };

export type ApprovalRefusal =
  | PinRefusal
  | { readonly tag: 'same_person' }
  | { readonly tag: 'may_not_approve' };

/** May this person do that, by any of their roles? */
export function isPermitted(actor: Pick<Actor, 'roles'>, permission: Permission): boolean {
  return actor.roles.some((role) => may(role, permission));
}

/** Everyone who can sign in here, by name. */
export function listPeople(ctx: StationContext): (Actor & { readonly lockedUntil: number | null })[] {
  const now = ctx.clock.now();
  return ctx.db
    .read((tx) => repo.activePeople.all(tx, {}))
    .map(({ userId, displayName, roles, lockedUntil }) => ({
      userId,
      displayName,
      roles: parsedRoles(roles),
      lockedUntil: lockedUntil !== null && lockedUntil > now ? lockedUntil : null,
    }));
}

/** The name of a person, also of one who has left; null when this station never knew them. */
export function displayNameOf(tx: Reader, userId: string): string | null {
  return repo.nameOf.get(tx, { userId })?.displayName ?? null;
}

/** Signs a person in by PIN; the token is shown once and kept here only as its hash. */
export async function signIn(
  ctx: StationContext,
  claim: { readonly userId: string; readonly pin: string },
): Promise<Result<{ readonly token: string; readonly session: OpenSession }, PinRefusal>> {
  const known = await provenPerson(ctx, claim);
  if (!known.ok) return known;
  const actor = known.value;
  const token = Buffer.from(ctx.random(32)).toString('base64url');
  const now = ctx.clock.now();
  const expiresAt = now + IDLE_MS;
  ctx.db.write((tx) => {
    repo.dropEndedSessions.run(tx, { now });
    repo.insertSession.run(tx, { tokenHash: hashOf(token), userId: actor.userId, startedAt: now, expiresAt });
    recordAudit(tx, ctx, { userId: actor.userId, action: 'session.signed_in', subject: actor.userId });
    ctx.live.changed(tx, [{ topic: 'people' }]);
  });
  return ok({ token, session: sessionOf(actor, expiresAt) });
}

/** The session of a token, prolonged by this call; null when it has ended or the person may not sign in any more. */
export function sessionOfToken(ctx: StationContext, token: string): OpenSession | null {
  const now = ctx.clock.now();
  const tokenHash = hashOf(token);
  const found = ctx.db.read((tx) => repo.openSession.get(tx, { tokenHash, now }));
  if (found === undefined) return null;
  let { expiresAt } = found;
  if (now + IDLE_MS - expiresAt >= PROLONG_AFTER_MS) {
    expiresAt = now + IDLE_MS;
    ctx.db.write((tx) => repo.prolongSession.run(tx, { tokenHash, expiresAt }));
  }
  return sessionOf(
    { userId: found.userId, displayName: found.displayName, roles: parsedRoles(found.roles) },
    expiresAt,
  );
}

/** Ends the session of a token. */
export function signOut(ctx: StationContext, actor: Actor, token: string): void {
  ctx.db.write((tx) => {
    repo.endSession.run(tx, { tokenHash: hashOf(token) });
    recordAudit(tx, ctx, { userId: actor.userId, action: 'session.signed_out', subject: actor.userId });
    ctx.live.changed(tx, [{ topic: 'people' }]);
  });
}

/** What a second person agrees to. */
export interface ApprovalRequest {
  readonly userId: string;
  readonly pin: string;
  readonly action: TwoPersonAction;
  readonly subjectId: string;
  readonly reason: string;
}

/** A second person proves presence by PIN for one act of `actor` on one subject. */
export async function approve(
  ctx: StationContext,
  actor: Actor,
  request: ApprovalRequest,
): Promise<Result<{ readonly approvalId: string; readonly expiresAt: number }, ApprovalRefusal>> {
  if (request.userId === actor.userId) return err({ tag: 'same_person' });
  const known = await provenPerson(ctx, request);
  if (!known.ok) return known;
  const approver = known.value;
  if (!approver.roles.some((role) => mayApprove({ id: approver.userId, role }, actor.userId)))
    return err({ tag: 'may_not_approve' });
  const approvalId = ctx.newId();
  const at = ctx.clock.now();
  const expiresAt = at + APPROVAL_MS;
  const { action, subjectId, reason } = request;
  ctx.db.write((tx) => {
    repo.insertApproval.run(tx, {
      approvalId,
      action,
      subjectId,
      askedBy: actor.userId,
      approvedBy: approver.userId,
      reason,
      at,
      expiresAt,
    });
    recordAudit(tx, ctx, {
      userId: approver.userId,
      action: 'approval.given',
      subject: subjectId,
      detail: { approvalId, action, askedBy: actor.userId, reason },
    });
  });
  return ok({ approvalId, expiresAt });
}

/** An approval that does not cover this act: unknown, another's, for another act or subject, used, or too old. */
export type ApprovalInvalid = { readonly tag: 'approval_invalid' };

/**
 * Spends an approval on the act it was given for, in the act's own transaction. Answers with who approved, or that it
 * does not hold; a spent one never holds again.
 */
export function useApproval(
  tx: Writer,
  ctx: StationContext,
  use: {
    readonly approvalId: string;
    readonly action: TwoPersonAction;
    readonly subjectId: string;
    readonly actor: Actor;
  },
): Result<{ readonly approvedBy: string }, ApprovalInvalid> {
  const approval = repo.approvalById.get(tx, { approvalId: use.approvalId });
  const now = ctx.clock.now();
  const holds =
    approval !== undefined &&
    approval.action === use.action &&
    approval.subjectId === use.subjectId &&
    approval.askedBy === use.actor.userId &&
    approval.expiresAt > now &&
    repo.spendApproval.run(tx, { approvalId: use.approvalId, now }) === 1;
  return holds ? ok({ approvedBy: approval.approvedBy }) : err({ tag: 'approval_invalid' });
}

/**
 * The person whose PIN this is. Each try is charged before the PIN is looked at, so neither a crash nor many tries at
 * once give more of them; the right PIN clears the charge.
 */
async function provenPerson(
  ctx: StationContext,
  claim: { readonly userId: string; readonly pin: string },
): Promise<Result<Actor, PinRefusal>> {
  const { userId } = claim;
  const charged = ctx.db.attempt<{ person: Actor; pinHash: string; attempts: typeof noAttempts }, PinRefusal>(
    (tx) => {
      const found = repo.personToSignIn.get(tx, { userId });
      if (found === undefined) return err({ tag: 'unknown_person', userId });
      const before = { wrongInARow: found.wrong ?? 0, lockedUntil: found.lockedUntil };
      const now = ctx.clock.now();
      const wait = lockedForMs(before, now);
      if (wait > 0) return err({ tag: 'pin_locked', until: now + wait });
      const attempts = afterWrongPin(before, now);
      repo.saveAttempts.run(tx, { userId, wrong: attempts.wrongInARow, lockedUntil: attempts.lockedUntil });
      const person = { userId, displayName: found.displayName, roles: parsedRoles(found.roles) };
      return ok({ person, pinHash: found.pinHash, attempts });
    },
  );
  if (!charged.ok) return charged;
  const { person, pinHash, attempts } = charged.value;
  const right = await isPinOf(claim.pin, pinHash);
  if (right === null)
    ctx.log.error({ userId }, 'the PIN hash that central sent for this person is in no known form');
  if (right === true) {
    ctx.db.write((tx) =>
      repo.saveAttempts.run(tx, {
        userId,
        wrong: noAttempts.wrongInARow,
        lockedUntil: noAttempts.lockedUntil,
      }),
    );
    return ok(person);
  }
  ctx.db.write((tx) => {
    recordAudit(tx, ctx, {
      userId,
      action: 'session.wrong_pin',
      subject: userId,
      detail: { inARow: String(attempts.wrongInARow) },
    });
    ctx.live.changed(tx, [{ topic: 'people' }]);
  });
  return attempts.lockedUntil === null
    ? err({ tag: 'wrong_pin', attemptsLeft: FREE_TRIES - attempts.wrongInARow })
    : err({ tag: 'pin_locked', until: attempts.lockedUntil });
}

function sessionOf(actor: Actor, expiresAt: number): OpenSession {
  return {
    actor,
    expiresAt,
    permissions: Permission.options.filter((permission) => isPermitted(actor, permission)),
  };
}

function parsedRoles(text: string): Role[] {
  return Roles.parse(JSON.parse(text));
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
