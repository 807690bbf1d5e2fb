import { z } from 'zod';

/** A SHA-256 in lower-case hex. */
export const ChainHash = z.string().regex(/^[0-9a-f]{64}$/u, 'a SHA-256 in hex');
export type ChainHash = z.infer<typeof ChainHash>;

/** What stands before the first entry. */
export const GENESIS_HASH: ChainHash = '0'.repeat(64);
