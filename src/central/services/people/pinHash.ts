import { scrypt } from 'node:crypto';
import type { Random } from '../../ports.ts';

/** Costs of scrypt: 32 MiB and some 60 ms a try; the hash says them, so that they can grow. */
const COST = { N: 32_768, r: 8, p: 1 } as const;
const BYTES = 32;

/** Hashes a PIN as stations check it offline: `scrypt$N$r$p$salt$hash`, base64url parts. */
export async function hashPin(pin: string, random: Random): Promise<string> {
  const salt = Buffer.from(random(16));
  const hash = await new Promise<Buffer>((resolve, reject) => {
    scrypt(pin, salt, BYTES, { ...COST, maxmem: 256 * COST.N * COST.r }, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
  return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64url'), hash.toString('base64url')].join('$');
}
