/** Paper: the ledger, the packs received, and every numbered sheet that was met. */
import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { MovementKind } from '../../../domain/stock/ledger.ts';

export const stockItems = sqliteTable('stock_items', {
  stockItemId: text('stock_item_id').primaryKey(),
  name: text('name').notNull(),
  numbered: integer('numbered', { mode: 'boolean' }).notNull(),
  reorderAt: integer('reorder_at').notNull(),
});

export const stockMovements = sqliteTable('stock_movements', {
  movementRow: integer('movement_row').primaryKey(),
  movementId: text('movement_id').notNull(),
  stockItemId: text('stock_item_id').notNull(),
  at: integer('at').notNull(),
  kind: text('kind').$type<MovementKind>().notNull(),
  sheets: integer('sheets').notNull(),
  batchId: text('batch_id'),
  pieceId: text('piece_id'),
  userId: text('user_id'),
  reference: text('reference'),
});

export const sheetRanges = sqliteTable('sheet_ranges', {
  rangeRow: integer('range_row').primaryKey(),
  stockItemId: text('stock_item_id').notNull(),
  prefix: text('prefix').notNull(),
  width: integer('width').notNull(),
  first: integer('first').notNull(),
  last: integer('last').notNull(),
  receivedAt: integer('received_at').notNull(),
});

export const sheets = sqliteTable(
  'sheets',
  {
    stockItemId: text('stock_item_id').notNull(),
    serial: text('serial').notNull(),
    state: text('state', { enum: ['bound', 'spoiled', 'returned'] }).notNull(),
    pieceId: text('piece_id'),
    batchId: text('batch_id'),
    at: integer('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.stockItemId, table.serial] })],
);
