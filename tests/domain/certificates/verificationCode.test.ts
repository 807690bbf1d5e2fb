import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  CODE_ALPHABET,
  CODE_LENGTH,
  displayVerificationCode,
  newVerificationCode,
  normalizeVerificationCode,
  VerificationCode,
} from '../../../src/domain/certificates/verificationCode.ts';
import { verificationCode } from '../arbitraries.ts';

const place = fc.nat({ max: CODE_LENGTH - 1 });

describe('a verification code', () => {
  test('carries at least 128 bits that the random source decides', () => {
    const bits: number[] = [];
    for (let index = 0; index < 26; index += 1) {
      for (let bit = 0; bit < 8; bit += 1) {
        const code = newVerificationCode((count) =>
          Uint8Array.from({ length: count }, (_, at) => (at === index ? 1 << bit : 0)),
        );
        if (code !== newVerificationCode((count) => new Uint8Array(count))) bits.push(index * 8 + bit);
      }
    }
    expect(bits.length).toBeGreaterThanOrEqual(128);
  });

  test('survives being shown, typed in lower case, and misread as O, I or L', () => {
    fc.assert(
      fc.property(verificationCode, (code) => {
        expect(VerificationCode.parse(code)).toBe(code);
        const typed = displayVerificationCode(code).toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l');
        expect(normalizeVerificationCode(` ${typed.replaceAll('-', ' – ')} `)).toEqual({
          ok: true,
          value: code,
        });
      }),
    );
  });

  test('is shown in seven groups of four', () => {
    fc.assert(
      fc.property(verificationCode, (code) => {
        expect(displayVerificationCode(code)).toMatch(/^(?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}$/u);
      }),
    );
  });

  test('with one wrong character is known to be mistyped', () => {
    fc.assert(
      fc.property(verificationCode, place, fc.constantFrom(...CODE_ALPHABET.split('')), (code, at, wrong) => {
        fc.pre(code[at] !== wrong);
        const mistyped = code.slice(0, at) + wrong + code.slice(at + 1);
        expect(normalizeVerificationCode(mistyped)).toEqual({ ok: false, error: 'mistyped' });
      }),
      { numRuns: 1000 },
    );
  });

  test('with two neighbours exchanged is known to be mistyped', () => {
    fc.assert(
      fc.property(verificationCode, fc.nat({ max: CODE_LENGTH - 2 }), (code, at) => {
        const [first = '', second = ''] = code.slice(at, at + 2);
        fc.pre(first !== second);
        const swapped = code.slice(0, at) + second + first + code.slice(at + 2);
        expect(normalizeVerificationCode(swapped)).toEqual({ ok: false, error: 'mistyped' });
      }),
      { numRuns: 1000 },
    );
  });

  test('is nothing else', () => {
    for (const text of ['', 'CA-2025-000001', 'U'.repeat(28), '0'.repeat(27), '0'.repeat(29)]) {
      expect(normalizeVerificationCode(text)).toEqual({ ok: false, error: 'not_a_code' });
    }
  });
});
