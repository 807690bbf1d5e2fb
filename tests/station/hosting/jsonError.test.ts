import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonErrorLine } from '../../../src/station/hosting/jsonError.ts';

test('everything that is JSON has no line with an error, and everything that is not has one', () => {
  const broken = fc
    .tuple(fc.json({ maxDepth: 3 }), fc.nat(), fc.constantFrom('', ',', '}', '"', ':', 'x', '\n', '0'))
    .map(
      ([json, at, put]) =>
        json.slice(0, at % (json.length + 1)) + put + json.slice((at % (json.length + 1)) + 1),
    );
  fc.assert(
    fc.property(fc.oneof(fc.json(), broken, fc.string()), (source) => {
      let isJson = true;
      try {
        JSON.parse(source);
      } catch {
        isJson = false;
      }
      expect(jsonErrorLine(source) === null).toBe(isJson);
    }),
    { numRuns: 2000 },
  );
});
