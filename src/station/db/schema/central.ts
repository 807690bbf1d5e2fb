/** What this station knows from central: people, courses, rules, keys, switches, templates, certificates, what is owed. */
import { blob, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { FeedEmergency } from '../../../contract/central/feed.ts';
import type { Validity } from '../../../domain/certificates/validity.ts';
import type { PieceStage } from '../../../domain/work/stages.ts';

export const people = sqliteTable('people', {
  userId: text('user_id').primaryKey(),
  displayName: text('display_name').notNull(),
  roles: text('roles').notNull(),
  pinHash: text('pin_hash').notNull(),
  active: integer('active', { mode: 'boolean' }).notNull(),
});

export const courses = sqliteTable('courses', {
  courseId: text('course_id').primaryKey(),
  title: text('title').notNull(),
  jurisdiction: text('jurisdiction').notNull(),
});

export const rulePacks = sqliteTable('rule_packs', {
  jurisdiction: text('jurisdiction').primaryKey(),
  version: text('version').notNull(),
  pack: text('pack').notNull(),
});

export const signingKeys = sqliteTable('signing_keys', {
  keyId: text('key_id').primaryKey(),
  publicKey: text('public_key').notNull(),
  notBefore: integer('not_before').notNull(),
  notAfter: integer('not_after'),
});

export const emergencies = sqliteTable('emergencies', {
  emergencyId: text('emergency_id').primaryKey(),
  kind: text('kind').$type<FeedEmergency['kind']>().notNull(),
  reason: text('reason').notNull(),
  startedAt: integer('started_at').notNull(),
  startedBy: text('started_by').notNull(),
  endsAt: integer('ends_at'),
  ended: integer('ended', { mode: 'boolean' }).notNull(),
});

export const templates = sqliteTable('templates', {
  templateVersion: text('template_version').primaryKey(),
  title: text('title').notNull(),
  stockItemId: text('stock_item_id').notNull(),
  published: integer('published', { mode: 'boolean' }).notNull(),
  package: blob('package', { mode: 'buffer' }),
  publishedAt: integer('published_at'),
});

export const certificates = sqliteTable('certificates', {
  certificateRow: integer('certificate_row').primaryKey(),
  certificateId: text('certificate_id').notNull(),
  certificateNumber: text('certificate_number').notNull(),
  verificationCode: text('verification_code').notNull(),
  controlNumber: text('control_number'),
  issuedName: text('issued_name').notNull(),
  courseId: text('course_id').notNull(),
  courseTitle: text('course_title').notNull(),
  completionDate: text('completion_date').notNull(),
  issueDate: text('issue_date').notNull(),
  jurisdiction: text('jurisdiction').notNull(),
  templateVersion: text('template_version').notNull(),
  signature: text('signature').notNull(),
  keyId: text('key_id').notNull(),
  validity: text('validity').$type<Validity>().notNull(),
  validityReason: text('validity_reason'),
  validityAt: integer('validity_at'),
  issuedAt: integer('issued_at').notNull(),
  customFields: text('custom_fields'),
});

export const deliverables = sqliteTable('deliverables', {
  deliverableId: text('deliverable_id').primaryKey(),
  certificateId: text('certificate_id').notNull(),
  stage: text('stage').$type<PieceStage>().notNull(),
  workable: integer('workable', { mode: 'boolean' }).notNull(),
  dueAt: integer('due_at'),
  slackAt: integer('slack_at').notNull(),
  jurisdiction: text('jurisdiction').notNull(),
  courseId: text('course_id').notNull(),
  address: text('address').notNull(),
  addressKey: text('address_key').notNull(),
  searchText: text('search_text').notNull(),
  elsewhereStationId: text('elsewhere_station_id'),
  holdReason: text('hold_reason'),
  holdBy: text('hold_by'),
  holdAt: integer('hold_at'),
  attempts: integer('attempts').notNull().default(0),
  leaseEpoch: integer('lease_epoch'),
  leaseExpiresAt: integer('lease_expires_at'),
  centralStage: text('central_stage').$type<PieceStage>(),
});

export const searchWords = sqliteTable(
  'search_words',
  {
    word: text('word').notNull(),
    certificateRow: integer('certificate_row').notNull(),
    queued: integer('queued', { mode: 'boolean' }).notNull(),
    slackAt: integer('slack_at').notNull(),
    deliverableId: text('deliverable_id'),
    searchText: text('search_text'),
  },
  (table) => [primaryKey({ columns: [table.word, table.certificateRow] })],
);
