import { and, asc, eq, lte, min, sql } from 'drizzle-orm';
import { jobs } from '../db/schema/station.ts';
import { readQuery, writeQuery } from '../db/statements.ts';
import type { Named } from '../db/statements.ts';

export const insertJob = writeQuery(
  (
    query,
    v: Named<{
      jobId: string;
      kind: string;
      subject: string;
      payload: string;
      runAt: number;
      createdAt: number;
    }>,
  ) =>
    query
      .insert(jobs)
      .values({
        jobId: v.jobId,
        kind: v.kind,
        subject: v.subject,
        payload: v.payload,
        runAt: v.runAt,
        createdAt: v.createdAt,
        state: 'waiting',
      })
      .onConflictDoNothing(),
);

export const dueJobs = readQuery((query, v: Named<{ now: number; limit: number }>) =>
  query
    .select()
    .from(jobs)
    .where(and(eq(jobs.state, sql`'waiting'`), lte(jobs.runAt, v.now)))
    .orderBy(asc(jobs.runAt))
    .limit(v.limit),
);

export const nextRunAt = readQuery((query) =>
  query
    .select({ runAt: min(jobs.runAt) })
    .from(jobs)
    .where(eq(jobs.state, sql`'waiting'`)),
);

export const runningJobs = readQuery((query) =>
  query
    .select()
    .from(jobs)
    .where(eq(jobs.state, sql`'running'`)),
);

export const parkedJobs = readQuery((query) =>
  query
    .select()
    .from(jobs)
    .where(eq(jobs.state, sql`'parked'`))
    .orderBy(asc(jobs.createdAt)),
);

/** Takes a waiting job; changes nothing when it waits no more. */
export const beginJob = writeQuery((query, v: Named<{ jobId: string }>) =>
  query
    .update(jobs)
    .set({ state: 'running', attempts: sql`${jobs.attempts} + 1` })
    .where(and(eq(jobs.jobId, v.jobId), eq(jobs.state, sql`'waiting'`))),
);

export const settleJob = writeQuery(
  (query, v: Named<{ jobId: string; state: string; runAt: number; problem: string | null }>) =>
    query
      .update(jobs)
      .set({ state: sql`${v.state}`, runAt: sql`${v.runAt}`, problem: sql`${v.problem}` })
      .where(and(eq(jobs.jobId, v.jobId), eq(jobs.state, sql`'running'`))),
);

/** A person ends a parked job. */
export const endParked = writeQuery((query, v: Named<{ jobId: string; problem: string }>) =>
  query
    .update(jobs)
    .set({ state: 'done', problem: sql`${v.problem}` })
    .where(and(eq(jobs.jobId, v.jobId), eq(jobs.state, sql`'parked'`))),
);

export const jobById = readQuery((query, v: Named<{ jobId: string }>) =>
  query.select().from(jobs).where(eq(jobs.jobId, v.jobId)),
);

export const retryParked = writeQuery((query, v: Named<{ jobId: string; now: number }>) =>
  query
    .update(jobs)
    .set({ state: 'waiting', attempts: 0, runAt: sql`${v.now}` })
    .where(and(eq(jobs.jobId, v.jobId), eq(jobs.state, sql`'parked'`))),
);
