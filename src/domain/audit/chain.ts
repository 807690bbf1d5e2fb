import { z } from 'zod';
import { err, ok } from '../result.ts';
import type { Result } from '../result.ts';

/** A SHA-256 in lower-case hex. */
export const ChainHash = z.string().regex(/^[0-9a-f]{64}$/u, 'a SHA-256 in hex');
export type ChainHash = z.infer<typeof ChainHash>;

/** What stands before the first entry. */
export const GENESIS_HASH: ChainHash = '0'.repeat(64);

/** SHA-256 of some bytes, at once; the host gives it (in Node, `createHash('sha256')`). */
export type Sha256 = (bytes: Uint8Array) => Uint8Array;

/** One entry of the log as it is kept: its place from 1, its canonical bytes, and the hash that closes it. */
export type ChainEntry = {
  readonly sequence: number;
  readonly canonical: Uint8Array;
  readonly hash: string;
};

/** Where the log stops being what was written. */
export type ChainBreak =
  | { readonly tag: 'altered'; readonly sequence: number }
  | { readonly tag: 'missing'; readonly sequence: number }
  | { readonly tag: 'cut_off'; readonly sequence: number };

/** The last good entry of a chain. */
export type ChainHead = { readonly sequence: number; readonly hash: string };

/** The head of an empty log. */
export const emptyChain: ChainHead = { sequence: 0, hash: GENESIS_HASH };

/**
 * The hash of an entry: SHA-256 over the previous hash (32 bytes) and the entry's canonical bytes (`canonicalJson`), in
 * hex. Changing, removing or moving any entry changes every hash after it.
 */
export function chainHash(previousHash: string, canonicalEntry: Uint8Array, sha256: Sha256): string {
  const previous = ChainHash.parse(previousHash);
  const bytes = new Uint8Array(32 + canonicalEntry.length);
  for (let index = 0; index < 32; index += 1) {
    bytes[index] = Number.parseInt(previous.slice(index * 2, index * 2 + 2), 16);
  }
  bytes.set(canonicalEntry, 32);
  return Array.from(sha256(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Walks entries in order and gives the head, or names the first entry that is altered or missing. Entries cut off at the
 * end leave a shorter, sound chain: only a head kept elsewhere (`expected`) reveals that, as `cut_off`.
 *
 * @param after the head to begin after, when an earlier part was checked before.
 */
export function verifyChain(
  entries: Iterable<ChainEntry>,
  sha256: Sha256,
  options: { readonly after?: ChainHead; readonly expected?: ChainHead } = {},
): Result<ChainHead, ChainBreak> {
  let head = options.after ?? emptyChain;
  for (const entry of entries) {
    const sequence = head.sequence + 1;
    if (entry.sequence !== sequence) return err({ tag: 'missing', sequence });
    if (chainHash(head.hash, entry.canonical, sha256) !== entry.hash)
      return err({ tag: 'altered', sequence });
    head = { sequence, hash: entry.hash };
    if (options.expected?.sequence === sequence && options.expected.hash !== entry.hash) {
      return err({ tag: 'altered', sequence });
    }
  }
  if (options.expected !== undefined && options.expected.sequence > head.sequence) {
    return err({ tag: 'cut_off', sequence: head.sequence + 1 });
  }
  return ok(head);
}
