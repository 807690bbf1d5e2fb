import { createPrivateKey, createPublicKey, hkdfSync, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Context } from '../../context.ts';

/** As whom the demo school signs its learners in, and for whom. */
export const demoSignIn = { issuer: 'demo-school', audience: 'certificates' } as const;

const TOKEN_SECONDS = 3600;
/** PKCS #8 of an Ed25519 key, up to its 32 bytes (RFC 8410). */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The demo's key comes from the master key, so that all processes of a demo sign alike. */
function keyOf(masterKey: string): KeyObject {
  const seed = hkdfSync(
    'sha256',
    Buffer.from(masterKey, 'base64url'),
    Buffer.alloc(0),
    'demo school sign-in',
    32,
  );
  return createPrivateKey({
    key: Buffer.concat([PKCS8_HEAD, Buffer.from(seed)]),
    format: 'der',
    type: 'pkcs8',
  });
}

/** Gives the key that checks the demo's tokens, whatever a token says of keys. */
export function demoKeys(masterKey: string): () => KeyObject {
  const key = createPublicKey(keyOf(masterKey));
  return () => key;
}

/** Signs a learner of the demo in for an hour, as a school's own system would. */
export function demoToken(context: Context, learnerId: string): string {
  if (!context.settings.demo) throw new Error('Only a demo signs learners in');
  const now = Math.floor(context.clock.now() / 1000);
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const { issuer: iss, audience: aud } = demoSignIn;
  const head = `${part({ alg: 'EdDSA' })}.${part({ sub: learnerId, iss, aud, iat: now, exp: now + TOKEN_SECONDS })}`;
  return `${head}.${sign(null, Buffer.from(head), keyOf(context.settings.masterKey)).toString('base64url')}`;
}
