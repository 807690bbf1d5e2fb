/**
 * Typed search in the queue, most urgent first. A common word is found by walking the queue in its order and looking at
 * the text in the index; a rare one by the index of words. Which it is, a short walk tells: so both ways are bounded, at
 * any size of the queue and whatever is typed.
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
}

const Place = z.object({ slackAt: z.int(), deliverableId: z.string() });
type Values = Record<string, string | number | null | undefined>;
type Look = RowStatement<Values, QueuePlace>;

/** So many rows of the queue are walked to see how common the words are, then so many more when they are common. */
const SHORT_WALK = 5000;
const LONG_WALK = 20_000;
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
  // Without further conditions the index alone is read.
  const columns = conditions.length === 0 ? 'slack_at, deliverable_id, search_text' : '*';
  return `SELECT ${SAID} FROM (
      SELECT ${columns} FROM deliverables INDEXED BY deliverables_queue
      WHERE workable = 1 AND (slack_at, deliverable_id) > (@slackAt, @deliverableId)
      ORDER BY slack_at, deliverable_id LIMIT @window) d
    WHERE ${[...allWords(words, 'd'), ...conditions].join(' AND ')} LIMIT @limit`;
}

/** `textOf`: the row that the other words are looked for in; a number's own row has no text. */
function wordText(words: number, textOf: 'w' | 'd', conditions: readonly string[]): string {
  const join =
    conditions.length === 0 && textOf === 'w'
      ? ''
      : 'CROSS JOIN deliverables d ON d.deliverable_id = w.deliverable_id';
  const asked = [...(words === 0 ? [] : allWords(words, textOf)), ...conditions].map(
    (condition) => `AND ${condition}`,
  );
  return `SELECT w.slack_at AS slackAt, w.deliverable_id AS deliverableId FROM search_words w ${join}
    WHERE w.word >= @from AND w.word < @to AND w.queued = 1 AND (w.slack_at, w.deliverable_id) > (@slackAt, @deliverableId)
      ${asked.join(' ')}
    ORDER BY w.slack_at, w.deliverable_id LIMIT @limit`;
}

function allWords(words: number, row: string): string[] {
  return Array.from({ length: words }, (_, index) => `instr(${row}.search_text, @word${index}) > 0`);
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
  const start = search.after ?? BEGINNING;
  const short = walk(tx, search, start, SHORT_WALK, search.limit);
  if (short.length >= search.limit) return short;
  const end = windowEnd.get(tx, { ...start, window: SHORT_WALK });
  if (end === undefined) return short;
  if (short.length * 4 >= search.limit) {
    const more = walk(tx, search, end, LONG_WALK, search.limit - short.length);
    if (short.length + more.length >= search.limit) return [...short, ...more];
  }
  return byWord(tx, search, start);
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

function byWord(tx: Reader, search: QueueSearch, start: QueuePlace): QueuePlace[] {
  const word = rarest(tx, search.words);
  const others = search.words.filter((each) => each !== word);
  const text = look(
    wordText(others.length, isNumber(word) && others.length > 0 ? 'd' : 'w', search.conditions),
  );
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

const ENOUGH_TO_TELL = 20_000;

/** The word with the fewest rows; between two that have many, the longer one. A number only where nothing else is typed. */
export function rarest(tx: Reader, words: readonly string[]): string {
  const names = words.filter((word) => !isNumber(word));
  const counted = (names.length > 0 ? names : words).map((word) => ({
    word,
    n: words.length === 1 ? 0 : (rows.get(tx, { from: word, to: word + LAST, most: ENOUGH_TO_TELL })?.n ?? 0),
  }));
  const [best] = counted.toSorted((left, right) => left.n - right.n || right.word.length - left.word.length);
  return best?.word ?? '';
}

/** The words as a search text has them: each begins after a space. */
function named(words: readonly string[]): Record<string, string> {
  return Object.fromEntries(words.map((word, index) => [`word${index}`, ` ${word}`]));
}
