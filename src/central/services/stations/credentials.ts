import { decodeProtectedHeader, errors, jwtVerify } from 'jose';
import { z } from 'zod';
import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import type { Context } from '../../context.ts';
import { publicKeyFrom } from '../keys/keyRing.ts';

const MAX_LIFE_SECONDS = 5 * 60;
/** Clocks of stations may be off by so much. */
const CLOCK_TOLERANCE_SECONDS = 60;
const SEEN_EVERY_MS = 60_000;

/** Why a station's token is not taken. */
export type CredentialRefusal =
  | { readonly tag: 'bad_token'; readonly reason: string }
  | { readonly tag: 'revoked' };

const StationRow = z.object({
  publicKey: z.string(),
  revokedAt: z.int().nullable(),
  lastSeenAt: z.int().nullable(),
});

/**
 * Checks a station's token: a JWT signed with EdDSA by the station's own key, `kid` and `sub` its id, `aud` "central", at
 * most five minutes long. A revoked station is refused from the moment of its revocation, in every process.
 *
 * @returns the station's id.
 */
export async function checkStationToken(
  context: Context,
  token: string,
): Promise<Result<string, CredentialRefusal>> {
  const bad = (reason: string) => err({ tag: 'bad_token', reason } as const);
  let stationId: string | undefined;
  try {
    stationId = decodeProtectedHeader(token).kid;
  } catch {
    return bad('not a token');
  }
  if (stationId === undefined) return bad('the token names no station');
  const station = await context.db.reader.one(
    StationRow,
    'SELECT public_key AS "publicKey", revoked_at AS "revokedAt", last_seen_at AS "lastSeenAt" FROM stations WHERE station_id = $1',
    [stationId],
  );
  const key = station === null ? null : publicKeyFrom(station.publicKey);
  if (station === null || key === null) return bad('no such station');
  const now = context.clock.now();
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: ['EdDSA', 'Ed25519'],
      audience: 'central',
      subject: stationId,
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      currentDate: new Date(now),
      requiredClaims: ['exp', 'iat'],
    });
    if ((payload.exp ?? 0) - (payload.iat ?? 0) > MAX_LIFE_SECONDS)
      return bad('the token lives longer than five minutes');
  } catch (error) {
    if (error instanceof errors.JOSEError) return bad(wordsOf(error));
    throw error;
  }
  if (station.revokedAt !== null) return err({ tag: 'revoked' });
  if (station.lastSeenAt === null || now - station.lastSeenAt > SEEN_EVERY_MS) {
    await context.db.write((writer) =>
      writer.run('UPDATE stations SET last_seen_at = $2 WHERE station_id = $1', [stationId, now]),
    );
  }
  return ok(stationId);
}

function wordsOf(error: errors.JOSEError): string {
  if (error instanceof errors.JWTExpired) return 'the token has expired: is the station’s clock right?';
  if (error instanceof errors.JWTClaimValidationFailed)
    return `the token's ${error.claim} is wrong: is the station’s clock right?`;
  return 'the signature is not this station’s';
}
