import type { Writer } from '../../db/database.ts';
import type { KnownWorld } from './project.ts';

/** Writes back what facts changed about these certificates. */
export async function saveWorld(
  writer: Writer,
  world: KnownWorld,
  touched: ReadonlySet<string>,
): Promise<void> {
  const deliverables = [...world.works.values()].flatMap((work) =>
    work.deliverable === null || !touched.has(work.certificateId) ? [] : [work.deliverable],
  );
  if (deliverables.length > 0) {
    await writer.run(
      `UPDATE deliverables d SET stage = t.stage, station_id = t."stationId", batch_number = t."batchNumber",
         carrier = t.carrier, tracking = t.tracking, tracking_url = t."trackingUrl", manifest_number = t."manifestNumber",
         address = coalesce(t."newAddress", d.address)
       FROM jsonb_to_recordset($1::jsonb) AS t("deliverableId" text, stage text, "stationId" text, "batchNumber" text,
         carrier text, tracking text, "trackingUrl" text, "manifestNumber" text, "newAddress" jsonb)
       WHERE d.deliverable_id = t."deliverableId"`,
      [JSON.stringify(deliverables.map((each) => ({ ...each, newAddress: each.newAddress ?? undefined })))],
    );
  }
  const pieces = [...world.pieces.values()].filter((piece) => touched.has(piece.certificateId));
  if (pieces.length === 0) return;
  await writer.run(
    `INSERT INTO pieces (piece_id, deliverable_id, certificate_id, station_id, attempt, epoch, stage, printed, batch_number,
       sheet_serial, page_hash, changed_at)
     SELECT "pieceId", "deliverableId", "certificateId", "stationId", attempt, epoch, stage, printed, "batchNumber",
       "sheetSerial", "pageHash", "changedAt"
     FROM jsonb_to_recordset($1::jsonb) AS t("pieceId" text, "deliverableId" text, "certificateId" text, "stationId" text,
       attempt integer, epoch bigint, stage text, printed boolean, "batchNumber" text, "sheetSerial" text, "pageHash" text,
       "changedAt" bigint)
     ON CONFLICT (piece_id) DO UPDATE SET attempt = excluded.attempt, epoch = excluded.epoch, stage = excluded.stage,
       printed = excluded.printed, batch_number = excluded.batch_number, sheet_serial = excluded.sheet_serial,
       page_hash = excluded.page_hash, changed_at = excluded.changed_at`,
    [JSON.stringify(pieces)],
  );
}
