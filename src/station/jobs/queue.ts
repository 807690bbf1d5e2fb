import type { StationContext } from '../context.ts';
import type { Reader, Writer } from '../db/statements.ts';
import * as repo from './repo.ts';

/** Work to be done later and surely. */
export interface JobRequest {
  readonly kind: string;
  /** The id of what it is about; of one kind and subject at most one job waits or runs. */
  readonly subject: string;
  /** JSON; parsed again by the kind's schema when it is read. */
  readonly payload: unknown;
  /** Milliseconds since 1970; absent: now. */
  readonly runAt?: number;
}

/**
 * Saves a job in the transaction of the change that wants it: both are on disk or neither. Answers false when a job of
 * this kind and subject waits or runs already.
 */
export function enqueueJob(tx: Writer, ctx: StationContext, job: JobRequest): boolean {
  const now = ctx.clock.now();
  const added = repo.insertJob.run(tx, {
    jobId: ctx.newId(),
    kind: job.kind,
    subject: job.subject,
    payload: JSON.stringify(job.payload),
    runAt: job.runAt ?? now,
    createdAt: now,
  });
  tx.afterCommit(() => ctx.wake.call('jobs'));
  return added === 1;
}

/** Jobs that wait for a person, oldest first. */
export function parkedJobs(tx: Reader): ReturnType<typeof repo.parkedJobs.all> {
  return repo.parkedJobs.all(tx, {});
}

/** A person lets a parked job try again; false when it is not parked (any more). */
export function retryParked(tx: Writer, ctx: StationContext, jobId: string): boolean {
  tx.afterCommit(() => ctx.wake.call('jobs'));
  return repo.retryParked.run(tx, { jobId, now: ctx.clock.now() }) === 1;
}
