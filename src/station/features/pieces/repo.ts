/**
 * The pattern of every repo: queries as constants, prepared at their first use, with named values; reads take a Reader,
 * writes a Writer. Nothing outside this folder imports it: others ask the service.
 */
import { and, desc, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { PieceEvent, PieceStage } from '../../../domain/work/stages.ts';
import { certificates, deliverables } from '../../db/schema/central.ts';
import { batches, pieceEvents, pieces } from '../../db/schema/work.ts';
import { readQuery, sqlRead, sqlWrite, writeQuery } from '../../db/statements.ts';
import type { Named } from '../../db/statements.ts';

/** A piece with what decides whether it may move. */
export const pieceInWork = readQuery((query, v: Named<{ pieceId: string }>) =>
  query
    .select({
      piece: pieces,
      batchNumber: batches.batchNumber,
      certificate: { validity: certificates.validity, reason: certificates.validityReason },
      deliverable: {
        stage: deliverables.stage,
        holdReason: deliverables.holdReason,
        leaseEpoch: deliverables.leaseEpoch,
        leaseExpiresAt: deliverables.leaseExpiresAt,
      },
    })
    .from(pieces)
    .innerJoin(certificates, eq(certificates.certificateId, pieces.certificateId))
    .innerJoin(deliverables, eq(deliverables.deliverableId, pieces.deliverableId))
    .leftJoin(batches, eq(batches.batchId, pieces.batchId))
    .where(eq(pieces.pieceId, v.pieceId)),
);

export const batchNumberOf = readQuery((query, v: Named<{ batchId: string }>) =>
  query.select({ batchNumber: batches.batchNumber }).from(batches).where(eq(batches.batchId, v.batchId)),
);

/** The pieces of a deliverable, newest first. */
export const piecesOfDeliverable = readQuery((query, v: Named<{ deliverableId: string }>) =>
  query.select().from(pieces).where(eq(pieces.deliverableId, v.deliverableId)).orderBy(desc(pieces.attempt)),
);

export const deliverableById = readQuery((query, v: Named<{ deliverableId: string }>) =>
  query.select().from(deliverables).where(eq(deliverables.deliverableId, v.deliverableId)),
);

export const insertPiece = writeQuery(
  (
    query,
    v: Named<{
      pieceId: string;
      deliverableId: string;
      certificateId: string;
      attempt: number;
      epoch: number;
      at: number;
    }>,
  ) =>
    query.insert(pieces).values({
      pieceId: v.pieceId,
      deliverableId: v.deliverableId,
      certificateId: v.certificateId,
      attempt: v.attempt,
      epoch: v.epoch,
      stage: 'queued',
      stageAt: v.at,
      createdAt: v.at,
    }),
);

export const updatePiece = writeQuery(
  (
    query,
    v: Named<{
      pieceId: string;
      from: PieceStage;
      stage: PieceStage;
      at: number;
      epoch: number;
      batchId: string | null;
      position: number | null;
      pageHash: string | null;
      findings: string;
      stockItemId: string | null;
      sheetSerial: string | null;
      parcelId: string | null;
    }>,
  ) =>
    query
      .update(pieces)
      .set({
        stage: sql`${v.stage}`,
        stageAt: sql`${v.at}`,
        epoch: sql`${v.epoch}`,
        batchId: sql`${v.batchId}`,
        position: sql`${v.position}`,
        pageHash: sql`${v.pageHash}`,
        findings: sql`${v.findings}`,
        stockItemId: sql`${v.stockItemId}`,
        sheetSerial: sql`${v.sheetSerial}`,
        parcelId: sql`${v.parcelId}`,
      })
      .where(and(eq(pieces.pieceId, v.pieceId), eq(pieces.stage, v.from))),
);

export const insertPieceEvent = writeQuery(
  (
    query,
    v: Named<{
      pieceId: string;
      at: number;
      event: PieceEvent;
      fromStage: PieceStage;
      toStage: PieceStage;
      userId: string | null;
      reason: string | null;
      detail: string;
    }>,
  ) =>
    query.insert(pieceEvents).values({
      pieceId: v.pieceId,
      at: v.at,
      event: v.event,
      fromStage: v.fromStage,
      toStage: v.toStage,
      userId: v.userId,
      reason: v.reason,
      detail: v.detail,
    }),
);

/** `ended`: 1 when a piece of it has just been spoiled or lost. */
export const updateDeliverableStage = writeQuery(
  (query, v: Named<{ deliverableId: string; stage: PieceStage; ended: number }>) =>
    query
      .update(deliverables)
      .set({ stage: sql`${v.stage}`, attempts: sql`${deliverables.attempts} + ${v.ended}` })
      .where(eq(deliverables.deliverableId, v.deliverableId)),
);

/** Changes nothing where it is right already. */
export const updateWorkable = sqlWrite<{ deliverableId: string }>(
  `UPDATE deliverables SET workable = 1 - workable
   WHERE deliverable_id = @deliverableId AND workable <> (stage = 'queued' AND elsewhere_station_id IS NULL AND EXISTS (
     SELECT 1 FROM certificates c WHERE c.certificate_id = deliverables.certificate_id AND c.validity = 'active'))`,
);

export const updateHold = writeQuery(
  (query, v: Named<{ deliverableId: string; reason: string | null; by: string | null; at: number | null }>) =>
    query
      .update(deliverables)
      .set({ holdReason: sql`${v.reason}`, holdBy: sql`${v.by}`, holdAt: sql`${v.at}` })
      .where(eq(deliverables.deliverableId, v.deliverableId)),
);

/** Another piece was asked for in place of this one. */
export const markReplaced = sqlWrite<{ pieceId: string; at: number }>(
  'UPDATE pieces SET replaced_at = @at WHERE piece_id = @pieceId',
);

/** Since a restore nobody has said what became of this deliverable's paper. */
export const openDoubt = sqlRead<{ deliverableId: string }, { doubtId: string }>(
  `SELECT doubt_id AS doubtId FROM restore_doubts WHERE deliverable_id = @deliverableId AND settled_at IS NULL`,
  z.object({ doubtId: z.string() }),
);
