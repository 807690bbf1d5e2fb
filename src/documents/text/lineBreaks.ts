import { Rules } from '@cto.af/linebreak';

const rules = new Rules();

/**
 * UTF-16 indices at which a line may end, by the Unicode line breaking algorithm (UAX #14), the end included.
 *
 * Thai, Lao, Khmer and Burmese need a dictionary to be cut inside a phrase; none is carried, so they are cut at spaces
 * only and the result is the same on every machine.
 */
export function lineBreaks(text: string): number[] {
  const positions: number[] = [];
  for (const found of rules.breaks(text)) positions.push(found.position);
  if (positions.at(-1) !== text.length) positions.push(text.length);
  return positions.filter((position) => position > 0);
}
