import { scrypt, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

function cost(least: number, most: number) {
  return z.string().transform(Number).pipe(z.int().min(least).max(most));
}

/** `scrypt$N$r$p$salt$hash` with the parts in base64url; bounded, so that a hash from elsewhere cannot eat the machine. */
const PinHash = z
  .string()
  .transform((text) => text.split('$'))
  .pipe(
    z.tuple([
      z.literal('scrypt'),
      cost(2, 1 << 17),
      cost(1, 16),
      cost(1, 4),
      z.string().regex(/^[\w-]{8,200}$/u),
      z.string().regex(/^[\w-]{22,200}$/u),
    ]),
  );

/**
 * Is this the PIN behind the hash? Computed on a worker thread of the runtime, some ten milliseconds, compared in constant
 * time. Null: the hash is in no form that this program knows.
 */
export async function isPinOf(pin: string, pinHash: string): Promise<boolean | null> {
  const parsed = PinHash.safeParse(pinHash);
  if (!parsed.success) return null;
  const [, N, r, p, salt, hash] = parsed.data;
  const wanted = Buffer.from(hash, 'base64url');
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const options = { N, r, p, maxmem: 256 * N * r + 1024 * 1024 };
  scrypt(pin, Buffer.from(salt, 'base64url'), wanted.length, options, (problem, key) => {
    if (problem === null) resolve(key);
    else reject(problem);
  });
  return timingSafeEqual(await promise, wanted);
}
