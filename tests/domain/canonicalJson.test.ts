import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../src/domain/canonicalJson.ts';
import type { JsonValue } from '../../src/domain/canonicalJson.ts';

const text = (value: JsonValue): string => new TextDecoder().decode(canonicalJson(value));
const json = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(null, true, false),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.string({ unit: 'binary', maxLength: 8 }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.string({ maxLength: 4 }), tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

describe('canonical JSON', () => {
  test('reads back as what was written', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(JSON.parse(text(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test('does not depend on the order in which members were set', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), json, { noNullPrototype: true }), (value) => {
        const turned = Object.fromEntries(Object.entries(value).toReversed());
        expect(text(turned)).toBe(text(value));
      }),
    );
  });

  test('sorts by UTF-16 code units, as RFC 8785 says in section 3.2.3', () => {
    const value = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\u{1f600}': 5, '\u0080': 6, '\u00f6': 7 };
    expect(Object.values(JSON.parse(text(value)))).toEqual([4, 2, 6, 7, 1, 5, 3]);
  });

  test('refuses what JSON cannot say', () => {
    expect(() => canonicalJson({ sum: Number.NaN })).toThrow(RangeError);
  });
});
