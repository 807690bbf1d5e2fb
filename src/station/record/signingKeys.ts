import { z } from 'zod';
import { PublishedKey } from '../../domain/certificates/qrPayload.ts';
import type { PublicKeySet } from '../../domain/certificates/qrPayload.ts';
import type { StationContext } from '../context.ts';
import { sqlRead } from '../db/statements.ts';
import type { Reader } from '../db/statements.ts';

const Stored = z.object({
  keyId: z.string(),
  publicKey: z.string(),
  notBefore: z.int(),
  notAfter: z.int().nullable(),
});

const all = sqlRead<object, z.infer<typeof Stored>>(
  `SELECT key_id AS keyId, public_key AS publicKey, not_before AS notBefore, not_after AS notAfter
   FROM signing_keys ORDER BY key_id`,
  Stored,
);

function dayOf(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}

const kept = new WeakMap<StationContext, { readonly text: string; readonly keys: PublicKeySet }>();

/** The keys that central ever published. The same objects each time until they change: each key is then opened once. */
export function publishedKeys(tx: Reader, ctx: StationContext): PublicKeySet {
  const stored = all.all(tx, {});
  const text = JSON.stringify(stored);
  const known = kept.get(ctx);
  if (known?.text === text) return known.keys;
  const keys = stored.map(({ keyId, publicKey, notBefore, notAfter }) =>
    PublishedKey.parse({
      keyId,
      publicKey,
      notBefore: dayOf(notBefore),
      notAfter: notAfter === null ? null : dayOf(notAfter),
    }),
  );
  kept.set(ctx, { text, keys });
  return keys;
}
