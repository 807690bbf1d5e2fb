import { z } from 'zod';
import { StuckWork } from '../../../contract/central/leases.ts';
import type { Context } from '../../context.ts';
import type { Writer } from '../../db/database.ts';
import { announce } from '../feed/announce.ts';
import { recordEvents } from '../issuing/write.ts';

/**
 * Work that no other station may take although its own is silent: the lease ran out, and paper may exist. A supervisor
 * finds out, and frees it or leaves it.
 */
export function listStuckWork(context: Context): Promise<StuckWork[]> {
  return context.db.reader.all(
    StuckWork,
    `SELECT d.deliverable_id AS "deliverableId", d.certificate_id AS "certificateId",
       c.certificate_number AS "certificateNumber", d.stage, d.lease_station_id AS "stationId", s.name AS "stationName",
       d.lease_expires_at AS "expiredAt", d.due_at AS "dueAt"
     FROM deliverables d
     JOIN certificates c ON c.certificate_id = d.certificate_id
     JOIN stations s ON s.station_id = d.lease_station_id
     WHERE d.lease_station_id IS NOT NULL AND d.owed AND d.lease_expires_at <= $1
       AND d.stage IN ('queued', 'claimed', 'rendered', 'spooled', 'awaiting_scan', 'qc_passed', 'packed', 'labelled')
     ORDER BY d.slack_at, d.deliverable_id LIMIT 1000`,
    [context.clock.now()],
  );
}

/**
 * Frees work by a person's word that no paper of it is about, or that it was destroyed: it is queued anew, and what its
 * old station still reports comes under a stale epoch. Gives how many were freed.
 */
export async function freeWork(
  context: Context,
  deliverableIds: readonly string[],
  about: { readonly reason: string; readonly by: string },
): Promise<number> {
  return context.db.write((writer) =>
    free(
      context,
      writer,
      'd.deliverable_id IN (SELECT jsonb_array_elements_text($1::jsonb))',
      JSON.stringify(deliverableIds),
      about,
    ),
  );
}

/** Frees all work of a station that was shut out, by a person's word as in {@link freeWork}. */
export async function freeWorkOfStation(
  context: Context,
  writer: Writer,
  stationId: string,
  about: { readonly reason: string; readonly by: string },
): Promise<number> {
  return free(context, writer, 'd.lease_station_id = $1', stationId, about);
}

async function free(
  context: Context,
  writer: Writer,
  which: string,
  param: string,
  about: { readonly reason: string; readonly by: string },
): Promise<number> {
  const freed = await writer.all(
    z.object({ certificateId: z.string() }),
    `UPDATE deliverables d SET lease_station_id = NULL, lease_expires_at = NULL, station_id = NULL, stage = 'queued',
       epoch = d.epoch + 1
     WHERE ${which} AND d.lease_station_id IS NOT NULL
       AND d.stage IN ('queued', 'claimed', 'rendered', 'spooled', 'awaiting_scan')
     RETURNING d.certificate_id AS "certificateId"`,
    [param],
  );
  const at = context.clock.now();
  await recordEvents(
    writer,
    freed.map(({ certificateId }) => ({
      certificateId,
      at,
      event: 'freed',
      stationId: null,
      detail: { ...about },
    })),
  );
  await announce(
    writer,
    'certificate',
    freed.map((each) => each.certificateId),
  );
  return freed.length;
}
