import { expect, test } from 'vitest';
import { z } from 'zod';
import { sqlWrite } from '../../../src/station/db/statements.ts';
import { enqueueJob, parkedJobs, retryParked } from '../../../src/station/jobs/queue.ts';
import { JobRunner } from '../../../src/station/jobs/runner.ts';
import type { JobKind, JobOutcome } from '../../../src/station/jobs/runner.ts';
import { stationUnderTest } from '../stationUnderTest.ts';
import type { StationUnderTest } from '../stationUnderTest.ts';

const Payload = z.object({ parcel: z.string() });
type Payload = z.infer<typeof Payload>;

function kindOf(run: JobKind<Payload>['run'], more: Partial<JobKind<Payload>> = {}): JobKind<Payload> {
  return {
    kind: 'buy',
    payload: Payload,
    attempts: 3,
    pauseMs: (attempt) => attempt * 1000,
    run,
    recover: run,
    ...more,
  };
}

function want(station: StationUnderTest, subject = 'p-1', payload: unknown = { parcel: 'p-1' }): boolean {
  return station.ctx.db.write((tx) => enqueueJob(tx, station.ctx, { kind: 'buy', subject, payload }));
}

test('a job runs once, with what was written in it, and is done', async () => {
  const station = await stationUnderTest();
  const runner = new JobRunner(station.ctx);
  const seen: Payload[] = [];
  runner.register(
    kindOf((job) => {
      seen.push(job.payload);
      return Promise.resolve<JobOutcome>({ tag: 'done' });
    }),
  );
  runner.start();
  expect(want(station)).toBe(true);
  await runner.settled();
  expect(seen).toEqual([{ parcel: 'p-1' }]);
  await runner.stop();
});

test('of one kind and subject only one job waits', async () => {
  const station = await stationUnderTest();
  expect([want(station), want(station), want(station, 'p-2')]).toEqual([true, false, true]);
});

test('a job that fails is tried again after its pause, then parked for a person, and lives again when the person says so', async () => {
  const station = await stationUnderTest();
  const runner = new JobRunner(station.ctx);
  const parked: string[] = [];
  let answer: JobOutcome = { tag: 'again', problem: 'no answer' };
  const tries: number[] = [];
  runner.register(
    kindOf(
      (job) => {
        tries.push(job.attempt);
        return Promise.resolve(answer);
      },
      { parked: ({ problem }) => void parked.push(problem) },
    ),
  );
  runner.start();
  want(station);
  await runner.settled();
  for (const pause of [1000, 2000, 3000]) {
    station.clock.time += pause;
    station.timer.pass(pause);
    await runner.settled();
  }
  expect(tries).toEqual([1, 2, 3]);
  expect(parked).toEqual(['no answer']);
  const [waiting] = station.ctx.db.read((tx) => parkedJobs(tx));
  answer = { tag: 'done' };
  station.ctx.db.write((tx) => retryParked(tx, station.ctx, waiting?.jobId ?? ''));
  await runner.settled();
  expect(tries).toEqual([1, 2, 3, 1]);
  expect(station.ctx.db.read((tx) => parkedJobs(tx))).toEqual([]);
});

test('a job that a crash left running is recovered, not run', async () => {
  const station = await stationUnderTest();
  want(station);
  station.ctx.db.write((tx) => sqlWrite(`UPDATE jobs SET state = 'running', attempts = 1`).run(tx, {}));
  const calls: string[] = [];
  const runner = new JobRunner(station.ctx);
  const note = (what: string) => () => {
    calls.push(what);
    return Promise.resolve<JobOutcome>({ tag: 'done' });
  };
  runner.register(kindOf(note('run'), { recover: note('recover') }));
  runner.start();
  await runner.settled();
  expect(calls).toEqual(['recover']);
});

test('a job that is not understood is parked, and one of an unknown kind is left for a newer program', async () => {
  const station = await stationUnderTest();
  want(station, 'p-1', { letter: 'p-1' });
  station.ctx.db.write((tx) =>
    enqueueJob(tx, station.ctx, { kind: 'teleport', subject: 'p-9', payload: {} }),
  );
  const runner = new JobRunner(station.ctx);
  runner.register(kindOf(() => Promise.reject(new Error('must not run'))));
  runner.start();
  await runner.settled();
  expect(station.ctx.db.read((tx) => parkedJobs(tx)).map((job) => job.subject)).toEqual(['p-1']);
});
