import { and, asc, eq, gt, isNull, lte, sql } from 'drizzle-orm';
import { people } from '../../db/schema/central.ts';
import { approvals, pinAttempts, sessions } from '../../db/schema/station.ts';
import { readQuery, writeQuery } from '../../db/statements.ts';
import type { Named } from '../../db/statements.ts';

export const activePeople = readQuery((query) =>
  query
    .select({
      userId: people.userId,
      displayName: people.displayName,
      roles: people.roles,
      lockedUntil: pinAttempts.lockedUntil,
    })
    .from(people)
    .leftJoin(pinAttempts, eq(pinAttempts.userId, people.userId))
    .where(eq(people.active, true))
    .orderBy(asc(people.displayName)),
);

export const personToSignIn = readQuery((query, v: Named<{ userId: string }>) =>
  query
    .select({
      userId: people.userId,
      displayName: people.displayName,
      roles: people.roles,
      pinHash: people.pinHash,
      wrong: pinAttempts.wrong,
      lockedUntil: pinAttempts.lockedUntil,
    })
    .from(people)
    .leftJoin(pinAttempts, eq(pinAttempts.userId, people.userId))
    .where(and(eq(people.userId, v.userId), eq(people.active, true))),
);

export const nameOf = readQuery((query, v: Named<{ userId: string }>) =>
  query.select({ displayName: people.displayName }).from(people).where(eq(people.userId, v.userId)),
);

export const saveAttempts = writeQuery(
  (query, v: Named<{ userId: string; wrong: number; lockedUntil: number | null }>) =>
    query
      .insert(pinAttempts)
      .values({ userId: v.userId, wrong: v.wrong, lockedUntil: v.lockedUntil })
      .onConflictDoUpdate({
        target: pinAttempts.userId,
        set: { wrong: sql`excluded.wrong`, lockedUntil: sql`excluded.locked_until` },
      }),
);

export const insertSession = writeQuery(
  (query, v: Named<{ tokenHash: string; userId: string; startedAt: number; expiresAt: number }>) =>
    query
      .insert(sessions)
      .values({ tokenHash: v.tokenHash, userId: v.userId, startedAt: v.startedAt, expiresAt: v.expiresAt }),
);

export const openSession = readQuery((query, v: Named<{ tokenHash: string; now: number }>) =>
  query
    .select({
      userId: people.userId,
      displayName: people.displayName,
      roles: people.roles,
      expiresAt: sessions.expiresAt,
    })
    .from(sessions)
    .innerJoin(people, eq(people.userId, sessions.userId))
    .where(and(eq(sessions.tokenHash, v.tokenHash), gt(sessions.expiresAt, v.now), eq(people.active, true))),
);

export const prolongSession = writeQuery((query, v: Named<{ tokenHash: string; expiresAt: number }>) =>
  query
    .update(sessions)
    .set({ expiresAt: sql`${v.expiresAt}` })
    .where(eq(sessions.tokenHash, v.tokenHash)),
);

export const endSession = writeQuery((query, v: Named<{ tokenHash: string }>) =>
  query.delete(sessions).where(eq(sessions.tokenHash, v.tokenHash)),
);

export const dropEndedSessions = writeQuery((query, v: Named<{ now: number }>) =>
  query.delete(sessions).where(lte(sessions.expiresAt, v.now)),
);

export const insertApproval = writeQuery(
  (
    query,
    v: Named<{
      approvalId: string;
      action: string;
      subjectId: string;
      askedBy: string;
      approvedBy: string;
      reason: string;
      at: number;
      expiresAt: number;
    }>,
  ) =>
    query.insert(approvals).values({
      approvalId: v.approvalId,
      action: v.action,
      subjectId: v.subjectId,
      askedBy: v.askedBy,
      approvedBy: v.approvedBy,
      reason: v.reason,
      at: v.at,
      expiresAt: v.expiresAt,
    }),
);

export const approvalById = readQuery((query, v: Named<{ approvalId: string }>) =>
  query.select().from(approvals).where(eq(approvals.approvalId, v.approvalId)),
);

export const spendApproval = writeQuery((query, v: Named<{ approvalId: string; now: number }>) =>
  query
    .update(approvals)
    .set({ usedAt: sql`${v.now}` })
    .where(and(eq(approvals.approvalId, v.approvalId), isNull(approvals.usedAt))),
);
