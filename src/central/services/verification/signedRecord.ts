import { canonicalSnapshot } from '../../../domain/certificates/snapshot.ts';
import type { CertificateSnapshot } from '../../../domain/certificates/snapshot.ts';
import type { Context } from '../../context.ts';
import { publishedKeys } from '../keys/keyRing.ts';
import { grouped } from './grouped.ts';

type Keys = readonly { readonly keyId: string; readonly publicKey: string }[];

/** What the signature of a QR code is checked against: the bytes that were signed, base64url, and all published keys. */
export interface SignedRecord {
  readonly signed: string;
  readonly keys: Keys;
}

/** The record of a certificate as a page shows it to the script that checks a signature. */
export function signedRecord(snapshot: CertificateSnapshot, keys: Keys): SignedRecord {
  return { signed: Buffer.from(canonicalSnapshot(snapshot)).toString('base64url'), keys };
}

/** Reads the published keys; pages that are made at the same time share one reading. */
export function createKeyReader(context: Context): () => Promise<Keys> {
  const read = grouped<null, Keys>(
    async (group) => {
      const keys = (await publishedKeys(context.db.reader)).map(({ keyId, publicKey }) => ({
        keyId,
        publicKey,
      }));
      return group.map(() => keys);
    },
    { most: 10_000, atOnce: 1 },
  );
  return () => read(null);
}
