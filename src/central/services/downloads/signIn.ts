import { createRemoteJWKSet, errors, jwtVerify } from 'jose';
import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import type { Context } from '../../context.ts';
import { demoKeys, demoSignIn } from '../demo/signIn.ts';

/** Why nobody is signed in. */
export type SignInRefusal = 'no_sign_in' | 'no_token' | 'bad_token';

/** Says which learner a token of the school's sign-in belongs to. */
export type SignIn = (authorization: string | null) => Promise<Result<string, SignInRefusal>>;

const CLOCK_TOLERANCE_SECONDS = 60;

/**
 * Takes the school's own JWTs (issuer, audience and JWKS from the settings; a demo signs its own): `sub` is the learner's id. Unsigned tokens and
 * ones signed with a shared secret are never taken.
 */
export function createSignIn(context: Context): SignIn {
  const { schoolSignIn } = context.settings;
  const { demo } = context.settings;
  if (schoolSignIn === null && !demo) return async () => err('no_sign_in');
  const keys =
    schoolSignIn === null
      ? demoKeys(context.settings.masterKey)
      : createRemoteJWKSet(new URL(schoolSignIn.jwksUrl));
  const { issuer, audience } = schoolSignIn ?? demoSignIn;
  return async (authorization) => {
    const [, token] = /^Bearer (\S+)$/iu.exec(authorization ?? '') ?? [];
    if (token === undefined) return err('no_token');
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer,
        audience,
        algorithms: ['EdDSA', 'Ed25519', 'ES256', 'RS256', 'PS256'],
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        currentDate: new Date(context.clock.now()),
        requiredClaims: ['exp', 'sub'],
      });
      return payload.sub === undefined ? err('bad_token') : ok(payload.sub);
    } catch (error) {
      if (error instanceof errors.JOSEError) return err('bad_token');
      throw error;
    }
  };
}
