import { describe, expect, test } from 'vitest';
import {
  mayMoveValidity,
  mayProceed,
  moveValidity,
  Validity,
} from '../../../src/domain/certificates/validity.ts';

describe('the validity of a certificate', () => {
  test('moves only as the rules say', () => {
    const allowed = Validity.options.flatMap((from) =>
      Validity.options.filter((to) => mayMoveValidity(from, to)).map((to) => `${from}->${to}`),
    );
    expect(allowed).toEqual([
      'active->suspended',
      'active->revoked',
      'active->superseded',
      'suspended->active',
      'suspended->revoked',
      'suspended->superseded',
    ]);
  });

  test('is final once revoked or superseded', () => {
    for (const from of ['revoked', 'superseded'] as const) {
      for (const to of Validity.options) {
        expect(moveValidity(from, to)).toEqual({
          ok: false,
          error: { tag: 'illegal_validity_move', from, to },
        });
      }
    }
  });

  test('lets work go on only while active', () => {
    expect(Validity.options.filter(mayProceed)).toEqual(['active']);
  });
});
