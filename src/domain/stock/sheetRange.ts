import { z } from 'zod';
import { err, ok } from '../result.ts';
import type { Result } from '../result.ts';

/** Sheets with consecutive pre-printed serials: prefix, then a number padded with zeros to `width`. Ends included. */
export const SheetRange = z
  .object({
    prefix: z.string().regex(/^[A-Z0-9-]{0,12}$/u),
    width: z.int().min(1).max(15),
    first: z.int().min(0),
    last: z.int().min(0),
  })
  .refine((range) => range.first <= range.last, 'the first serial comes after the last')
  .refine((range) => String(range.last).length <= range.width, 'the last serial does not fit the width');
export type SheetRange = z.infer<typeof SheetRange>;

/** How many sheets a range holds. */
export function sheetCount(range: SheetRange): number {
  return range.last - range.first + 1;
}

/** The serial as it is printed on the sheet: `CA0001234`. */
export function formatSerial(
  range: { readonly prefix: string; readonly width: number },
  number: number,
): string {
  return range.prefix + String(number).padStart(range.width, '0');
}

/**
 * The number of a printed serial within a range, or null when the serial is not one of its sheets. Width counts: `CA123`
 * is not `CA0123`.
 */
export function numberInRange(range: SheetRange, serial: string): number | null {
  const digits = serial.slice(range.prefix.length);
  if (!serial.startsWith(range.prefix) || digits.length !== range.width || !/^[0-9]+$/u.test(digits))
    return null;
  const number = Number(digits);
  return number >= range.first && number <= range.last ? number : null;
}

/** All serials of a range, in order. */
export function* serialsOf(range: SheetRange): Generator<string> {
  for (let number = range.first; number <= range.last; number += 1) yield formatSerial(range, number);
}

/** Are these the same kind of serial, so that their numbers can be compared? */
function comparable(left: SheetRange, right: SheetRange): boolean {
  return left.prefix === right.prefix && left.width === right.width;
}

/** Do two ranges claim the same sheet? */
export function rangesOverlap(left: SheetRange, right: SheetRange): boolean {
  return comparable(left, right) && left.first <= right.last && right.first <= left.last;
}

/** What is left of a range without the sheets of another: none, one or two ranges, in order. */
export function withoutRange(range: SheetRange, taken: SheetRange): readonly SheetRange[] {
  if (!rangesOverlap(range, taken)) return [range];
  const left = { ...range, last: taken.first - 1 };
  const right = { ...range, first: taken.last + 1 };
  return [left, right].filter((piece) => piece.first <= piece.last);
}

/** No free range holds so many sheets in a row; `largest` is the longest row there is. */
export type TooFewSheets = {
  readonly tag: 'too_few_sheets';
  readonly wanted: number;
  readonly largest: number;
};

/**
 * Takes the first `count` sheets in a row from free ranges, in the order given (oldest paper first), and gives them with
 * what stays free.
 *
 * @param count a whole number from 1; anything else throws.
 */
export function allocateSheets(
  free: readonly SheetRange[],
  count: number,
): Result<{ readonly taken: SheetRange; readonly free: readonly SheetRange[] }, TooFewSheets> {
  if (!Number.isInteger(count) || count < 1) throw new RangeError(`Cannot allocate ${count} sheets`);
  const source = free.find((range) => sheetCount(range) >= count);
  if (source === undefined) {
    return err({ tag: 'too_few_sheets', wanted: count, largest: Math.max(0, ...free.map(sheetCount)) });
  }
  const taken = { ...source, last: source.first + count - 1 };
  return ok({
    taken,
    free: free.flatMap((range) => (range === source ? withoutRange(range, taken) : [range])),
  });
}
