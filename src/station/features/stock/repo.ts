import { and, asc, desc, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { MovementKind } from '../../../domain/stock/ledger.ts';
import { sheetRanges, sheets, stockItems, stockMovements } from '../../db/schema/stock.ts';
import { readQuery, sqlRead, writeQuery } from '../../db/statements.ts';
import type { Named } from '../../db/statements.ts';

export const allItems = readQuery((query) => query.select().from(stockItems).orderBy(asc(stockItems.name)));

export const itemById = readQuery((query, v: Named<{ stockItemId: string }>) =>
  query.select().from(stockItems).where(eq(stockItems.stockItemId, v.stockItemId)),
);

export const insertMovement = writeQuery(
  (
    query,
    v: Named<{
      movementId: string;
      stockItemId: string;
      at: number;
      kind: MovementKind;
      sheets: number;
      batchId: string | null;
      pieceId: string | null;
      userId: string | null;
      reference: string | null;
    }>,
  ) =>
    query.insert(stockMovements).values({
      movementId: v.movementId,
      stockItemId: v.stockItemId,
      at: v.at,
      kind: v.kind,
      sheets: v.sheets,
      batchId: v.batchId,
      pieceId: v.pieceId,
      userId: v.userId,
      reference: v.reference,
    }),
);

const Moved = z.object({
  movementRow: z.int(),
  kind: MovementKind,
  sheets: z.int(),
  batchId: z.string().nullable(),
});

/** The ledger of one stock item after a row, in order. */
export const ledgerAfter = sqlRead<{ stockItemId: string; after: number }, z.infer<typeof Moved>>(
  `SELECT movement_row AS movementRow, kind, sheets, batch_id AS batchId FROM stock_movements
   WHERE stock_item_id = @stockItemId AND movement_row > @after ORDER BY movement_row`,
  Moved,
);

/** The ledger of one batch, in order. */
export const ledgerOfBatch = readQuery((query, v: Named<{ batchId: string }>) =>
  query
    .select({
      stockItemId: stockMovements.stockItemId,
      kind: stockMovements.kind,
      quantity: stockMovements.sheets,
      batchId: stockMovements.batchId,
    })
    .from(stockMovements)
    .where(eq(stockMovements.batchId, v.batchId))
    .orderBy(asc(stockMovements.movementRow)),
);

export const movementsOf = readQuery((query, v: Named<{ stockItemId: string; limit: number }>) =>
  query
    .select()
    .from(stockMovements)
    .where(eq(stockMovements.stockItemId, v.stockItemId))
    .orderBy(desc(stockMovements.movementRow))
    .limit(v.limit),
);

/** Sheets that left the store since an instant, less those that came back. */
export const usedSince = sqlRead<{ stockItemId: string; since: number }, { sheets: number }>(
  `SELECT coalesce(sum(CASE kind WHEN 'issued_to_batch' THEN sheets WHEN 'returned' THEN -sheets ELSE 0 END), 0) AS sheets
   FROM stock_movements WHERE stock_item_id = @stockItemId AND at >= @since`,
  z.object({ sheets: z.int() }),
);

/** How many of the most urgent waiting certificates want this paper. */
export const backlogOf = sqlRead<{ stockItemId: string; most: number }, { waiting: number }>(
  `SELECT count(*) AS waiting FROM (SELECT certificate_id FROM deliverables WHERE workable = 1 ORDER BY slack_at, deliverable_id LIMIT @most) d
   JOIN certificates c ON c.certificate_id = d.certificate_id
   JOIN templates t ON t.template_version = c.template_version AND t.stock_item_id = @stockItemId`,
  z.object({ waiting: z.int() }),
);

export const rangesOf = readQuery((query, v: Named<{ stockItemId: string }>) =>
  query
    .select()
    .from(sheetRanges)
    .where(eq(sheetRanges.stockItemId, v.stockItemId))
    .orderBy(asc(sheetRanges.rangeRow)),
);

export const insertRange = writeQuery(
  (
    query,
    v: Named<{
      stockItemId: string;
      prefix: string;
      width: number;
      first: number;
      last: number;
      receivedAt: number;
    }>,
  ) =>
    query.insert(sheetRanges).values({
      stockItemId: v.stockItemId,
      prefix: v.prefix,
      width: v.width,
      first: v.first,
      last: v.last,
      receivedAt: v.receivedAt,
    }),
);

/** Sheets between two serials of one prefix and width that have met their end. */
export const usedInRange = sqlRead<{ stockItemId: string; first: string; last: string }, { used: number }>(
  `SELECT count(*) AS used FROM sheets
   WHERE stock_item_id = @stockItemId AND serial BETWEEN @first AND @last AND length(serial) = length(@first) AND state <> 'returned'`,
  z.object({ used: z.int() }),
);

export const sheetBySerial = readQuery((query, v: Named<{ stockItemId: string; serial: string }>) =>
  query
    .select()
    .from(sheets)
    .where(and(eq(sheets.stockItemId, v.stockItemId), eq(sheets.serial, v.serial))),
);

export const saveSheet = writeQuery(
  (
    query,
    v: Named<{
      stockItemId: string;
      serial: string;
      state: 'bound' | 'spoiled' | 'returned';
      pieceId: string | null;
      batchId: string | null;
      at: number;
    }>,
  ) =>
    query
      .insert(sheets)
      .values({
        stockItemId: v.stockItemId,
        serial: v.serial,
        state: v.state,
        pieceId: v.pieceId,
        batchId: v.batchId,
        at: v.at,
      })
      .onConflictDoUpdate({
        target: [sheets.stockItemId, sheets.serial],
        set: {
          state: sql`excluded.state`,
          pieceId: sql`excluded.piece_id`,
          batchId: sql`excluded.batch_id`,
          at: sql`excluded.at`,
        },
      }),
);

/** The piece that a numbered sheet is bound to, whatever stock it is of. */
export const pieceOfSerial = readQuery((query, v: Named<{ serial: string }>) =>
  query
    .select({ pieceId: sheets.pieceId, state: sheets.state })
    .from(sheets)
    .innerJoin(stockItems, eq(stockItems.stockItemId, sheets.stockItemId))
    .where(eq(sheets.serial, v.serial)),
);
