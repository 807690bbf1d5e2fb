import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBurst } from '../../../src/renderer/scanner/burst.ts';
import type { Burst } from '../../../src/renderer/scanner/burst.ts';

type Settings = Parameters<typeof createBurst>[0] extends () => infer S ? S : never;
const plain: Settings = { prefix: '', suffix: 'Enter', gapMs: 60 };
const burstWith = (settings: Partial<Settings> = {}) => createBurst(() => ({ ...plain, ...settings }));

const printable = fc.string({
  unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCodePoint(code)),
  minLength: 6,
  maxLength: 120,
});
const scannerGap = fc.integer({ min: 0, max: 55 });

/** Types a text with the given gaps and answers with every scan that came out of it, and the time it is then. */
function type(
  burst: Burst,
  text: string,
  gap: number,
  from = 1000,
  inField = false,
): { scans: string[]; at: number } {
  let at = from;
  const scans: string[] = [];
  for (const key of text) {
    const answer = burst.key({ key, at, inField });
    if (answer.kind === 'scan') scans.push(answer.text);
    at += gap;
  }
  return { scans, at };
}

describe('a keyboard-wedge scanner', () => {
  it('gives exactly its code when it types fast and ends with Enter, whatever the code', () => {
    fc.assert(
      fc.property(printable, scannerGap, (code, gap) => {
        const burst = burstWith();
        const { scans, at } = type(burst, code, gap);
        expect(scans).toEqual([]);
        expect(burst.key({ key: 'Enter', at, inField: false })).toEqual({ kind: 'scan', text: code });
        expect(burst.held()).toBe('');
      }),
    );
  });

  it('gives code after code when a stack is scanned, and mixes none', () => {
    fc.assert(
      fc.property(
        fc.array(printable, { minLength: 1, maxLength: 8 }),
        scannerGap,
        fc.integer({ min: 0, max: 400 }),
        (codes, gap, pause) => {
          const burst = burstWith();
          let at = 1000;
          const scans: string[] = [];
          for (const code of codes) {
            at = type(burst, code, gap, at).at;
            const answer = burst.key({ key: 'Enter', at, inField: false });
            if (answer.kind === 'scan') scans.push(answer.text);
            at += pause;
          }
          expect(scans).toEqual(codes);
        },
      ),
    );
  });

  it('has its second terminator swallowed, so that it presses nothing', () => {
    const burst = burstWith();
    const { at } = type(burst, 'CA-2026-000001', 5);
    burst.key({ key: 'Enter', at, inField: false });
    expect(burst.key({ key: 'Enter', at: at + 8, inField: false })).toEqual({ kind: 'swallowed' });
  });

  it('is known by its prefix alone where it has one, however slow it is', () => {
    fc.assert(
      fc.property(printable, fc.integer({ min: 0, max: 110 }), (code, gap) => {
        const burst = burstWith({ prefix: '~', gapMs: 60 });
        const { at } = type(burst, `~${code}`, gap);
        expect(burst.key({ key: 'Enter', at, inField: false })).toEqual({ kind: 'scan', text: code });
      }),
    );
  });

  it('is told by silence where it sends no terminator', () => {
    const burst = burstWith({ suffix: 'none' });
    const { at } = type(burst, 'P-2026-0042', 4);
    expect(burst.idle(at + 200, false)).toEqual({ kind: 'scan', text: 'P-2026-0042' });
  });
});

describe('a hand at the keyboard', () => {
  const handGap = fc.integer({ min: 130, max: 900 });

  it('never makes a scan in a field, whatever it types and whenever it presses Enter', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(printable, handGap), { maxLength: 6 }), (words) => {
        const burst = burstWith();
        let at = 1000;
        for (const [word, gap] of words) {
          const typed = type(burst, word, gap, at, true);
          expect(typed.scans).toEqual([]);
          expect(burst.key({ key: 'Enter', at: typed.at, inField: false }).kind).toBe('human');
          at = typed.at + gap;
        }
      }),
    );
  });

  it('keeps its single key, which comes back when nothing follows', () => {
    const burst = burstWith();
    expect(burst.key({ key: '?', at: 10, inField: false })).toMatchObject({ kind: 'held' });
    expect(burst.idle(200, false)).toEqual({ kind: 'human', keys: '?' });
  });

  it('that hits a few keys at once in a field is still a hand', () => {
    const burst = burstWith();
    const { at } = type(burst, 'asdf', 3, 1000, true);
    expect(burst.key({ key: 'Enter', at, inField: true })).toEqual({ kind: 'human' });
  });

  it('away from a field is out of the game: a slow scanner is still one, and half a code presses no button', () => {
    const slow = burstWith();
    const { at } = type(slow, 'CA-2026-000001', 150);
    expect(slow.key({ key: 'Enter', at, inField: false })).toEqual({ kind: 'scan', text: 'CA-2026-000001' });
    const half = burstWith();
    const stopped = type(half, 'CA-', 20);
    expect(half.key({ key: 'Enter', at: stopped.at, inField: false })).toEqual({ kind: 'swallowed' });
  });

  it('presses Enter for itself long after a scan', () => {
    const burst = burstWith();
    const { at } = type(burst, 'CA-2026-000001', 5);
    burst.key({ key: 'Enter', at, inField: false });
    expect(burst.key({ key: 'Enter', at: at + 600, inField: false })).toEqual({ kind: 'human' });
  });

  it('that typed one key before a scan loses only that key, not the scan', () => {
    const burst = burstWith();
    burst.key({ key: 'x', at: 0, inField: false });
    const { at } = type(burst, 'CA-2026-000001', 5, 500);
    expect(burst.key({ key: 'Enter', at, inField: false })).toEqual({ kind: 'scan', text: 'CA-2026-000001' });
  });
});
