/** The status strip, the rail's live counts, and the doctor. */
import { z } from 'zod';
import { Lifecycle } from '../../domain/work/lifecycle.ts';
import { procedure } from './base.ts';

export const DoctorCheck = z.object({
  check: z.enum([
    'database',
    'disk',
    'clock',
    'central',
    'leases',
    'outbox',
    'printers',
    'carrier',
    'audit',
    'stock',
    'templates',
  ]),
  verdict: z.enum(['good', 'attention', 'bad']),
  detail: z.string(),
});
export type DoctorCheck = z.infer<typeof DoctorCheck>;

export const overviewContract = {
  counts: procedure('signed_in').output(
    z.object({
      queue: z.int(),
      toPrint: z.int(),
      toCheck: z.int(),
      toPack: z.int(),
      toShip: z.int(),
      pull: z.int(),
      late: z.int(),
      atRisk: z.int(),
      lowStock: z.int(),
      parkedLabels: z.int(),
      /** Things the station tried in vain and gave to a person. */
      parkedJobs: z.int().default(0),
      /** Envelopes that came back and wait for somebody to say what next. */
      returned: z.int().default(0),
      /** Pieces held since a restore from a backup. */
      restored: z.int().default(0),
    }),
  ),
  byLifecycle: procedure('reports.read').output(z.record(Lifecycle, z.int())),
  doctor: procedure('settings.read').output(z.array(DoctorCheck)),
};
