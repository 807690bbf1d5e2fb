import { z } from 'zod';

/**
 * Why sheets moved. `issued_to_batch`, `bound`, `spoiled` and `returned` are about sheets of a batch;
 * `spoiled_in_store` is damage before issue; `counted_adjustment` is signed, the others are positive.
 */
export const MovementKind = z.enum([
  'received',
  'issued_to_batch',
  'bound',
  'spoiled',
  'returned',
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
