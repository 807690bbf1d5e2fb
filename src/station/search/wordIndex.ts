import { z } from 'zod';
import type { StationContext } from '../context.ts';
import { bulkWrite, sqlRead, sqlWrite } from '../db/statements.ts';
import type { Writer } from '../db/statements.ts';
import { readSetting, writeSetting } from '../record/settings.ts';
import { searchTextOf, wordsOf } from './words.ts';

/** A certificate as the index of words has it. Null: nothing is owed on paper. */
export interface Searchable {
  /** Its row number. */
  readonly row: number;
  /** 1: it stands in the queue. */
  readonly queued: number;
  readonly slackAt: number | null;
  readonly deliverableId: string | null;
  readonly searchText: string;
}

/** Never ends: the queue's place of what has none. */
const NO_SLACK = 8_640_000_000_000_000;

/** word, certificateRow, queued, slackAt, deliverableId, searchText */
const insertWord = bulkWrite<[string, number, number, number, string | null, string | null]>(
  `INSERT INTO search_words (word, certificate_row, queued, slack_at, deliverable_id, search_text) VALUES (?, ?, ?, ?, ?, ?)
   ON CONFLICT DO NOTHING`,
);

/** Gives certificates their places in the index of words. */
export function addWords(tx: Writer, certificates: readonly Searchable[]): void {
  const places = certificates.flatMap((each) => wordsOf(each.searchText).map((word) => ({ word, each })));
  // In the order of the index: neighbours go onto the same page of it, which is written once.
  places.sort((left, right) =>
    left.word < right.word ? -1 : left.word > right.word ? 1 : left.each.row - right.each.row,
  );
  for (const { word, each } of places) {
    // The number is the last word of the text.
    const text = each.searchText.endsWith(` ${word}`) ? null : each.searchText;
    insertWord.run(tx, word, each.row, each.queued, each.slackAt ?? NO_SLACK, each.deliverableId, text);
  }
}

const withoutWords = sqlRead(
  `SELECT c.certificate_row AS row, coalesce(d.workable, 0) AS queued, d.slack_at AS slackAt, d.deliverable_id AS deliverableId,
     d.search_text AS searchText, c.issued_name AS issuedName, c.certificate_number AS certificateNumber
   FROM certificates c LEFT JOIN deliverables d ON d.certificate_id = c.certificate_id
   WHERE c.certificate_row > @after ORDER BY c.certificate_row LIMIT @limit`,
  z.object({
    row: z.int(),
    queued: z.int(),
    slackAt: z.int().nullable(),
    deliverableId: z.string().nullable(),
    searchText: z.string().nullable(),
    issuedName: z.string(),
    certificateNumber: z.string(),
  }),
);

/** Certificates at a time: many, because each part is sorted as a whole, and few enough to be a moment's work. */
const PART = 10_000;

/**
 * Builds the index of words after a first fill, part by part; a crash goes on from the last whole part. Afterwards the
 * feed keeps it.
 */
export async function indexWords(ctx: StationContext): Promise<void> {
  for (;;) {
    const done = ctx.db.write((tx) => {
      const after = readSetting(tx, 'wordsThrough') ?? 0;
      const part = withoutWords.all(tx, { after, limit: PART });
      addWords(
        tx,
        part.map(({ searchText, issuedName, certificateNumber, ...each }) => ({
          ...each,
          searchText: searchText ?? searchTextOf(issuedName, certificateNumber),
        })),
      );
      const last = part.at(-1);
      if (last !== undefined) writeSetting(tx, 'wordsThrough', last.row);
      if (part.length < PART) writeSetting(tx, 'filled', true);
      return part.length < PART;
    });
    if (done || ctx.stopping.aborted) return;
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
}

const place = sqlRead(
  `SELECT c.certificate_row AS row, d.workable, d.slack_at AS slackAt, d.search_text AS searchText
   FROM deliverables d JOIN certificates c ON c.certificate_id = d.certificate_id WHERE d.deliverable_id = @deliverableId`,
  z.object({ row: z.int(), workable: z.int(), slackAt: z.int(), searchText: z.string() }),
);

const follow = sqlWrite<{
  word: string;
  row: number;
  queued: number;
  slackAt: number;
  deliverableId: string;
}>(
  'UPDATE search_words SET queued = @queued, slack_at = @slackAt, deliverable_id = @deliverableId WHERE word = @word AND certificate_row = @row',
);

/** Brings the words of a deliverable in line with its place in the queue, after `workable` or `slack_at` changed. */
export function refreshWords(tx: Writer, deliverableId: string): void {
  const at = place.get(tx, { deliverableId });
  if (at === undefined) return;
  for (const word of wordsOf(at.searchText))
    follow.run(tx, { word, row: at.row, queued: at.workable, slackAt: at.slackAt, deliverableId });
}
