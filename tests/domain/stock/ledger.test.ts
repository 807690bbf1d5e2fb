import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  balance,
  batchSheets,
  closeBatch,
  emptyBalance,
  MovementKind,
  StockMovement,
} from '../../../src/domain/stock/ledger.ts';
import { valueOf } from '../arbitraries.ts';

const batchIds = ['b1', 'b2', 'b3'];
const anyMovement: fc.Arbitrary<StockMovement> = fc
  .record({
    kind: fc.constantFrom(...MovementKind.options),
    quantity: fc.integer({ min: 1, max: 50 }),
    batchId: fc.constantFrom(...batchIds),
    less: fc.boolean(),
  })
  .map(({ kind, quantity, batchId, less }) => ({
    stockItemId: 'paper',
    kind,
    quantity: kind === 'counted_adjustment' && less ? -quantity : quantity,
    batchId: ['issued_to_batch', 'bound', 'spoiled', 'returned', 'spoiled_after_pass'].includes(kind)
      ? batchId
      : null,
  }));

/** A ledger that can have happened: whatever the balance refuses is left out. */
const ledger = fc
  .array(anyMovement, { maxLength: 40 })
  .map((candidates) =>
    candidates.reduce<StockMovement[]>(
      (written, movement) => (balance([...written, movement]).ok ? [...written, movement] : written),
      [{ stockItemId: 'paper', kind: 'received', quantity: 200, batchId: null }],
    ),
  );

const sum = (movements: readonly StockMovement[], kinds: readonly MovementKind[]): number =>
  movements.filter(({ kind }) => kinds.includes(kind)).reduce((total, { quantity }) => total + quantity, 0);

describe('the stock ledger', () => {
  test('loses no sheet: all accounts together are what was received and what was counted', () => {
    fc.assert(
      fc.property(ledger, (movements) => {
        const { onHand, outInBatches, bound, spoiled } = valueOf(balance(movements));
        const total = sum(movements, ['received', 'counted_adjustment']);
        expect(onHand + outInBatches + bound + spoiled).toBe(total);
        for (const account of [onHand, outInBatches, bound, spoiled])
          expect(account).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test('agrees batch by batch with what is still out', () => {
    fc.assert(
      fc.property(ledger, (movements) => {
        const open = batchIds.map((id) => {
          const { issued, passed, spoiled, returned } = batchSheets(movements, id);
          return issued - passed - spoiled - returned;
        });
        expect(valueOf(balance(movements)).outInBatches).toBe(open.reduce((total, each) => total + each, 0));
      }),
    );
  });

  test('is empty before anything was received', () => {
    expect(balance([])).toEqual({ ok: true, value: emptyBalance });
  });

  test('names the first movement that cannot have happened', () => {
    const received: StockMovement = { stockItemId: 'paper', kind: 'received', quantity: 10, batchId: null };
    const issued: StockMovement = { ...received, kind: 'issued_to_batch', batchId: 'b1' };
    const cases: readonly (readonly [StockMovement, string])[] = [
      [{ ...issued, quantity: 11 }, 'not_enough_on_hand'],
      [{ ...issued, kind: 'bound', quantity: 1 }, 'not_enough_in_batch'],
      [{ ...issued, kind: 'spoiled_after_pass', quantity: 1 }, 'not_enough_bound'],
      [{ ...issued, batchId: null }, 'batch_missing'],
      [{ ...received, stockItemId: 'envelopes' }, 'other_stock_item'],
      [{ ...received, quantity: -1 }, 'not_a_movement'],
      [{ ...received, kind: 'counted_adjustment', quantity: -11 }, 'not_enough_on_hand'],
    ];
    for (const [movement, tag] of cases) {
      expect(balance([received, movement])).toEqual({ ok: false, error: { tag, index: 1 } });
    }
  });

  test('lets a passed sheet be spoiled later, by the batch that bound it and no other', () => {
    const of = (kind: MovementKind, quantity: number, batchId: string | null): StockMovement => ({
      stockItemId: 'paper',
      kind,
      quantity,
      batchId,
    });
    const passed = [of('received', 10, null), of('issued_to_batch', 3, 'b1'), of('bound', 3, 'b1')];
    const spoiled = [...passed, of('spoiled_after_pass', 1, 'b1')];
    expect(balance(spoiled)).toEqual({
      ok: true,
      value: { onHand: 7, outInBatches: 0, bound: 2, spoiled: 1 },
    });
    expect(closeBatch(batchSheets(spoiled, 'b1'))).toEqual({
      ok: true,
      value: { issued: 3, passed: 2, spoiled: 1, returned: 0 },
    });
    expect(balance([...passed, of('spoiled_after_pass', 1, 'b2')])).toEqual({
      ok: false,
      error: { tag: 'not_enough_bound', index: 3 },
    });
  });

  test('knows movements only of whole sheets, negative only when counted', () => {
    fc.assert(
      fc.property(anyMovement, (movement) => {
        expect(StockMovement.safeParse(movement).success).toBe(true);
        expect(StockMovement.safeParse({ ...movement, quantity: 0 }).success).toBe(false);
        expect(StockMovement.safeParse({ ...movement, quantity: 0.5 }).success).toBe(false);
      }),
    );
  });
});

describe('a batch', () => {
  const part = fc.nat({ max: 20 });
  const ends = fc.record({ passed: part, spoiled: part, returned: part });
  const endedOf = (sheets: { passed: number; spoiled: number; returned: number }): number =>
    sheets.passed + sheets.spoiled + sheets.returned;

  test('closes when sheets out are passed, spoiled or returned', () => {
    fc.assert(
      fc.property(ends, (sheets) => {
        const whole = { ...sheets, issued: endedOf(sheets) };
        expect(closeBatch(whole)).toEqual({ ok: true, value: whole });
      }),
    );
  });

  test('does not close while a sheet has no end, nor when more ended than went out', () => {
    fc.assert(
      fc.property(ends, fc.integer({ min: 1, max: 20 }), (sheets, count) => {
        const ended = endedOf(sheets);
        expect(closeBatch({ ...sheets, issued: ended + count })).toEqual({
          ok: false,
          error: { tag: 'sheets_missing', count },
        });
        expect(closeBatch({ ...sheets, passed: sheets.passed + count, issued: ended })).toEqual({
          ok: false,
          error: { tag: 'sheets_too_many', count },
        });
      }),
    );
  });
});
