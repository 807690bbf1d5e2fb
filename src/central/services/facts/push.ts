import { z } from 'zod';
import type { Fact, FactConflict } from '../../../contract/central/facts.ts';
import { Validity } from '../../../domain/certificates/validity.ts';
import { PieceStage } from '../../../domain/work/stages.ts';
import type { Context } from '../../context.ts';
import type { Writer } from '../../db/database.ts';
import { announce } from '../feed/announce.ts';
import { recordEvents } from '../issuing/write.ts';
import type { CertificateEvent } from '../issuing/write.ts';
import { applyFact } from './project.ts';
import type { KnownPiece, KnownWork, KnownWorld } from './project.ts';
import { saveWorld } from './save.ts';

/** A fact and its number at the station. */
export interface NumberedFact {
  readonly sequence: number;
  readonly fact: Fact;
}

/**
 * Takes facts of a station in its order; each (station, sequence) is applied once, whatever is repeated or raced: the
 * station's row is locked. What was applied already is passed over; at a gap it stops, and the answer says where to go on.
 * Where a number was applied with another fact, the station was restored from a backup and counts anew from there: nothing
 * is applied, and the answer names the first such number.
 */
export async function pushFacts(
  context: Context,
  stationId: string,
  facts: readonly NumberedFact[],
): Promise<{
  readonly appliedThrough: number;
  readonly conflicts: FactConflict[];
  readonly divergedAt: number | null;
}> {
  return context.db.write(async (writer) => {
    const station = await writer.one(
      z.object({ through: z.int() }),
      'SELECT applied_through AS through FROM stations WHERE station_id = $1 FOR UPDATE',
      [stationId],
    );
    if (station === null) throw new Error('A station that signed in is gone');
    const next: NumberedFact[] = [];
    for (const each of facts.toSorted((left, right) => left.sequence - right.sequence)) {
      if (each.sequence === station.through + next.length + 1) next.push(each);
    }
    const divergedAt = await firstOther(writer, stationId, facts, station.through);
    if (next.length === 0 || divergedAt !== null)
      return { appliedThrough: station.through, conflicts: [], divergedAt };
    const world = await loadWorld(
      writer,
      next.map((each) => each.fact),
    );
    const events: CertificateEvent[] = [];
    const touched = new Set<string>();
    const conflicts: (FactConflict & { readonly certificateId: string | null })[] = [];
    for (const { sequence, fact } of next) {
      const applied = applyFact(world, stationId, fact);
      events.push(...applied.events);
      for (const id of applied.touched) touched.add(id);
      const certificateId = 'certificateId' in fact ? fact.certificateId : null;
      conflicts.push(...applied.conflicts.map((each) => ({ ...each, sequence, certificateId })));
    }
    const now = context.clock.now();
    const appliedThrough = station.through + next.length;
    await saveWorld(writer, world, touched);
    await recordEvents(writer, events);
    await writer.run(
      `INSERT INTO station_events (station_id, sequence, fact, applied_at)
       SELECT $1, s, f, $3 FROM jsonb_to_recordset($2::jsonb) AS r(s bigint, f jsonb)`,
      [stationId, JSON.stringify(next.map(({ sequence, fact }) => ({ s: sequence, f: fact }))), now],
    );
    if (conflicts.length > 0) {
      await writer.run(
        `INSERT INTO conflicts (station_id, sequence, kind, detail, certificate_id, raised_at)
         SELECT $1, s, k, d, c, $3 FROM jsonb_to_recordset($2::jsonb) AS r(s bigint, k text, d text, c text)
         ON CONFLICT DO NOTHING`,
        [
          stationId,
          JSON.stringify(
            conflicts.map((each) => ({
              s: each.sequence,
              k: each.kind,
              d: each.detail,
              c: each.certificateId,
            })),
          ),
          now,
        ],
      );
    }
    await writer.run('UPDATE stations SET applied_through = $2, last_seen_at = $3 WHERE station_id = $1', [
      stationId,
      appliedThrough,
      now,
    ]);
    await announce(writer, 'certificate', [...touched]);
    return {
      appliedThrough,
      conflicts: conflicts.map(({ certificateId: _, ...conflict }) => conflict),
      divergedAt,
    };
  });
}

/** The first number that was applied with another fact than the one told under it now; a field more or less is no other. */
async function firstOther(
  writer: Writer,
  stationId: string,
  facts: readonly NumberedFact[],
  through: number,
): Promise<number | null> {
  const known = facts.filter(({ sequence }) => sequence <= through);
  if (known.length === 0) return null;
  const other = await writer.one(
    z.object({ sequence: z.int().nullable() }),
    `SELECT min(r.s) AS sequence FROM jsonb_to_recordset($2::jsonb) AS r(s bigint, f jsonb)
     JOIN station_events e ON e.station_id = $1 AND e.sequence = r.s
     WHERE NOT (e.fact @> r.f OR r.f @> e.fact)`,
    [stationId, JSON.stringify(known.map(({ sequence, fact }) => ({ s: sequence, f: fact })))],
  );
  return other?.sequence ?? null;
}

const WorkRow = z.object({
  certificateId: z.string(),
  validity: Validity,
  validityAt: z.int().nullable(),
  deliverableId: z.string().nullable(),
  epoch: z.int().nullable(),
  leaseStationId: z.string().nullable(),
  leaseExpiresAt: z.int().nullable(),
  stage: PieceStage.nullable(),
  stationId: z.string().nullable(),
  batchNumber: z.string().nullable(),
  carrier: z.string().nullable(),
  tracking: z.string().nullable(),
  trackingUrl: z.string().nullable(),
  manifestNumber: z.string().nullable(),
});

const PieceRow: z.ZodType<KnownPiece> = z.object({
  pieceId: z.string(),
  deliverableId: z.string(),
  certificateId: z.string(),
  stationId: z.string(),
  attempt: z.int(),
  epoch: z.int(),
  stage: PieceStage,
  printed: z.boolean(),
  batchNumber: z.string().nullable(),
  sheetSerial: z.string().nullable(),
  pageHash: z.string().nullable(),
  changedAt: z.int(),
});

function certificatesOf(fact: Fact): readonly string[] {
  if ('certificateIds' in fact) return fact.certificateIds;
  return 'certificateId' in fact ? [fact.certificateId] : [];
}

async function loadWorld(writer: Writer, facts: readonly Fact[]): Promise<KnownWorld> {
  const ids = JSON.stringify([...new Set(facts.flatMap(certificatesOf))]);
  const pieceIds = JSON.stringify([
    ...new Set(facts.flatMap((fact) => ('pieceId' in fact ? [fact.pieceId] : []))),
  ]);
  // Certificates before deliverables, each by id: the order in which everything here locks them.
  await writer.all(
    z.unknown(),
    `SELECT 1 FROM certificates WHERE certificate_id IN (SELECT jsonb_array_elements_text($1::jsonb))
     ORDER BY certificate_id FOR SHARE`,
    [ids],
  );
  await writer.all(
    z.unknown(),
    `SELECT 1 FROM deliverables WHERE certificate_id IN (SELECT jsonb_array_elements_text($1::jsonb))
     ORDER BY certificate_id FOR UPDATE`,
    [ids],
  );
  const rows = await writer.all(
    WorkRow,
    `SELECT c.certificate_id AS "certificateId", c.validity, c.validity_at AS "validityAt", d.deliverable_id AS "deliverableId",
       d.epoch, d.lease_station_id AS "leaseStationId", d.lease_expires_at AS "leaseExpiresAt", d.stage,
       d.station_id AS "stationId", d.batch_number AS "batchNumber", d.carrier, d.tracking,
       d.tracking_url AS "trackingUrl", d.manifest_number AS "manifestNumber"
     FROM certificates c LEFT JOIN deliverables d ON d.certificate_id = c.certificate_id
     WHERE c.certificate_id IN (SELECT jsonb_array_elements_text($1::jsonb))`,
    [ids],
  );
  const pieces = await writer.all(
    PieceRow,
    `SELECT piece_id AS "pieceId", deliverable_id AS "deliverableId", certificate_id AS "certificateId",
       station_id AS "stationId", attempt, epoch, stage, printed, batch_number AS "batchNumber",
       sheet_serial AS "sheetSerial", page_hash AS "pageHash", changed_at AS "changedAt"
     FROM pieces
     WHERE deliverable_id IN (
         SELECT deliverable_id FROM deliverables WHERE certificate_id IN (SELECT jsonb_array_elements_text($1::jsonb)))
       OR piece_id IN (SELECT jsonb_array_elements_text($2::jsonb))`,
    [ids, pieceIds],
  );
  return {
    works: new Map(rows.map((row) => [row.certificateId, workOf(row)])),
    pieces: new Map(pieces.map((piece) => [piece.pieceId, piece])),
  };
}

function workOf(row: z.infer<typeof WorkRow>): KnownWork {
  const { certificateId, validity, validityAt, deliverableId, epoch, stage, ...rest } = row;
  if (deliverableId === null || epoch === null || stage === null) {
    return { certificateId, validity, validityAt, deliverable: null };
  }
  return {
    certificateId,
    validity,
    validityAt,
    deliverable: { deliverableId, epoch, stage, newAddress: null, ...rest },
  };
}
