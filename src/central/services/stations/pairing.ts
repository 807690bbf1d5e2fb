import { createHash } from 'node:crypto';
import { z } from 'zod';
import { CODE_ALPHABET } from '../../../domain/certificates/verificationCode.ts';
import { uuidv7 } from '../../../domain/ids.ts';
import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import type { Context } from '../../context.ts';
import { publicKeyFrom } from '../keys/keyRing.ts';

const CODE_LETTERS = 8;
const CODE_VALID_MS = 60 * 60 * 1000;

/** Why a station was not paired. */
export type PairingRefusal = 'unknown_code' | 'code_used' | 'code_expired' | 'bad_key';

/** Codes are kept as hashes: reading the database gives nobody a station. */
function hashOf(code: string): string {
  const plain = code
    .toUpperCase()
    .replace(/[^0-9A-Z]/gu, '')
    .replaceAll('O', '0')
    .replace(/[IL]/gu, '1');
  return createHash('sha256').update(`pairing:${plain}`).digest('hex');
}

/** Makes a one-time pairing code, `ABCD-EFGH`: 40 random bits, good for an hour. */
export async function newPairingCode(
  context: Context,
): Promise<{ readonly code: string; readonly expiresAt: number }> {
  const letters = Array.from(context.random(CODE_LETTERS), (byte) => CODE_ALPHABET.charAt(byte & 31)).join(
    '',
  );
  const code = `${letters.slice(0, 4)}-${letters.slice(4)}`;
  const now = context.clock.now();
  const expiresAt = now + CODE_VALID_MS;
  await context.db.write((writer) =>
    writer.run('INSERT INTO pairing_codes (code_hash, made_at, expires_at) VALUES ($1, $2, $3)', [
      hashOf(code),
      now,
      expiresAt,
    ]),
  );
  return { code, expiresAt };
}

/**
 * Pairs a station: the code is used up, and its public key is kept.
 *
 * @returns the new station's id.
 */
export async function pairStation(
  context: Context,
  request: { readonly code: string; readonly name: string; readonly publicKey: string },
): Promise<Result<string, PairingRefusal>> {
  if (publicKeyFrom(request.publicKey) === null) return err('bad_key');
  return context.db.write(async (writer) => {
    const now = context.clock.now();
    const code = await writer.one(
      z.object({ expiresAt: z.int(), usedAt: z.int().nullable() }),
      'SELECT expires_at AS "expiresAt", used_at AS "usedAt" FROM pairing_codes WHERE code_hash = $1 FOR UPDATE',
      [hashOf(request.code)],
    );
    if (code === null) return err('unknown_code');
    if (code.usedAt !== null) return err('code_used');
    if (code.expiresAt <= now) return err('code_expired');
    const stationId = uuidv7(now, context.random);
    await writer.run(
      'INSERT INTO stations (station_id, name, public_key, paired_at, last_seen_at) VALUES ($1, $2, $3, $4, $4)',
      [stationId, request.name, request.publicKey, now],
    );
    await writer.run('UPDATE pairing_codes SET used_at = $2, station_id = $3 WHERE code_hash = $1', [
      hashOf(request.code),
      now,
      stationId,
    ]);
    return ok(stationId);
  });
}
