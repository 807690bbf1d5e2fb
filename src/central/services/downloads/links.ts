import { createHash } from 'node:crypto';
import { z } from 'zod';
import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import type { Context } from '../../context.ts';

const DEFAULT_MINUTES = 15;
const MINUTE_MS = 60_000;

/** Why a link gives nothing. */
export type LinkRefusal = 'unknown' | 'expired' | 'used';

const hashOf = (secret: string): string => createHash('sha256').update(`download:${secret}`).digest('hex');

/**
 * Makes a link for one download of one certificate. Its secret is 192 random bits, of which the database keeps the hash; so
 * it cannot be made up, and reading the database gives nobody a certificate. Null where there is no such certificate.
 */
export async function makeLink(
  context: Context,
  certificateId: string,
  minutes = DEFAULT_MINUTES,
): Promise<{
  readonly secret: string;
  readonly expiresAt: number;
  readonly verificationCode: string;
} | null> {
  const secret = Buffer.from(context.random(24)).toString('base64url');
  return context.db.write(async (writer) => {
    const certificate = await writer.one(
      z.object({ code: z.string() }),
      'SELECT verification_code AS code FROM certificates WHERE certificate_id = $1',
      [certificateId],
    );
    if (certificate === null) return null;
    const now = context.clock.now();
    const expiresAt = now + Math.round(minutes * MINUTE_MS);
    await writer.run(
      'INSERT INTO download_links (link_hash, certificate_id, made_at, expires_at) VALUES ($1, $2, $3, $4)',
      [hashOf(secret), certificateId, now, expiresAt],
    );
    return { secret, expiresAt, verificationCode: certificate.code };
  });
}

/** Uses a link up. @returns the certificate that it was made for. */
export function useLink(context: Context, secret: string): Promise<Result<string, LinkRefusal>> {
  return context.db.write(async (writer) => {
    const link = await writer.one(
      z.object({ certificateId: z.string(), expiresAt: z.int(), usedAt: z.int().nullable() }),
      `SELECT certificate_id AS "certificateId", expires_at AS "expiresAt", used_at AS "usedAt"
       FROM download_links WHERE link_hash = $1 FOR UPDATE`,
      [hashOf(secret)],
    );
    if (link === null) return err('unknown');
    if (link.usedAt !== null) return err('used');
    const now = context.clock.now();
    if (link.expiresAt <= now) return err('expired');
    await writer.run('UPDATE download_links SET used_at = $2 WHERE link_hash = $1', [hashOf(secret), now]);
    return ok(link.certificateId);
  });
}
