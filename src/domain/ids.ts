import { z } from 'zod';

/** An external id: any RFC 9562 UUID, lower case. New ones are version 7, see {@link uuidv7}. */
export const Uuid = z.uuid().lowercase();
export type Uuid = z.infer<typeof Uuid>;

/**
 * Makes a version 7 UUID (RFC 9562, section 5.7): 48 bits of Unix milliseconds, then 74 random bits, so that ids
 * sort by the millisecond in which they were made and leak no row number.
 *
 * @param now milliseconds since 1970-01-01T00:00:00Z, an integer from 0 to 2^48 - 1; anything else throws.
 * @param random gives n random bytes from a secure source.
 */
export function uuidv7(now: number, random: (count: number) => Uint8Array): string {
  if (!Number.isInteger(now) || now < 0 || now > 0xffff_ffff_ffff) {
    throw new RangeError(`A UUIDv7 needs a whole number of milliseconds that fits 48 bits, got ${now}`);
  }
  const noise = random(10);
  if (noise.length !== 10) throw new RangeError(`Asked for 10 random bytes, got ${noise.length}`);
  const time = now.toString(16).padStart(12, '0');
  const tail = Array.from(noise, (byte, index) => {
    const marked = index === 0 ? (byte & 0x0f) | 0x70 : index === 2 ? (byte & 0x3f) | 0x80 : byte;
    return marked.toString(16).padStart(2, '0');
  }).join('');
  return `${time.slice(0, 8)}-${time.slice(8)}-${tail.slice(0, 4)}-${tail.slice(4, 8)}-${tail.slice(8)}`;
}
