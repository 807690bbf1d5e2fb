import { exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose';
import type { CryptoKey } from 'jose';
import { z } from 'zod';
import type { Secrets } from '../ports/secrets.ts';

/** Under this name the host keeps the private half of the station's key. */
export const STATION_KEY = 'station.signing-key';

/** An Ed25519 key as a JSON Web Key (RFC 8037). */
const PrivateKey = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string().length(43),
  d: z.string().length(43),
});

/** A token of the station is good for so long, in seconds; central takes at most 300. */
const TOKEN_SECONDS = 120;

/** Makes a new key pair; the private half is in the host's secrets when this resolves with the public half (base64url). */
export async function makeStationKey(secrets: Secrets): Promise<string> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const key = PrivateKey.parse(await exportJWK(privateKey));
  await secrets.set(STATION_KEY, JSON.stringify(key));
  return key.x;
}

/** Signs one call's token: who calls, for whom it is meant, until when. `now`: central's time, milliseconds since 1970. */
export async function signStationToken(
  key: CryptoKey | Uint8Array,
  stationId: string,
  now: number,
): Promise<string> {
  const seconds = Math.floor(now / 1000);
  return new SignJWT({})
    .setProtectedHeader({ alg: 'EdDSA', kid: stationId })
    .setSubject(stationId)
    .setAudience('central')
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + TOKEN_SECONDS)
    .sign(key);
}

/** The private half; null when the host has none (the secrets were lost: the station must be paired again). */
export async function readStationKey(secrets: Secrets): Promise<CryptoKey | Uint8Array | null> {
  const stored = await secrets.get(STATION_KEY);
  return stored === null ? null : importJWK(PrivateKey.parse(JSON.parse(stored)), 'EdDSA');
}
