import { z } from 'zod';
import {
  formatRandom,
  formatSequential,
  randomSuffix,
} from '../../../domain/certificates/certificateNumber.ts';
import type { NumberScheme } from '../../../domain/certificates/certificateNumber.ts';
import type { Context } from '../../context.ts';
import type { Writer } from '../../db/database.ts';

/** A number that is wanted: by which scheme, in whose sequence, of which year. */
export interface NumberWanted {
  readonly scheme: NumberScheme;
  readonly jurisdiction: string;
  readonly year: number;
}

/** So many rounds of new suffixes until a number is free; eight misses in a row mean that most are taken. */
const MAX_ROUNDS = 8;

const sequenceKey = (wanted: NumberWanted): string =>
  JSON.stringify([wanted.jurisdiction, wanted.scheme.prefix, wanted.year]);

/**
 * Allots one number to each, in order.
 *
 * Sequential: without gaps. The sequence's row stays locked until the transaction ends, and a transaction that fails
 * gives its numbers back; so two that issue in one jurisdiction and year wait for each other, and call this last.
 * Random: six of Crockford's alphabet after prefix and year, checked against all that exist; null where none is found
 * within a number of tries, since most of that prefix and year are taken.
 */
export async function allotNumbers(
  context: Context,
  writer: Writer,
  wanted: readonly NumberWanted[],
): Promise<(string | null)[]> {
  const numbers = new Map<number, string>();
  await allotSequential(writer, wanted, numbers);
  await allotRandom(context, writer, wanted, numbers);
  return wanted.map((_, index) => numbers.get(index) ?? null);
}

async function allotSequential(
  writer: Writer,
  wanted: readonly NumberWanted[],
  numbers: Map<number, string>,
): Promise<void> {
  const bySequence = new Map<string, number[]>();
  wanted.forEach((each, index) => {
    if (each.scheme.kind !== 'sequential') return;
    const key = sequenceKey(each);
    const indexes = bySequence.get(key) ?? [];
    indexes.push(index);
    bySequence.set(key, indexes);
  });
  // Always in the same order, so that two transactions never wait for each other in a ring.
  for (const key of [...bySequence.keys()].toSorted()) {
    const indexes = bySequence.get(key) ?? [];
    const first = wanted[indexes[0] ?? -1];
    if (first === undefined) continue;
    const row = await writer.one(
      z.object({ last: z.int() }),
      `INSERT INTO number_sequences (jurisdiction, prefix, year, last) VALUES ($1, $2, $3, $4)
       ON CONFLICT (jurisdiction, prefix, year) DO UPDATE SET last = number_sequences.last + excluded.last
       RETURNING last`,
      [first.jurisdiction, first.scheme.prefix, first.year, indexes.length],
    );
    const start = (row?.last ?? 0) - indexes.length;
    indexes.forEach((index, offset) => {
      const each = wanted[index];
      if (each?.scheme.kind !== 'sequential') return;
      numbers.set(index, formatSequential(each.scheme, each.year, start + offset + 1));
    });
  }
}

async function allotRandom(
  context: Context,
  writer: Writer,
  wanted: readonly NumberWanted[],
  numbers: Map<number, string>,
): Promise<void> {
  let open = wanted.flatMap((each, index) => (each.scheme.kind === 'random' ? [{ each, index }] : []));
  const given = new Set<string>();
  for (let round = 0; open.length > 0 && round < MAX_ROUNDS; round += 1) {
    const tries = open.map(({ each, index }) => ({
      each,
      index,
      number: formatRandom(each.scheme, each.year, randomSuffix(context.random)),
    }));
    const taken = new Set(
      (
        await writer.all(
          z.object({ number: z.string() }),
          `SELECT certificate_number AS number FROM certificates
           WHERE certificate_number IN (SELECT jsonb_array_elements_text($1::jsonb))`,
          [JSON.stringify(tries.map((each) => each.number))],
        )
      ).map((each) => each.number),
    );
    open = [];
    for (const { each, index, number } of tries) {
      if (taken.has(number) || given.has(number)) {
        open.push({ each, index });
      } else {
        given.add(number);
        numbers.set(index, number);
      }
    }
  }
}
