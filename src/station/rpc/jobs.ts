import { z } from 'zod';
import type { ParkedJob } from '../../contract/station/jobs.ts';
import type { StationContext } from '../context.ts';
import { sqlRead } from '../db/statements.ts';
import type { JobRunner } from '../jobs/runner.ts';
import { notFound } from './edge.ts';
import type { Edge } from './edge.ts';

const KINDS: ReadonlyMap<string, ParkedJob['kind']> = new Map([
  ['label.look_up', 'label_look_up'],
  ['label.void', 'label_void'],
  ['parcel.track', 'parcel_track'],
]);

/** The envelope that a job is about: its subject is the envelope, or a label intent of it. */
const parcelOf = sqlRead<{ subject: string }, { parcelId: string; parcelNumber: string }>(
  `SELECT p.parcel_id AS parcelId, p.parcel_number AS parcelNumber FROM parcels p
   WHERE p.parcel_id = @subject OR p.parcel_id = (SELECT parcel_id FROM label_intents WHERE intent_id = @subject)`,
  z.object({ parcelId: z.string(), parcelNumber: z.string() }),
);

/** Jobs that were tried in vain and wait for a person. */
export function jobsRpc(edge: Edge, ctx: StationContext, runner: JobRunner) {
  const { jobs } = edge.signedIn;
  return {
    parked: jobs.parked.handler(() => {
      const parked = runner.parked();
      return ctx.db.read((tx) =>
        parked.map(({ jobId, kind, subject, createdAt, attempts, problem }) => {
          const parcel = parcelOf.get(tx, { subject });
          return {
            jobId,
            kind: KINDS.get(kind) ?? ('other' as const),
            parcelId: parcel?.parcelId ?? null,
            parcelNumber: parcel?.parcelNumber ?? null,
            since: createdAt,
            attempts,
            problem: problem ?? '',
          };
        }),
      );
    }),
    retry: jobs.retry.handler(({ input, context }) => {
      if (!runner.retry(input.jobId, context.actor.userId)) throw notFound('job', input.jobId);
      return { waiting: true as const };
    }),
    giveUp: jobs.giveUp.handler(({ input, context }) => {
      if (!runner.giveUp(input.jobId, context.actor.userId, input.reason)) throw notFound('job', input.jobId);
      return { ended: true as const };
    }),
  };
}
