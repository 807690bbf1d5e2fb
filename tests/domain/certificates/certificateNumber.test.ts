import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatRandom,
  formatSequential,
  NumberScheme,
  parseCertificateNumber,
  randomSuffix,
} from '../../../src/domain/certificates/certificateNumber.ts';
import { randomSource } from '../arbitraries.ts';

const prefix = fc.stringMatching(/^[A-Z][A-Z0-9]{0,7}$/u);
const year = fc.integer({ min: 1990, max: 2100 });
const digits = fc.integer({ min: 4, max: 12 });
const serial = fc.oneof(fc.integer({ min: 1, max: 999 }), fc.integer({ min: 1, max: 1e15 }));

describe('a certificate number', () => {
  test('looks as product people write it', () => {
    expect(formatSequential({ prefix: 'CA', digits: 6 }, 2025, 1)).toBe('CA-2025-000001');
    expect(formatRandom({ prefix: 'CCT' }, 2025, 'A1B2C3')).toBe('CCT-2025-A1B2C3');
    expect(parseCertificateNumber('CCT-2025-A1B2C3')).toEqual({
      ok: true,
      value: { kind: 'random', prefix: 'CCT', year: 2025, suffix: 'A1B2C3' },
    });
  });

  test('of a sequential scheme is taken apart into what it was made of', () => {
    fc.assert(
      fc.property(prefix, year, digits, serial, (letters, inYear, width, count) => {
        const scheme: NumberScheme = { kind: 'sequential', prefix: letters, digits: width };
        const text = formatSequential(scheme, inYear, count);
        const value = { kind: 'sequential', prefix: letters, year: inYear, serial: count };
        expect(parseCertificateNumber(text)).toEqual({ ok: true, value });
        expect(parseCertificateNumber(` ${text.toLowerCase()}\n`, scheme)).toEqual({ ok: true, value });
      }),
    );
  });

  test('of a random scheme is taken apart into what it was made of', () => {
    fc.assert(
      fc.property(prefix, year, randomSource, (letters, inYear, random) => {
        const scheme: NumberScheme = { kind: 'random', prefix: letters };
        const suffix = randomSuffix(random);
        const text = formatRandom(scheme, inYear, suffix);
        const value = { kind: 'random', prefix: letters, year: inYear, suffix };
        expect(parseCertificateNumber(text)).toEqual({ ok: true, value });
        expect(parseCertificateNumber(text.replaceAll('-', '–'), scheme)).toEqual({ ok: true, value });
      }),
    );
  });

  test('of one scheme is never taken for one of another, also under the same prefix', () => {
    const drawn = fc.record({ letters: prefix, others: prefix, inYear: year, width: digits, count: serial });
    fc.assert(
      fc.property(drawn, randomSource, ({ letters, others, inYear, width, count }, random) => {
        fc.pre(letters !== others);
        const sequential = formatSequential({ prefix: letters, digits: width }, inYear, count);
        const byChance = formatRandom({ prefix: letters }, inYear, randomSuffix(random));
        const wrong = { ok: false, error: 'other_scheme' };
        expect(sequential).not.toBe(byChance);
        expect(
          parseCertificateNumber(byChance, { kind: 'sequential', prefix: letters, digits: width }),
        ).toEqual(wrong);
        expect(parseCertificateNumber(sequential, { kind: 'random', prefix: others })).toEqual(wrong);
        expect(parseCertificateNumber(byChance, { kind: 'random', prefix: others })).toEqual(wrong);
      }),
    );
  });

  test('is unique: two serials of one scheme and year never read the same', () => {
    fc.assert(
      fc.property(prefix, year, digits, serial, serial, (letters, inYear, width, one, other) => {
        fc.pre(one !== other);
        const scheme = { prefix: letters, digits: width };
        expect(formatSequential(scheme, inYear, one)).not.toBe(formatSequential(scheme, inYear, other));
      }),
    );
  });

  test('from an older system may have a suffix of six digits when its scheme says so', () => {
    expect(parseCertificateNumber('OLD-2019-123456', { kind: 'random', prefix: 'OLD' })).toEqual({
      ok: true,
      value: { kind: 'random', prefix: 'OLD', year: 2019, suffix: '123456' },
    });
  });

  test('outgrows its digits instead of repeating', () => {
    expect(formatSequential({ prefix: 'CA', digits: 6 }, 2025, 1_000_000)).toBe('CA-2025-1000000');
  });

  test('is not found in other texts', () => {
    const texts = [
      '',
      'CA-2025',
      'CA-25-000001',
      'CA-2025-000000',
      'CA2025000001',
      '-2025-000001',
      'CA-2025-ABC',
    ];
    for (const text of [...texts, 'CA-0001-000001', 'CA-2025-A1B2C3D']) {
      expect(parseCertificateNumber(text)).toEqual({ ok: false, error: 'not_a_certificate_number' });
    }
  });

  test('of another width than the scheme writes is of another scheme', () => {
    const scheme: NumberScheme = { kind: 'sequential', prefix: 'CA', digits: 6 };
    for (const text of ['CA-2025-00001', 'CA-2025-0000001']) {
      expect(parseCertificateNumber(text, scheme)).toEqual({ ok: false, error: 'other_scheme' });
    }
  });

  test('is refused by the formatter when its parts are impossible', () => {
    expect(() => formatSequential({ prefix: 'CA', digits: 6 }, 2025, 0)).toThrow(RangeError);
    expect(() => formatSequential({ prefix: 'CA', digits: 6 }, 25, 1)).toThrow(RangeError);
    expect(() => formatSequential({ prefix: 'ca-', digits: 6 }, 2025, 1)).toThrow('a letter first');
    expect(() => formatRandom({ prefix: 'CA' }, 2025, 'abc')).toThrow(RangeError);
    expect(() => randomSuffix((count) => new Uint8Array(count))).toThrow('not random');
  });

  test('has a scheme whose prefix holds no hyphen', () => {
    expect(NumberScheme.safeParse({ kind: 'random', prefix: 'A-B' }).success).toBe(false);
  });
});
