import fc from 'fast-check';
import { encode } from 'uqr';
import { describe, expect, it } from 'vitest';
import { qrMatrix } from '../../src/documents/pdf/qr/qrMatrix.ts';

function asText(rows: readonly (readonly boolean[])[]): string {
  return rows.map((row) => row.map((dark) => (dark ? '#' : '.')).join('')).join('\n');
}

function ours(text: string, level: 'L' | 'M' | 'Q' | 'H'): string {
  const matrix = qrMatrix(text, level);
  if (matrix === undefined) throw new Error('too long');
  const { size, modules } = matrix;
  const rows = Array.from({ length: size }, (_, y) =>
    Array.from({ length: size }, (_column, x) => modules[y * size + x] === 1),
  );
  return asText(rows);
}

/** The same text by uqr under each mask: ours must be one of them, module for module. */
function theirs(text: string, level: 'L' | 'M' | 'Q' | 'H'): string[] {
  const bytes = [...new TextEncoder().encode(text)];
  return Array.from({ length: 8 }, (_, maskPattern) =>
    asText(encode(bytes, { ecc: level, border: 0, maskPattern, boostEcc: true }).data),
  );
}

describe('QR codes', () => {
  it.for(Array.from({ length: 40 }, (_, index) => index + 1))(
    'version %i is drawn as another encoder draws it',
    (version) => {
      // Long enough for this version and no smaller one, at the lowest level.
      let length = 1;
      const sizeOf = (count: number): number =>
        encode('a'.repeat(count), { ecc: 'L', border: 0, maskPattern: 0 }).version;
      let low = 1;
      let high = 2953;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (sizeOf(middle) <= version) low = middle;
        else high = middle - 1;
      }
      length = low;
      const text = 'https://verify.example.org/v/'.padEnd(length, 'x9Z-').slice(0, length);
      expect(theirs(text, 'L')).toContain(ours(text, 'L'));
    },
  );

  it('any text at any level is drawn as another encoder draws it', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 120 }),
        fc.constantFrom('L', 'M', 'Q', 'H'),
        (text, level) => {
          expect(theirs(text, level)).toContain(ours(text, level));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('a text that no version holds is refused', () => {
    expect(qrMatrix('x'.repeat(2954), 'L')).toBeUndefined();
  });
});
