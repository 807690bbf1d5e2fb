/**
 * Typed search in the queue, most urgent first. There are two ways: walking the queue in its order and looking at the text
 * in its index, which is short where many rows fit; and all rows of one word in the index of words, which is short where
 * that word is rare. A short walk tells how many rows fit; from that, and from how many rows the rarest word has, the
 * shorter way is taken, again and again until there are enough.
 */
import { z } from 'zod';
import { sqlRead } from '../db/statements.ts';
import type { Reader, RowStatement } from '../db/statements.ts';
import { isNumber } from './words.ts';

/** A place in the queue. */
export interface QueuePlace {
  readonly slackAt: number;
  readonly deliverableId: string;
}

/** What is looked for. */
export interface QueueSearch {
  /** Beginnings of words, folded (`typedWords`), all of which must be there; at least one. */
  readonly words: readonly string[];
  readonly limit: number;
  /** Only what comes after this place. */
  readonly after: QueuePlace | null;
  /** Further conditions in SQL on `d`, a row of deliverables, with their values. */
  readonly conditions: readonly string[];
  readonly values: Readonly<Record<string, string | number | null | undefined>>;
  /** The conditions leave few rows, which have an index of their own: then these are looked through. */
  readonly few?: boolean;
}

const Place = z.object({ slackAt: z.int(), deliverableId: z.string() });
type Values = Record<string, string | number | null | undefined>;
type Look = RowStatement<Values, QueuePlace>;

/** So many rows of the queue are walked to see how many fit. */
const SHORT_WALK = 5000;
/** What is as short as this to walk is walked; where nothing was found yet, so many rows are walked at a time. */
const LONG_WALK = 15_000;
/** A walk ends where there are enough, so it may have more room than it seems to need, up to this. */
const LONGEST_WALK = 60_000;
/** Rows of a word are counted no further than this, or than twice what was walked: counting costs a quarter of walking. */
const COUNT_MOST = 50_000;
/** A row of a number has no text: looking it up costs as much as so many rows of a word that have theirs. */
const COST_OF_NUMBER_ROW = 8;
/** Above every text: SQLite compares the bytes of UTF-8. */
const LAST = '\u{10ffff}';
const BEGINNING: QueuePlace = { slackAt: -1, deliverableId: '' };

const looks = new Map<string, Look>();

function look(text: string): Look {
  const known = looks.get(text) ?? sqlRead<Values, QueuePlace>(text, Place);
  looks.set(text, known);
  return known;
}

const SAID = 'd.slack_at AS slackAt, d.deliverable_id AS deliverableId';

function walkText(words: number, conditions: readonly string[]): string {
  // The index alone is read; only rows that have the words are looked up for further conditions.
  const more =
    conditions.length === 0 ? '' : 'CROSS JOIN deliverables d ON d.deliverable_id = q.deliverable_id';
  return `SELECT q.slack_at AS slackAt, q.deliverable_id AS deliverableId FROM (
      SELECT slack_at, deliverable_id, search_text FROM deliverables INDEXED BY deliverables_queue
      WHERE workable = 1 AND (slack_at, deliverable_id) > (@slackAt, @deliverableId)
      ORDER BY slack_at, deliverable_id LIMIT @window) q ${more}
    WHERE ${[...allWords(words, 'q.search_text'), ...conditions].join(' AND ')} LIMIT @limit`;
}

/** A number's own row has no text: there it is that of its deliverable. */
const WORD_TEXT =
  'coalesce(w.search_text, (SELECT t.search_text FROM deliverables t WHERE t.deliverable_id = w.deliverable_id))';

function wordText(words: number, conditions: readonly string[]): string {
  const more =
    conditions.length === 0 ? '' : 'CROSS JOIN deliverables d ON d.deliverable_id = w.deliverable_id';
  const asked = [...allWords(words, WORD_TEXT), ...conditions].map((condition) => `AND ${condition}`);
  return `SELECT w.slack_at AS slackAt, w.deliverable_id AS deliverableId FROM search_words w ${more}
    WHERE w.word >= @from AND w.word < @to AND w.queued = 1 AND (w.slack_at, w.deliverable_id) > (@slackAt, @deliverableId)
      ${asked.join(' ')}
    ORDER BY w.slack_at, w.deliverable_id LIMIT @limit`;
}

function fewText(words: number, conditions: readonly string[]): string {
  // The plus keeps the queue's index out of it.
  return `SELECT ${SAID} FROM deliverables d
    WHERE +d.workable = 1 AND (d.slack_at, d.deliverable_id) > (@slackAt, @deliverableId)
      AND ${[...conditions, ...allWords(words, 'd.search_text')].join(' AND ')}
    ORDER BY d.slack_at, d.deliverable_id LIMIT @limit`;
}

function allWords(words: number, text: string): string[] {
  return Array.from({ length: words }, (_, index) => `instr(${text}, @word${index}) > 0`);
}

const windowEnd = look(
  `SELECT ${SAID} FROM deliverables d INDEXED BY deliverables_queue
   WHERE d.workable = 1 AND (d.slack_at, d.deliverable_id) > (@slackAt, @deliverableId)
   ORDER BY d.slack_at, d.deliverable_id LIMIT 1 OFFSET @window - 1`,
);

const rows = sqlRead<{ from: string; to: string; most: number }, { n: number }>(
  'SELECT count(*) AS n FROM (SELECT 1 FROM search_words WHERE word >= @from AND word < @to LIMIT @most)',
  z.object({ n: z.int() }),
);

/** Deliverables that wait and have all the words, most urgent first. */
export function searchQueue(tx: Reader, search: QueueSearch): QueuePlace[] {
  let from = search.after ?? BEGINNING;
  if (search.few === true) {
    const { values, limit } = search;
    const text = look(fewText(search.words.length, search.conditions));
    return text.all(tx, { ...values, ...named(search.words), ...from, limit });
  }
  let walked = 0;
  let window = SHORT_WALK;
  const found: QueuePlace[] = [];
  for (;;) {
    found.push(...walk(tx, search, from, window, search.limit - found.length));
    if (found.length >= search.limit) return found;
    const end = windowEnd.get(tx, { ...from, window });
    if (end === undefined) return found;
    from = end;
    walked += window;
    const missing = search.limit - found.length;
    // Where none was found, one may come with the next step.
    const walkLeft = (missing * walked) / Math.max(found.length, 0.5);
    window = found.length === 0 ? LONG_WALK : Math.min(LONGEST_WALK, Math.ceil(walkLeft * 1.5));
    if (walkLeft <= LONG_WALK) continue;
    const most = Math.min(walkLeft, Math.max(COUNT_MOST, walked * 2));
    const best = rarest(tx, search.words, most);
    if (best.cost < most) return [...found, ...byWord(tx, { ...search, limit: missing }, best.word, from)];
  }
}

function walk(
  tx: Reader,
  search: QueueSearch,
  from: QueuePlace,
  window: number,
  limit: number,
): QueuePlace[] {
  return look(walkText(search.words.length, search.conditions)).all(tx, {
    ...search.values,
    ...named(search.words),
    ...from,
    window,
    limit,
  });
}

function byWord(tx: Reader, search: QueueSearch, word: string, start: QueuePlace): QueuePlace[] {
  const others = search.words.filter((each) => each !== word);
  const text = look(wordText(others.length, search.conditions));
  const found: QueuePlace[] = [];
  let from = start;
  for (;;) {
    // Two words of one name may begin alike: the row then comes twice, one after the other.
    const limit = search.limit * 2;
    const page = text.all(tx, {
      ...search.values,
      ...named(others),
      from: word,
      to: word + LAST,
      ...from,
      limit,
    });
    for (const place of page) if (found.at(-1)?.deliverableId !== place.deliverableId) found.push(place);
    const last = page.at(-1);
    if (found.length >= search.limit || page.length < limit || last === undefined)
      return found.slice(0, search.limit);
    from = last;
  }
}

/**
 * The word by whose rows the others are found with the least work, and that work as rows of a name's word; `most` or more
 * where it was not counted to its end.
 */
export function rarest(
  tx: Reader,
  words: readonly string[],
  most: number,
): { readonly word: string; readonly cost: number } {
  let best = { word: words[0] ?? '', cost: most };
  // The longest first: it is likely the rarest, and the others need not be counted further than it.
  for (const word of words.toSorted((left, right) => right.length - left.length)) {
    const each = isNumber(word) && words.length > 1 ? COST_OF_NUMBER_ROW : 1;
    const counted = rows.get(tx, { from: word, to: word + LAST, most: Math.ceil(best.cost / each) });
    const cost = (counted?.n ?? 0) * each;
    if (cost < best.cost || best.word === '') best = { word, cost };
  }
  return best;
}

/** The words as a search text has them: each begins after a space. */
function named(words: readonly string[]): Record<string, string> {
  return Object.fromEntries(words.map((word, index) => [`word${index}`, ` ${word}`]));
}
