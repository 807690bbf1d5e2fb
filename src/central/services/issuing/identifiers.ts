import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import type { Context } from '../../context.ts';
import type { Writer } from '../../db/database.ts';
import { allotControlNumbers } from './controlNumbers.ts';
import { allotNumbers } from './numbers.ts';
import type { NumberWanted } from './numbers.ts';

/** What a certificate is to be known by. */
export interface IdentifiersWanted extends NumberWanted {
  /** Whether it gets one of the regulator's numbers too. */
  readonly controlNumber: boolean;
  /** The number of the one that it replaces, where it keeps that. */
  readonly kept?: string | null;
}

/** What it is known by. */
export interface Identifiers {
  readonly certificateNumber: string;
  readonly controlNumber: string | null;
}

/**
 * Allots certificate numbers and control numbers, in order, or says in words why one gets none. What cannot be had is found
 * before anything of a sequence is used, so nothing is used up by a certificate that is not written.
 */
export async function allotIdentifiers(
  context: Context,
  writer: Writer,
  wanted: readonly IdentifiersWanted[],
): Promise<Result<Identifiers, string>[]> {
  const problems = new Map<number, string>();
  const numbers = new Map<number, string>();
  const controlNumbers = new Map<number, string>();
  const open = () => wanted.flatMap((each, index) => (problems.has(index) ? [] : [{ ...each, index }]));
  const number = async (kind: NumberWanted['scheme']['kind']) => {
    const mine = open().filter(({ scheme, kept }) => scheme.kind === kind && (kept ?? null) === null);
    const allotted = await allotNumbers(context, writer, mine);
    for (const [place, { index, scheme, year }] of mine.entries()) {
      const found = allotted[place] ?? null;
      if (found === null)
        problems.set(
          index,
          `random numbers ${scheme.prefix}-${year} are nearly used up: give the course another prefix`,
        );
      else numbers.set(index, found);
    }
  };
  await number('random');
  const needing = open().filter((each) => each.controlNumber);
  for (const jurisdiction of [...new Set(needing.map((each) => each.jurisdiction))].toSorted()) {
    const mine = needing.filter((each) => each.jurisdiction === jurisdiction);
    const allotted = await allotControlNumbers(writer, jurisdiction, mine.length);
    for (const [place, { index }] of mine.entries()) {
      const found = allotted[place];
      if (found === undefined) problems.set(index, `the control numbers of ${jurisdiction} are used up`);
      else controlNumbers.set(index, found);
    }
  }
  await number('sequential');
  return wanted.map(({ kept }, index) => {
    const problem = problems.get(index);
    const certificateNumber = kept ?? numbers.get(index);
    if (problem !== undefined) return err(problem);
    if (certificateNumber === undefined) throw new Error('A wanted number was not allotted');
    return ok({ certificateNumber, controlNumber: controlNumbers.get(index) ?? null });
  });
}
