import type { z } from 'zod';
import type { StationContext } from '../context.ts';
import type { Writer } from '../db/statements.ts';
import { recordAudit } from '../record/audit.ts';
import { parkedJobs, retryParked } from './queue.ts';
import * as repo from './repo.ts';

/** How a try of a job ended. */
export type JobOutcome =
  | { readonly tag: 'done' }
  /** It may work later; `afterMs` absent: the kind's own pause. */
  | { readonly tag: 'again'; readonly problem: string; readonly afterMs?: number }
  /** Only a person can help. */
  | { readonly tag: 'parked'; readonly problem: string };

/** A job as its kind is given it. */
export interface RunningJob<Payload> {
  readonly jobId: string;
  readonly subject: string;
  readonly payload: Payload;
  /** This try's number, from 1. */
  readonly attempt: number;
  /** Aborted when the station stops. */
  readonly signal: AbortSignal;
}

/** One kind of job and how it is done. */
export interface JobKind<Payload> {
  readonly kind: string;
  readonly payload: z.ZodType<Payload>;
  /** After so many tries it is parked for a person. */
  readonly attempts: number;
  /** Milliseconds to wait after this try, numbered from 1. */
  readonly pauseMs: (attempt: number) => number;
  readonly run: (job: RunningJob<Payload>) => Promise<JobOutcome>;
  /**
   * What to do with a job that a crash left running: nobody knows how far it got. What costs money must find that out here,
   * and never just run again.
   */
  readonly recover: (job: RunningJob<Payload>) => Promise<JobOutcome>;
  /** Told when a job of this kind is parked, for the feature's own record. */
  readonly parked?: (job: {
    readonly jobId: string;
    readonly subject: string;
    readonly problem: string;
  }) => void;
  /** Told in the transaction in which a person ends a parked job of this kind for good, for the feature's own record. */
  readonly givenUp?: (
    tx: Writer,
    job: { readonly subject: string; readonly reason: string; readonly userId: string },
  ) => void;
}

type StoredJob = ReturnType<typeof repo.dueJobs.all>[number];

interface KnownKind {
  readonly attempts: number;
  readonly pauseMs: (attempt: number) => number;
  readonly start: (job: StoredJob, how: 'run' | 'recover', signal: AbortSignal) => Promise<JobOutcome>;
  readonly parked: JobKind<unknown>['parked'];
  readonly givenUp: JobKind<unknown>['givenUp'];
}

/** So many jobs run at once: they wait for carriers and printers, not for this machine. */
const AT_ONCE = 4;
/** Milliseconds until the next try to write down how a job ended, when the disk is full. */
const SETTLE_AGAIN_MS = 5000;

/** Runs the durable jobs. */
export class JobRunner {
  readonly #ctx: StationContext;
  readonly #kinds = new Map<string, KnownKind>();
  readonly #running = new Map<string, Promise<void>>();
  #cancelTimer: () => void = () => {};
  #started = false;

  constructor(ctx: StationContext) {
    this.#ctx = ctx;
  }

  /** Makes a kind known; before `start`. */
  register<Payload>(kind: JobKind<Payload>): void {
    this.#kinds.set(kind.kind, {
      attempts: kind.attempts,
      pauseMs: kind.pauseMs,
      parked: kind.parked,
      givenUp: kind.givenUp,
      start: async (job, how, signal) => {
        const payload = kind.payload.safeParse(JSON.parse(job.payload));
        if (!payload.success)
          return { tag: 'parked', problem: 'What is written in the job is not understood by this program' };
        const running = {
          jobId: job.jobId,
          subject: job.subject,
          payload: payload.data,
          attempt: job.attempts,
          signal,
        };
        return how === 'run' ? kind.run(running) : kind.recover(running);
      },
    });
  }

  /** Takes up what a crash left running, then runs what is due, now and later. */
  start(): void {
    this.#started = true;
    this.#ctx.wake.on('jobs', () => this.#look());
    for (const job of this.#ctx.db.read((tx) => repo.runningJobs.all(tx, {}))) this.#launch(job, 'recover');
    this.#look();
  }

  /** Jobs that wait for a person, oldest first. */
  parked(): ReturnType<typeof parkedJobs> {
    return this.#ctx.db.read((tx) => parkedJobs(tx));
  }

  /** A person lets a parked job try again from the start; false when it is not parked (any more). */
  retry(jobId: string, userId: string): boolean {
    return this.#ctx.db.write((tx) => {
      const job = repo.jobById.get(tx, { jobId });
      if (job === undefined || !retryParked(tx, this.#ctx, jobId)) return false;
      recordAudit(tx, this.#ctx, {
        userId,
        action: 'job.retried',
        subject: job.subject,
        detail: { kind: job.kind },
      });
      this.#ctx.live.changed(tx, [{ topic: 'alerts' }]);
      return true;
    });
  }

  /** A person ends a parked job for good; false when it is not parked (any more). */
  giveUp(jobId: string, userId: string, reason: string): boolean {
    return this.#ctx.db.write((tx) => {
      const job = repo.jobById.get(tx, { jobId });
      if (job === undefined || repo.endParked.run(tx, { jobId, problem: reason }) === 0) return false;
      const { kind, subject } = job;
      recordAudit(tx, this.#ctx, { userId, action: 'job.given_up', subject, detail: { kind, reason } });
      this.#kinds.get(kind)?.givenUp?.(tx, { subject, reason, userId });
      this.#ctx.live.changed(tx, [{ topic: 'alerts' }]);
      return true;
    });
  }

  /** Resolves when nothing runs and nothing is due. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running.values());
  }

  /** Begins nothing more and waits for what runs. */
  async stop(): Promise<void> {
    this.#started = false;
    this.#cancelTimer();
    await this.settled();
  }

  #look(): void {
    if (!this.#started || this.#ctx.stopping.aborted) return;
    this.#cancelTimer();
    const now = this.#ctx.clock.now();
    const due = this.#ctx.db.read((tx) => repo.dueJobs.all(tx, { now, limit: AT_ONCE * 4 }));
    for (const job of due) {
      if (this.#running.size >= AT_ONCE) return;
      if (!this.#kinds.has(job.kind)) continue;
      const taken = this.#ctx.db.write((tx) => repo.beginJob.run(tx, { jobId: job.jobId }));
      if (taken === 1) this.#launch({ ...job, attempts: job.attempts + 1 }, 'run');
    }
    const next = this.#ctx.db.read((tx) => repo.nextRunAt.get(tx, {}))?.runAt ?? null;
    if (next !== null && next > now)
      this.#cancelTimer = this.#ctx.timer.after(next - now, () => this.#look());
  }

  #launch(job: StoredJob, how: 'run' | 'recover'): void {
    const kind = this.#kinds.get(job.kind);
    if (kind === undefined) {
      this.#ctx.log.error(
        { jobId: job.jobId, kind: job.kind },
        'this program does not know this kind of job; it waits for one that does',
      );
      return;
    }
    const run = this.#finish(job, kind, how).finally(() => {
      this.#running.delete(job.jobId);
      this.#look();
    });
    this.#running.set(job.jobId, run);
  }

  async #finish(job: StoredJob, kind: KnownKind, how: 'run' | 'recover'): Promise<void> {
    let outcome: JobOutcome;
    try {
      outcome = await kind.start(job, how, this.#ctx.stopping);
    } catch (problem) {
      this.#ctx.log.error(
        { jobId: job.jobId, kind: job.kind, problem },
        'a job ended in an unexpected error',
      );
      outcome = { tag: 'again', problem: problem instanceof Error ? problem.message : String(problem) };
    }
    if (outcome.tag === 'again' && job.attempts >= kind.attempts && !this.#ctx.stopping.aborted) {
      outcome = { tag: 'parked', problem: outcome.problem };
    }
    while (!this.#settle(job, kind, outcome)) {
      if (this.#ctx.stopping.aborted) return;
      await new Promise<void>((resolve) => this.#ctx.timer.after(SETTLE_AGAIN_MS, resolve));
    }
  }

  #settle(job: StoredJob, kind: KnownKind, outcome: JobOutcome): boolean {
    const { jobId, subject } = job;
    const state = outcome.tag === 'again' ? 'waiting' : outcome.tag;
    const pause = outcome.tag === 'again' ? (outcome.afterMs ?? kind.pauseMs(job.attempts)) : 0;
    const problem = outcome.tag === 'done' ? null : outcome.problem;
    try {
      this.#ctx.db.write((tx) => {
        repo.settleJob.run(tx, { jobId, state, runAt: this.#ctx.clock.now() + pause, problem });
        if (state === 'parked') this.#ctx.live.changed(tx, [{ topic: 'alerts' }]);
      });
    } catch (failure) {
      this.#ctx.log.error(
        { jobId, problem: failure },
        'how a job ended could not be written down; it is tried again',
      );
      return false;
    }
    if (outcome.tag === 'parked') {
      this.#ctx.log.error({ jobId, kind: job.kind, subject, problem }, 'a job waits for a person');
      kind.parked?.({ jobId, subject, problem: outcome.problem });
    }
    return true;
  }
}
