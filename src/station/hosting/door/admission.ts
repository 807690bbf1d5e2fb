import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * Who may come in through the loopback door: browsers that opened a one-time link, and programs of the same person that
 * can read the bearer token from a file only that person may read. Everything lives in memory and ends with the launch.
 */
export interface Admission {
  /** A fresh one-time token for an entry link. */
  mintEntryToken(): string;
  /** The value of a new session cookie, or null when the token is unknown or was used before. */
  redeem(token: string): string | null;
  isSession(value: string): boolean;
  isBearer(token: string): boolean;
  /** What a program sends as `authorization: Bearer`. */
  readonly bearerToken: string;
}

/** `random` must be fit for keys; 32 bytes make one token. */
export function createAdmission(random: (bytes: number) => Uint8Array): Admission {
  const fresh = () => Buffer.from(random(32)).toString('base64url');
  const bearerToken = fresh();
  // Digests of equal length, so that a comparison says nothing about how near a guess came.
  const entries = new Set<string>();
  const sessions = new Set<string>();
  return {
    bearerToken,
    mintEntryToken() {
      const token = fresh();
      entries.add(digest(token));
      return token;
    },
    redeem(token) {
      if (!entries.delete(digest(token))) return null;
      const session = fresh();
      sessions.add(digest(session));
      return session;
    },
    isSession: (value) => sessions.has(digest(value)),
    isBearer: (token) => timingSafeEqual(Buffer.from(digest(token)), Buffer.from(digest(bearerToken))),
  };
}

function digest(value: string): string {
  return createHash('sha256').update(value).digest('base64url');
}
