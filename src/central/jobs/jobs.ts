import type { Context } from '../context.ts';
import { issueDue } from '../services/issuing/issue.ts';
import { anonymiseVerifiers, archiveOld } from '../services/retention/archive.ts';
import { planDigest } from '../services/telling/digest.ts';
import { sendMails } from '../services/telling/send.ts';
import { forgetFullLimits } from '../services/verification/limits.ts';
import { callEndpoints } from '../services/webhooks/call.ts';

/** A piece of work that runs again and again; several processes may run it at once, the database keeps them apart. */
interface Job {
  readonly name: string;
  readonly everyMs: number;
  /** Does a part of what is there; true when there may be more at once. */
  run(context: Context): Promise<boolean>;
}

const ISSUE_AT_ONCE = 500;
const LEASE_ANSWERS_KEPT_MS = 7 * 24 * 3_600_000;

const jobs: readonly Job[] = [
  {
    name: 'issue what is due',
    everyMs: 5_000,
    run: async (context) => (await issueDue(context, ISSUE_AT_ONCE)) === ISSUE_AT_ONCE,
  },
  { name: 'send mails', everyMs: 5_000, run: sendMails },
  { name: 'call other systems', everyMs: 5_000, run: callEndpoints },
  {
    name: 'plan the digest',
    everyMs: 10 * 60_000,
    run: async (context) => {
      await planDigest(context);
      return false;
    },
  },
  { name: 'forget who verified', everyMs: 10 * 60_000, run: anonymiseVerifiers },
  {
    name: 'forget who checked a moment ago',
    everyMs: 60_000,
    run: async (context) => {
      await forgetFullLimits(context);
      return false;
    },
  },
  { name: 'archive what is old', everyMs: 3_600_000, run: archiveOld },
  {
    name: 'forget old lease answers',
    everyMs: 3_600_000,
    run: async (context) => {
      await context.db.write((writer) =>
        writer.run('DELETE FROM lease_requests WHERE at < $1', [context.clock.now() - LEASE_ANSWERS_KEPT_MS]),
      );
      return false;
    },
  },
];

/** Runs all jobs until stopped; `stop` waits for what runs. A job that fails is logged and tried again at its next turn. */
export function startJobs(context: Context): { stop(): Promise<void> } {
  let stopped = false;
  const timers = new Map<string, NodeJS.Timeout>();
  const running = new Map<string, Promise<void>>();

  async function turn(job: Job): Promise<void> {
    try {
      for (let more = true; more;) more = (await job.run(context)) && !stopped;
    } catch (error) {
      context.log.error(
        { job: job.name, message: error instanceof Error ? error.message : String(error) },
        'a job failed',
      );
    }
  }

  function plan(job: Job, delayMs: number): void {
    const timer = setTimeout(() => {
      const turned = turn(job).then(() => {
        running.delete(job.name);
        if (!stopped) plan(job, job.everyMs);
      });
      running.set(job.name, turned);
    }, delayMs);
    timer.unref();
    timers.set(job.name, timer);
  }

  for (const job of jobs) plan(job, 0);
  return {
    async stop() {
      stopped = true;
      for (const timer of timers.values()) clearTimeout(timer);
      await Promise.all(running.values());
    },
  };
}
