import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { Random } from '../../ports.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts a secret for the database: AES-256-GCM, nonce then ciphertext then tag; `about` must be given again to open it. */
export function seal(masterKey: string, about: string, secret: Uint8Array, random: Random): Uint8Array {
  const nonce = random(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(masterKey, 'base64url'), nonce);
  cipher.setAAD(Buffer.from(about));
  return Buffer.concat([nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
}

/** The master key does not open what is in the database. */
export class WrongMasterKey extends Error {
  override readonly name = 'WrongMasterKey';
  constructor(about: string, cause: unknown) {
    super(
      `The master key does not open ${about}. Start with the master key that this database was made with ` +
        '(secrets.json in its data folder, or CENTRAL_MASTER_KEY); nothing was changed.',
      { cause },
    );
  }
}

/** Opens what {@link seal} made. @throws WrongMasterKey when key, subject or bytes are not the same. */
export function unseal(masterKey: string, about: string, sealed: Uint8Array): Uint8Array {
  const decipher = createDecipheriv(
    'aes-256-gcm',
    Buffer.from(masterKey, 'base64url'),
    sealed.subarray(0, NONCE_BYTES),
  );
  decipher.setAAD(Buffer.from(about));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  try {
    return Buffer.concat([
      decipher.update(sealed.subarray(NONCE_BYTES, sealed.length - TAG_BYTES)),
      decipher.final(),
    ]);
  } catch (cause) {
    throw new WrongMasterKey(about, cause);
  }
}
