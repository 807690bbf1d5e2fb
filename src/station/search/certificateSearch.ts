import { z } from 'zod';
import { sqlRead } from '../db/statements.ts';
import type { Reader, RowStatement } from '../db/statements.ts';
import { rarest } from './queueSearch.ts';
import { isNumber, typedWords } from './words.ts';

/** Rows of a word are counted no further than this. */
const COUNT_MOST = 20_000;

type Found = { readonly certificateId: string };
const looks = new Map<number, RowStatement<Record<string, string | number>, Found>>();

function look(words: number): RowStatement<Record<string, string | number>, Found> {
  const known = looks.get(words);
  if (known !== undefined) return known;
  const all = Array.from({ length: words }, (_, index) => `AND instr(w.search_text, @word${index}) > 0`).join(
    ' ',
  );
  const made = sqlRead<Record<string, string | number>, Found>(
    `SELECT DISTINCT c.certificate_id AS certificateId FROM search_words w
     CROSS JOIN certificates c ON c.certificate_row = w.certificate_row
     WHERE w.word >= @from AND w.word < @to ${all} LIMIT @limit`,
    z.object({ certificateId: z.string() }),
  );
  looks.set(words, made);
  return made;
}

/** Certificates, in the queue or long delivered, whose name and number have all the words that were typed; whole words first. */
export function searchCertificates(tx: Reader, text: string, limit: number): string[] {
  const words = typedWords(text);
  if (words.length === 0) return [];
  // A number's own row has no text in which the other words could be looked for.
  const names = words.filter((word) => !isNumber(word));
  const from = rarest(tx, names.length > 0 ? names : words, COUNT_MOST).word;
  const others = words.filter((word) => word !== from);
  const named = Object.fromEntries(others.map((word, index) => [`word${index}`, ` ${word}`]));
  return look(others.length)
    .all(tx, { ...named, from, to: `${from}\u{10ffff}`, limit })
    .map(({ certificateId }) => certificateId);
}
