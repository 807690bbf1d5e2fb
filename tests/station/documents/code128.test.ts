import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { code128 } from '../../../src/station/documents/code128.ts';
import { labelText } from '../../../src/station/documents/plainText.ts';

const text = fc.string({
  unit: fc.constantFrom(...Array.from('0123456789ABCxyz-./ \u001d')),
  minLength: 1,
  maxLength: 40,
});

test('a barcode is made of whole symbols: eleven modules each, thirteen for the stop', () => {
  fc.assert(
    fc.property(text, (value) => {
      const widths = code128(value);
      const modules = widths.reduce((sum, width) => sum + width, 0);
      expect((modules - 13) % 11).toBe(0);
      expect(widths.slice(-7)).toEqual([2, 3, 3, 1, 1, 1, 2]);
    }),
  );
});

test('digits take half the room of letters', () => {
  expect(code128('1234567890').length).toBeLessThan(code128('ABCDEFGHIJ').length * 0.7);
});

test('a character without a symbol is a programming error', () => {
  expect(() => code128('Ñ')).toThrow(RangeError);
});

test('a label says what the standard fonts can say, and never fails', () => {
  expect(labelText('Łukasz Ñandú – “x”')).toBe('?ukasz Ñandú – “x”');
  expect(labelText('Nguyễn Văn Ǎ')).toBe('Nguyen Van A');
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (value) => {
      for (const character of labelText(value)) expect(character.charCodeAt(0) < 0x2200).toBe(true);
    }),
  );
});
