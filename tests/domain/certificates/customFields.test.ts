import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalSnapshot, CustomFields } from '../../../src/domain/certificates/snapshot.ts';
import { snapshot } from '../arbitraries.ts';

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const custom = fc.dictionary(
  fc.stringMatching(/^[a-z][A-Za-z0-9]{0,10}$/u),
  fc.stringMatching(/^[A-Za-z0-9]{1,20}$/u),
  { minKeys: 1, maxKeys: 5 },
);

test('a snapshot without custom fields has the bytes that were signed before there were any', () => {
  fc.assert(
    fc.property(snapshot, (each) => {
      const bytes = text(canonicalSnapshot(each));
      expect(bytes).toMatch(/^\["certificate-snapshot\/1",/u);
      expect(text(canonicalSnapshot({ ...each, customFields: null }))).toBe(bytes);
      expect(text(canonicalSnapshot({ ...each, customFields: {} }))).toBe(bytes);
    }),
  );
});

test('custom fields are under the signature, in whichever order they are kept', () => {
  fc.assert(
    fc.property(snapshot, custom, (each, customFields) => {
      const bytes = text(canonicalSnapshot({ ...each, customFields }));
      expect(bytes).toMatch(/^\["certificate-snapshot\/2",/u);
      const turned = Object.fromEntries(Object.entries(customFields).toReversed());
      expect(text(canonicalSnapshot({ ...each, customFields: turned }))).toBe(bytes);
      const [key = ''] = Object.keys(customFields);
      const other = { ...customFields, [key]: `${customFields[key]}x` };
      expect(text(canonicalSnapshot({ ...each, customFields: other }))).not.toBe(bytes);
    }),
  );
});

test('custom fields are few, short, and named as placeholders are', () => {
  expect(CustomFields.safeParse({ instructorLicence: 'TX-4411' }).success).toBe(true);
  expect(CustomFields.safeParse({ 'instructor licence': 'TX-4411' }).success).toBe(false);
  expect(CustomFields.safeParse({ instructorLicence: ' ' }).success).toBe(false);
  const many = Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`field${index}`, 'x']));
  expect(CustomFields.safeParse(many).success).toBe(false);
});
