import { z } from 'zod';
import { err, ok } from '../result.ts';
import type { Result } from '../result.ts';

/**
 * Why sheets moved. `issued_to_batch`, `bound`, `spoiled` and `returned` are about sheets of a batch;
 * `spoiled_after_pass` is too: the sheet was bound and is spoiled now. `spoiled_in_store` is damage before issue;
 * `counted_adjustment` is signed, the others are positive.
 */
export const MovementKind = z.enum([
  'received',
  'issued_to_batch',
  'bound',
  'spoiled',
  'returned',
  'spoiled_after_pass',
  'spoiled_in_store',
  'counted_adjustment',
]);
export type MovementKind = z.infer<typeof MovementKind>;

/** One line of the stock ledger: so many sheets of one stock item moved. Append only. */
export const StockMovement = z
  .object({
    stockItemId: z.string().min(1),
    kind: MovementKind,
    quantity: z.int(),
    batchId: z.string().min(1).nullable(),
  })
  .refine(
    (movement) => (movement.kind === 'counted_adjustment' ? movement.quantity !== 0 : movement.quantity > 0),
    'only an adjustment may be negative, and nothing moves zero sheets',
  );
export type StockMovement = z.infer<typeof StockMovement>;

/** Where all sheets of one stock item are: in store, out in open batches, bound to passed pieces, spoiled. */
export const StockBalance = z.object({
  onHand: z.int(),
  outInBatches: z.int(),
  bound: z.int(),
  spoiled: z.int(),
});
export type StockBalance = z.infer<typeof StockBalance>;

/** Sheets of one batch. */
export const BatchSheets = z.object({
  issued: z.int().min(0),
  passed: z.int().min(0),
  spoiled: z.int().min(0),
  returned: z.int().min(0),
});
export type BatchSheets = z.infer<typeof BatchSheets>;

/** Nothing received yet. */
export const emptyBalance: StockBalance = { onHand: 0, outInBatches: 0, bound: 0, spoiled: 0 };

/** Where a ledger contradicts itself: the movement at `index` takes sheets that are not there. */
export type LedgerProblem = {
  readonly tag:
    | 'not_enough_on_hand'
    | 'not_enough_in_batch'
    | 'not_enough_bound'
    | 'batch_missing'
    | 'other_stock_item'
    | 'not_a_movement';
  readonly index: number;
};

type Change = Partial<Record<keyof StockBalance, 1 | -1>>;

/** What one sheet of each movement does: between accounts nothing is made or lost but by receipt and by count. */
const changes: Readonly<Record<MovementKind, Change>> = {
  received: { onHand: 1 },
  issued_to_batch: { onHand: -1, outInBatches: 1 },
  bound: { outInBatches: -1, bound: 1 },
  spoiled: { outInBatches: -1, spoiled: 1 },
  returned: { outInBatches: -1, onHand: 1 },
  spoiled_after_pass: { bound: -1, spoiled: 1 },
  spoiled_in_store: { onHand: -1, spoiled: 1 },
  counted_adjustment: { onHand: 1 },
};

/** The balance after one movement, for running totals; what is impossible is for {@link balance} to find. */
export function moved(before: StockBalance, movement: StockMovement): StockBalance {
  const change = changes[movement.kind];
  const after = (account: keyof StockBalance): number =>
    before[account] + (change[account] ?? 0) * movement.quantity;
  return {
    onHand: after('onHand'),
    outInBatches: after('outInBatches'),
    bound: after('bound'),
    spoiled: after('spoiled'),
  };
}

/**
 * Recomputes one stock item from its whole ledger, in order, and finds the first movement that cannot have happened:
 * more taken than there is in store, or than the batch was given.
 */
export function balance(movements: readonly StockMovement[]): Result<StockBalance, LedgerProblem> {
  let current = emptyBalance;
  const ofBatch = new Map<string, StockBalance>();
  for (const [index, movement] of movements.entries()) {
    if (!StockMovement.safeParse(movement).success) return err({ tag: 'not_a_movement', index });
    if (movement.stockItemId !== movements[0]?.stockItemId) return err({ tag: 'other_stock_item', index });
    current = moved(current, movement);
    if (current.onHand < 0) return err({ tag: 'not_enough_on_hand', index });
    const change = changes[movement.kind];
    if (change.outInBatches === undefined && change.bound === undefined) continue;
    if (movement.batchId === null) return err({ tag: 'batch_missing', index });
    const batch = moved(ofBatch.get(movement.batchId) ?? emptyBalance, movement);
    if (batch.outInBatches < 0) return err({ tag: 'not_enough_in_batch', index });
    if (batch.bound < 0) return err({ tag: 'not_enough_bound', index });
    ofBatch.set(movement.batchId, batch);
  }
  return ok(current);
}

/** Counts one batch's sheets out of a ledger. */
export function batchSheets(movements: readonly StockMovement[], batchId: string): BatchSheets {
  const sum = (kind: MovementKind): number =>
    movements
      .filter((movement) => movement.batchId === batchId && movement.kind === kind)
      .reduce((total, movement) => total + movement.quantity, 0);
  return {
    issued: sum('issued_to_batch'),
    passed: sum('bound') - sum('spoiled_after_pass'),
    spoiled: sum('spoiled') + sum('spoiled_after_pass'),
    returned: sum('returned'),
  };
}

/** Why a batch cannot close: so many sheets have no end yet, or more ended than went out. */
export type BatchNotClosed =
  | { readonly tag: 'sheets_missing'; readonly count: number }
  | { readonly tag: 'sheets_too_many'; readonly count: number };

/** A batch closes only when sheets out = passed + spoiled + returned. */
export function closeBatch(sheets: BatchSheets): Result<BatchSheets, BatchNotClosed> {
  const open = sheets.issued - sheets.passed - sheets.spoiled - sheets.returned;
  if (open > 0) return err({ tag: 'sheets_missing', count: open });
  return open < 0 ? err({ tag: 'sheets_too_many', count: -open }) : ok(sheets);
}
