import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chainHash, emptyChain, GENESIS_HASH, verifyChain } from '../../../src/domain/audit/chain.ts';
import type { ChainEntry, ChainHead } from '../../../src/domain/audit/chain.ts';
import { canonicalJson } from '../../../src/domain/canonicalJson.ts';
import { valueOf } from '../arbitraries.ts';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

function write(details: readonly string[]): ChainEntry[] {
  let head: ChainHead = emptyChain;
  return details.map((detail) => {
    const canonical = canonicalJson({ detail });
    head = { sequence: head.sequence + 1, hash: chainHash(head.hash, canonical, sha256) };
    return { ...head, canonical };
  });
}

const log = fc.array(fc.string(), { minLength: 1, maxLength: 20 }).map(write);
const logAndPlace = log.chain((entries) =>
  fc.tuple(fc.constant(entries), fc.nat({ max: entries.length - 1 })),
);

describe('the audit chain', () => {
  test('is sound as it was written, and gives its head', () => {
    fc.assert(
      fc.property(log, (entries) => {
        const last = entries.at(-1);
        expect(verifyChain(entries, sha256)).toEqual({
          ok: true,
          value: { sequence: last?.sequence, hash: last?.hash },
        });
      }),
    );
    expect(verifyChain([], sha256)).toEqual({ ok: true, value: emptyChain });
  });

  test('names the first entry in which a single bit was altered', () => {
    fc.assert(
      fc.property(logAndPlace, fc.nat(), ([entries, at], place) => {
        const altered = entries.map((entry, index) => {
          const canonical = Uint8Array.from(entry.canonical);
          const byte = place % canonical.length;
          canonical[byte] = (canonical[byte] ?? 0) ^ (1 << (place % 8));
          return index === at ? { ...entry, canonical } : entry;
        });
        expect(verifyChain(altered, sha256)).toEqual({
          ok: false,
          error: { tag: 'altered', sequence: at + 1 },
        });
      }),
    );
  });

  test('names the entry after one that was forged together with its hash, or the last one to who kept the head', () => {
    fc.assert(
      fc.property(logAndPlace, ([entries, at]) => {
        const canonical = canonicalJson({ forged: true });
        const hash = chainHash(entries[at - 1]?.hash ?? GENESIS_HASH, canonical, sha256);
        const altered = entries.map((entry, index) => (index === at ? { ...entry, canonical, hash } : entry));
        const expected = valueOf(verifyChain(entries, sha256));
        const sequence = Math.min(at + 2, entries.length);
        expect(verifyChain(altered, sha256, { expected })).toEqual({
          ok: false,
          error: { tag: 'altered', sequence },
        });
      }),
    );
  });

  test('names the place where an entry is missing or moved', () => {
    fc.assert(
      fc.property(logAndPlace, ([entries, at]) => {
        fc.pre(at < entries.length - 1);
        const without = entries.toSpliced(at, 1);
        expect(verifyChain(without, sha256)).toEqual({
          ok: false,
          error: { tag: 'missing', sequence: at + 1 },
        });
      }),
    );
  });

  test('shows a cut-off end to whoever kept the head', () => {
    fc.assert(
      fc.property(logAndPlace, ([entries, at]) => {
        const expected = valueOf(verifyChain(entries, sha256));
        const cut = entries.slice(0, at);
        expect(verifyChain(cut, sha256).ok).toBe(true);
        expect(verifyChain(cut, sha256, { expected })).toEqual({
          ok: false,
          error: { tag: 'cut_off', sequence: at + 1 },
        });
      }),
    );
  });

  test('can be checked in parts', () => {
    fc.assert(
      fc.property(logAndPlace, ([entries, at]) => {
        const after = valueOf(verifyChain(entries.slice(0, at), sha256));
        expect(verifyChain(entries.slice(at), sha256, { after })).toEqual(verifyChain(entries, sha256));
      }),
    );
  });

  test('hashes the previous hash and then the entry', () => {
    const bytes = Buffer.concat([Buffer.alloc(32), Buffer.from('{}')]);
    expect(chainHash(GENESIS_HASH, canonicalJson({}), sha256)).toBe(
      createHash('sha256').update(bytes).digest('hex'),
    );
    expect(() => chainHash('', canonicalJson({}), sha256)).toThrow('SHA-256');
  });
});
