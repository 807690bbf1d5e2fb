import { z } from 'zod';
import { sqlRead, sqlWrite } from '../db/statements.ts';
import type { Writer } from '../db/statements.ts';
import { wordsOf } from './words.ts';

const place = sqlRead(
  `SELECT c.certificate_row AS row, d.workable, d.slack_at AS slackAt, d.search_text AS searchText
   FROM deliverables d JOIN certificates c ON c.certificate_id = d.certificate_id WHERE d.deliverable_id = @deliverableId`,
  z.object({ row: z.int(), workable: z.int(), slackAt: z.int(), searchText: z.string() }),
);

const follow = sqlWrite<{ word: string; row: number; queued: number; slackAt: number; deliverableId: string }>(
  'UPDATE search_words SET queued = @queued, slack_at = @slackAt, deliverable_id = @deliverableId WHERE word = @word AND certificate_row = @row',
);

/** Brings the words of a deliverable in line with its place in the queue, after `workable` or `slack_at` changed. */
export function refreshWords(tx: Writer, deliverableId: string): void {
  const at = place.get(tx, { deliverableId });
  if (at === undefined) return;
  for (const word of wordsOf(at.searchText)) follow.run(tx, { word, row: at.row, queued: at.workable, slackAt: at.slackAt, deliverableId });
}
