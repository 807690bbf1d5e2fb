/** Paper: what is on hand, what left, what became of every sheet. */
import { z } from 'zod';
import { MovementKind } from '../../domain/stock/ledger.ts';
import { Instant, procedure } from './base.ts';

export const StockItem = z.object({
  stockItemId: z.string(),
  name: z.string(),
  /** Pre-printed serials, each sheet accounted for. */
  numbered: z.boolean(),
  onHand: z.int(),
  /** Out with batches that are not closed. */
  inBatches: z.int(),
  /** Days until it runs out at the last fortnight's use plus the backlog; null without use. */
  daysOfCover: z.number().nullable(),
  reorderAt: z.int(),
  ranges: z.array(z.object({ first: z.string(), last: z.string(), remaining: z.int() })),
});
export type StockItem = z.infer<typeof StockItem>;

export const StockMovement = z.object({
  movementId: z.string(),
  stockItemId: z.string(),
  at: Instant,
  kind: MovementKind,
  sheets: z.int(),
  who: z.string().nullable(),
  reference: z.string().nullable(),
});
export type StockMovement = z.infer<typeof StockMovement>;

export const stockContract = {
  list: procedure('stock.read').output(z.array(StockItem)),
  movements: procedure('stock.read')
    .input(z.object({ stockItemId: z.string().max(100), limit: z.int().min(1).max(500).default(100) }))
    .output(z.array(StockMovement)),
  receive: procedure('stock.move')
    .input(
      z.object({
        stockItemId: z.string().max(100),
        sheets: z.int().min(1).max(1_000_000),
        /** Required for numbered stock: the first serial of the pack. */
        firstSerial: z.string().trim().max(40).optional(),
        reference: z.string().trim().max(100).optional(),
      }),
    )
    .output(StockItem)
    .errors({
      SERIALS_NEEDED: { status: 422 },
      SERIALS_OVERLAP: { status: 409, data: z.object({ first: z.string(), last: z.string() }) },
      BAD_SERIAL: { status: 422, data: z.object({ serial: z.string() }) },
    }),
};
