import type { FeedChange } from '../../../contract/central/feed.ts';
import type { Writer } from '../../db/database.ts';

/** What a change of the feed can be about. */
export type SubjectKind = FeedChange['kind'];

/**
 * Says in the same transaction that these subjects changed, so that every station hears of it. Announcing twice, or
 * something that did not change, is harmless.
 */
export async function announce(
  writer: Writer,
  kind: SubjectKind,
  subjectIds: readonly string[],
): Promise<void> {
  if (subjectIds.length === 0) return;
  await writer.run(
    `INSERT INTO feed_pending (kind, subject_id) SELECT $1, each.value FROM jsonb_array_elements_text($2::jsonb) AS each(value)`,
    [kind, JSON.stringify(subjectIds)],
  );
}
