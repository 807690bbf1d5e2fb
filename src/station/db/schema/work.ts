/** Work on paper: batches, pieces and what happened to them, printers and print jobs, scans, spoilage. */
import { integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { BatchState } from '../../../contract/station/batches.ts';
import type { PrintJobState } from '../../../contract/station/printing.ts';
import type { PieceEvent, PieceStage } from '../../../domain/work/stages.ts';

export const batches = sqliteTable('batches', {
  batchId: text('batch_id').primaryKey(),
  batchNumber: text('batch_number').notNull(),
  state: text('state').$type<BatchState>().notNull(),
  templateVersion: text('template_version').notNull(),
  stockItemId: text('stock_item_id').notNull(),
  printerId: text('printer_id'),
  createdAt: integer('created_at').notNull(),
  createdBy: text('created_by').notNull(),
  renderedAt: integer('rendered_at'),
  closedAt: integer('closed_at'),
  cancelReason: text('cancel_reason'),
  checkedFor: text('checked_for'),
});

export const pieces = sqliteTable('pieces', {
  pieceId: text('piece_id').primaryKey(),
  deliverableId: text('deliverable_id').notNull(),
  certificateId: text('certificate_id').notNull(),
  attempt: integer('attempt').notNull(),
  stage: text('stage').$type<PieceStage>().notNull(),
  stageAt: integer('stage_at').notNull(),
  epoch: integer('epoch').notNull(),
  batchId: text('batch_id'),
  position: integer('position'),
  pageHash: text('page_hash'),
  findings: text('findings').notNull().default('[]'),
  stockItemId: text('stock_item_id'),
  sheetSerial: text('sheet_serial'),
  parcelId: text('parcel_id'),
  createdAt: integer('created_at').notNull(),
  replacedAt: integer('replaced_at'),
});

export const pieceEvents = sqliteTable('piece_events', {
  eventRow: integer('event_row').primaryKey(),
  pieceId: text('piece_id').notNull(),
  at: integer('at').notNull(),
  event: text('event').$type<PieceEvent>().notNull(),
  fromStage: text('from_stage').$type<PieceStage>().notNull(),
  toStage: text('to_stage').$type<PieceStage>().notNull(),
  userId: text('user_id'),
  reason: text('reason'),
  detail: text('detail').notNull().default('{}'),
});

export const printJobs = sqliteTable('print_jobs', {
  printJobId: text('print_job_id').primaryKey(),
  batchId: text('batch_id').notNull(),
  chunk: integer('chunk').notNull(),
  firstPosition: integer('first_position').notNull(),
  lastPosition: integer('last_position').notNull(),
  printerId: text('printer_id').notNull(),
  documentName: text('document_name').notNull(),
  state: text('state').$type<PrintJobState>().notNull(),
  printerJob: text('printer_job'),
  problem: text('problem'),
  sentAt: integer('sent_at'),
  endedAt: integer('ended_at'),
  layout: text('layout'),
});

export const pageChecks = sqliteTable('page_checks', {
  batchId: text('batch_id').primaryKey(),
  userId: text('user_id').notNull(),
  layout: text('layout').notNull(),
  throughPosition: integer('through_position').notNull(),
  begunAt: integer('begun_at').notNull(),
});

export const printerSettings = sqliteTable('printer_settings', {
  printerId: text('printer_id').notNull(),
  tray: text('tray').notNull(),
  stockItemId: text('stock_item_id'),
  output: text('output', { enum: ['face_down', 'face_up'] }).notNull(),
  duplex: text('duplex', { enum: ['none', 'long_edge', 'short_edge'] }).notNull(),
  marks: integer('marks', { mode: 'boolean' }).notNull(),
  dpi: integer('dpi').notNull(),
  savedAt: integer('saved_at').notNull(),
  savedBy: text('saved_by').notNull(),
});

export const printerCalibrations = sqliteTable('printer_calibrations', {
  printerId: text('printer_id').notNull(),
  tray: text('tray').notNull(),
  orientation: text('orientation', { enum: ['portrait', 'landscape'] }).notNull(),
  rightMm: real('right_mm').notNull(),
  downMm: real('down_mm').notNull(),
  scaleX: real('scale_x').notNull(),
  scaleY: real('scale_y').notNull(),
  measuredAt: integer('measured_at').notNull(),
  measuredBy: text('measured_by').notNull(),
});

export const printJobPieces = sqliteTable(
  'print_job_pieces',
  { printJobId: text('print_job_id').notNull(), pieceId: text('piece_id').notNull() },
  (table) => [primaryKey({ columns: [table.printJobId, table.pieceId] })],
);

export const qcInspections = sqliteTable('qc_inspections', {
  inspectionRow: integer('inspection_row').primaryKey(),
  scanId: text('scan_id').notNull(),
  at: integer('at').notNull(),
  userId: text('user_id').notNull(),
  bench: text('bench', { enum: ['check', 'pack', 'label'] }).notNull(),
  scanned: text('scanned').notNull(),
  verdict: text('verdict').notNull(),
  reason: text('reason'),
  pieceId: text('piece_id'),
  batchId: text('batch_id'),
  expectedPosition: integer('expected_position'),
});

export const spoilage = sqliteTable('spoilage', {
  pieceId: text('piece_id').primaryKey(),
  at: integer('at').notNull(),
  userId: text('user_id').notNull(),
  secondUserId: text('second_user_id'),
  reason: text('reason').notNull(),
  note: text('note'),
});
