import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanIssuedName } from '../../../src/domain/certificates/issuedName.ts';
import { valueOf } from '../arbitraries.ts';

const nasty = fc.string({
  unit: fc.constantFrom(
    'a',
    'é',
    'e',
    '\u0301',
    ' ',
    '\t',
    '\u00a0',
    '\u200d',
    '\u200c',
    '\u202e',
    '\u2066',
    '\u00ad',
    '\ufe0f',
    '葛',
    '\u{e0100}',
    '\u0915',
    '\u094d',
    '\u0000',
    '\u034f',
    '\u115f',
    '\u180b',
    '\u1820',
    '-',
    "'",
  ),
  maxLength: 40,
});
const anyText = fc.oneof(nasty, fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }));

describe('cleaning an issued name', () => {
  test('twice is cleaning once', () => {
    fc.assert(
      fc.property(anyText, (raw) => {
        const once = cleanIssuedName(raw);
        fc.pre(once.ok);
        expect(cleanIssuedName(valueOf(once))).toEqual(once);
      }),
      { numRuns: 2000 },
    );
  });

  test('leaves composed text without controls, overrides, double or outer spaces', () => {
    fc.assert(
      fc.property(anyText, (raw) => {
        const cleaned = cleanIssuedName(raw);
        fc.pre(cleaned.ok);
        const name = valueOf(cleaned);
        expect(name).toBe(name.normalize('NFC').trim());
        expect(name).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\ufeff]| {2}/u);
        expect(name.length).toBeGreaterThan(0);
        expect(name.length).toBeLessThanOrEqual(200);
      }),
      { numRuns: 2000 },
    );
  });

  test('keeps a name as it is spelt in its script', () => {
    const names = [
      'Ana María O’Brien-Núñez',
      "D'Angelo St. John III",
      'محمد بن علی‌رضا',
      'ශ්‍රී ලංකා',
      'अनिता क्षत्रिय',
      '葛\u{e0100}城 太郎',
      '김민준',
      'Nguyễn Thị Ánh',
      'יוסף כהן',
      'X Æ A-12',
    ];
    for (const name of names)
      expect(cleanIssuedName(name)).toEqual({ ok: true, value: name.normalize('NFC') });
  });

  test('collapses spaces of every kind and takes out what cannot be seen', () => {
    expect(cleanIssuedName('  Ana\u00a0\t María\u200b \u202eLópez\u202c\n')).toEqual({
      ok: true,
      value: 'Ana María López',
    });
    expect(cleanIssuedName('Jose\u0301')).toEqual({ ok: true, value: 'José' });
    expect(cleanIssuedName('Ali\u200d')).toEqual({ ok: true, value: 'Ali' });
  });

  test('refuses a name with nothing to read in it', () => {
    for (const raw of ['', ' \t', '\u202e\u200b', '---', '\u3164']) {
      expect(cleanIssuedName(raw)).toEqual({ ok: false, error: 'empty' });
    }
  });

  test('refuses pictures, broken text and names that fit no line', () => {
    for (const raw of ['Ana 🎓', 'Bob ❤️', '🇺🇸 Sam', 'One 1️⃣']) {
      expect(cleanIssuedName(raw)).toEqual({ ok: false, error: 'emoji' });
    }
    for (const raw of ['Ana \ud800', 'Jos\ufffd', 'Ana \ue000', `Z${'\u0328'.repeat(11)}algo`]) {
      expect(cleanIssuedName(raw)).toEqual({ ok: false, error: 'broken_text' });
    }
    expect(cleanIssuedName('a'.repeat(200)).ok).toBe(true);
    expect(cleanIssuedName('a'.repeat(201))).toEqual({ ok: false, error: 'too_long' });
  });
});
