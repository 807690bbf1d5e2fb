/** The one event stream: what changed, so that screens show other people's work without a reload. */
import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { Instant, procedure } from './base.ts';
import { PageCheck } from './batches.ts';

/** A room of the program whose data changed; `id` narrows it to one row where that is known. */
export const Topic = z.enum([
  'queue',
  'batches',
  'printing',
  'qc',
  'packing',
  'shipping',
  'stock',
  'history',
  'people',
  'templates',
  'sync',
  'alerts',
]);
export type Topic = z.infer<typeof Topic>;

export const LiveEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('hello'), at: Instant }),
  z.object({
    kind: z.literal('changed'),
    topics: z.array(z.object({ topic: Topic, id: z.string().optional() })),
  }),
  /** How far the check of a batch's pages is; of many in a short time only the last is told. */
  z.object({ kind: z.literal('pages'), ...PageCheck.shape }),
  /** Sent when nothing else was, so that a dead connection is noticed. */
  z.object({ kind: z.literal('beat'), at: Instant }),
]);
export type LiveEvent = z.infer<typeof LiveEvent>;

export const liveContract = {
  changes: procedure('signed_in').output(eventIterator(LiveEvent)),
};
