/** This station itself: settings, sessions and approvals, the audit log, the outbox, leases asked for, jobs. */
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const settings = sqliteTable('settings', {
  key: text('key').primaryKey(),
  value: text('value').notNull(),
});

export const pinAttempts = sqliteTable('pin_attempts', {
  userId: text('user_id').primaryKey(),
  wrong: integer('wrong').notNull(),
  lockedUntil: integer('locked_until'),
});

export const sessions = sqliteTable('sessions', {
  tokenHash: text('token_hash').primaryKey(),
  userId: text('user_id').notNull(),
  startedAt: integer('started_at').notNull(),
  expiresAt: integer('expires_at').notNull(),
});

export const approvals = sqliteTable('approvals', {
  approvalId: text('approval_id').primaryKey(),
  action: text('action').notNull(),
  subjectId: text('subject_id').notNull(),
  askedBy: text('asked_by').notNull(),
  approvedBy: text('approved_by').notNull(),
  reason: text('reason').notNull(),
  at: integer('at').notNull(),
  expiresAt: integer('expires_at').notNull(),
  usedAt: integer('used_at'),
});

export const auditLog = sqliteTable('audit_log', {
  sequence: integer('sequence').primaryKey(),
  at: integer('at').notNull(),
  userId: text('user_id'),
  action: text('action').notNull(),
  subject: text('subject').notNull(),
  detail: text('detail').notNull(),
  previousHash: text('previous_hash').notNull(),
  hash: text('hash').notNull(),
});

export const outbox = sqliteTable('outbox', {
  sequence: integer('sequence').primaryKey(),
  fact: text('fact').notNull(),
  createdAt: integer('created_at').notNull(),
  pushedAt: integer('pushed_at'),
});

export const leaseRequests = sqliteTable('lease_requests', {
  requestId: text('request_id').primaryKey(),
  wanted: text('wanted').notNull(),
  createdAt: integer('created_at').notNull(),
});

export const pulled = sqliteTable('pulled', {
  pieceId: text('piece_id').primaryKey(),
  at: integer('at').notNull(),
  userId: text('user_id').notNull(),
  note: text('note'),
});

export const syncConflicts = sqliteTable('sync_conflicts', {
  conflictId: text('conflict_id').primaryKey(),
  at: integer('at').notNull(),
  kind: text('kind').notNull(),
  certificateId: text('certificate_id'),
  detail: text('detail').notNull(),
  resolvedAt: integer('resolved_at'),
});

export const restoreDoubts = sqliteTable('restore_doubts', {
  doubtId: text('doubt_id').primaryKey(),
  at: integer('at').notNull(),
  deliverableId: text('deliverable_id'),
  pieceId: text('piece_id'),
  batchId: text('batch_id'),
  parcelId: text('parcel_id'),
  settledAt: integer('settled_at'),
  settledBy: text('settled_by'),
  outcome: text('outcome'),
});

export const jobs = sqliteTable('jobs', {
  jobId: text('job_id').primaryKey(),
  kind: text('kind').notNull(),
  subject: text('subject').notNull(),
  payload: text('payload').notNull(),
  state: text('state', { enum: ['waiting', 'running', 'done', 'parked'] }).notNull(),
  attempts: integer('attempts').notNull().default(0),
  runAt: integer('run_at').notNull(),
  problem: text('problem'),
  createdAt: integer('created_at').notNull(),
});
