import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { NOON } from './school.ts';

/** A school's sign-in with its key set behind a real URL. */
export async function schoolSignIn() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const jwks = {
    keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'school', alg: 'EdDSA', use: 'sig' }],
  };
  const server = createServer((_, response) =>
    response.setHeader('content-type', 'application/json').end(JSON.stringify(jwks)),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = z.object({ port: z.int() }).parse(server.address());
  const settings = {
    issuer: 'https://school.example.org',
    audience: 'certificates',
    jwksUrl: `http://127.0.0.1:${address.port}/jwks`,
  };
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const tokenOf = (sub: string, more: object = {}) => {
    const now = NOON / 1000;
    const head = `${part({ alg: 'EdDSA', kid: 'school' })}.${part({ sub, iss: settings.issuer, aud: settings.audience, iat: now, exp: now + 300, ...more })}`;
    return `${head}.${sign(null, Buffer.from(head), privateKey).toString('base64url')}`;
  };
  return { settings, tokenOf };
}
