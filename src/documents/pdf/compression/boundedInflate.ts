import { Inflate } from 'fflate';

/** Bytes given to the inflater at once: it may blow each of them up a thousand times before it is asked again. */
const SLICE = 8192;

/** What inflating found. `length` is only up to where it stopped. */
export type Inflated =
  | { readonly kind: 'inflated'; readonly data: Uint8Array }
  | { readonly kind: 'tooLarge' }
  | { readonly kind: 'broken' };

/**
 * Inflates a zlib stream and gives up as soon as the result is longer than `limit`:
 * a few kilobytes can stand for gigabytes.
 */
export function inflateBounded(data: Uint8Array, limit: number): Inflated {
  const parts: Uint8Array[] = [];
  const outcome = eachInflatedPart(data, limit, (part) => parts.push(part));
  return outcome === 'inflated' ? { kind: 'inflated', data: joined(parts) } : { kind: outcome };
}

/** As {@link inflateBounded}, but of a broken stream what comes out before the break: readers show that, too. */
export function inflateUpTo(data: Uint8Array, limit: number): Uint8Array | 'tooLarge' {
  const parts: Uint8Array[] = [];
  return eachInflatedPart(data, limit, (part) => parts.push(part)) === 'tooLarge'
    ? 'tooLarge'
    : joined(parts);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function eachInflatedPart(
  data: Uint8Array,
  limit: number,
  visit: (part: Uint8Array) => void,
): Inflated['kind'] {
  // The two bytes of the zlib wrapping are judged here, the checksum at its end is not: what follows may be anything.
  const head = ((data[0] ?? 0) << 8) | (data[1] ?? 0);
  if (data.length < 2 || (head & 0x0f00) !== 0x0800 || head % 31 !== 0 || (head & 0x20) !== 0)
    return 'broken';
  let length = 0;
  const inflater = new Inflate((part) => {
    length += part.length;
    if (part.length > 0) visit(part);
  });
  try {
    for (let at = 2; at < data.length; at += SLICE) {
      inflater.push(data.subarray(at, at + SLICE), at + SLICE >= data.length);
      if (length > limit) return 'tooLarge';
    }
  } catch {
    // fflate throws for bits that are no deflate stream, and for bytes after its end.
    return 'broken';
  }
  return 'inflated';
}
