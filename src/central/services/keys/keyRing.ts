import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import { FeedKey } from '../../../contract/central/feed.ts';
import { canonicalSnapshot } from '../../../domain/certificates/snapshot.ts';
import type { CertificateSnapshot } from '../../../domain/certificates/snapshot.ts';
import type { Context } from '../../context.ts';
import type { Reader, Writer } from '../../db/database.ts';
import { announce } from '../feed/announce.ts';
import { seal, unseal } from './seal.ts';

/** Signs snapshots with one key. */
export interface SnapshotSigner {
  readonly keyId: string;
  /** Ed25519 over the canonical snapshot, base64url. */
  sign(snapshot: CertificateSnapshot): string;
}

const KeyRow = z.object({ keyId: z.string(), sealed: z.instanceof(Uint8Array) });

/** Unsealed keys of this process; the database says which of them signs now. */
const unsealed = new Map<string, KeyObject>();

const DAY_MS = 86_400_000;
/** Issue dates are days of the jurisdiction's time zone, which may differ from ours by one; published times leave room. */
const ZONE_ROOM_MS = 2 * DAY_MS;
/** The demo school issued before its first start. */
const DEMO_ROOM_MS = 60 * DAY_MS;

/** Makes a signing key that signs from now on; older ones stay published, so that what they signed stays verifiable. */
export async function addSigningKey(context: Context, writer: Writer): Promise<string> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const keyId = `k${Buffer.from(context.random(6)).toString('hex')}`;
  const raw = publicKey.export({ format: 'jwk' }).x;
  if (raw === undefined) throw new Error('An Ed25519 key has no x');
  const secret = privateKey.export({ format: 'der', type: 'pkcs8' });
  const now = context.clock.now();
  const notBefore = now - (context.settings.demo ? DEMO_ROOM_MS : ZONE_ROOM_MS);
  await writer.run('UPDATE signing_keys SET not_after = $1 WHERE not_after IS NULL', [now + ZONE_ROOM_MS]);
  await writer.run(
    'INSERT INTO signing_keys (key_id, public_key, private_key_sealed, not_before) VALUES ($1, $2, $3, $4)',
    [keyId, raw, seal(context.settings.masterKey, `signing key ${keyId}`, secret, context.random), notBefore],
  );
  const all = await writer.all(z.object({ keyId: z.string() }), 'SELECT key_id AS "keyId" FROM signing_keys');
  await announce(
    writer,
    'key',
    all.map((each) => each.keyId),
  );
  return keyId;
}

/** The key that signs now. @throws WrongMasterKey when it cannot be opened; Error when there is none. */
export async function currentSigner(context: Context, reader: Reader): Promise<SnapshotSigner> {
  const row = await reader.one(
    KeyRow,
    `SELECT key_id AS "keyId", private_key_sealed AS sealed FROM signing_keys
     WHERE not_after IS NULL ORDER BY not_before DESC LIMIT 1`,
  );
  if (row === null) throw new Error('There is no signing key: start makes one');
  const key = unsealed.get(row.keyId) ?? open(context, row);
  return {
    keyId: row.keyId,
    sign: (snapshot) => sign(null, canonicalSnapshot(snapshot), key).toString('base64url'),
  };
}

function open(context: Context, row: z.infer<typeof KeyRow>): KeyObject {
  const der = unseal(context.settings.masterKey, `signing key ${row.keyId}`, row.sealed);
  const key = createPrivateKey({ key: Buffer.from(der), format: 'der', type: 'pkcs8' });
  unsealed.set(row.keyId, key);
  return key;
}

/** Makes the first signing key of a new database, and proves that the current one can be opened. */
export async function ensureSigningKey(context: Context): Promise<void> {
  await context.db.write(async (writer) => {
    await writer.run('LOCK TABLE signing_keys IN EXCLUSIVE MODE');
    const some = await writer.one(z.object({ count: z.int() }), 'SELECT count(*) AS count FROM signing_keys');
    if (some?.count === 0) await addSigningKey(context, writer);
    const signer = await currentSigner(context, writer);
    context.log.info({ keyId: signer.keyId }, 'signing key ready');
  });
}

/** All keys that ever signed, for whoever checks a certificate. */
export async function publishedKeys(reader: Reader): Promise<FeedKey[]> {
  return reader.all(
    FeedKey,
    `SELECT key_id AS "keyId", public_key AS "publicKey", not_before AS "notBefore", not_after AS "notAfter"
     FROM signing_keys ORDER BY not_before`,
  );
}

/** Takes a raw Ed25519 public key (32 bytes, base64url) as Node wants it; null when it is none. */
export function publicKeyFrom(raw: string): KeyObject | null {
  if (!/^[A-Za-z0-9_-]{43}$/u.test(raw)) return null;
  try {
    return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: raw }, format: 'jwk' });
  } catch {
    return null;
  }
}
