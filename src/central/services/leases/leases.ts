import { z } from 'zod';
import { Lease } from '../../../contract/central/leases.ts';
import type { LeaseFilter } from '../../../contract/central/leases.ts';
import type { Context } from '../../context.ts';
import type { Writer } from '../../db/database.ts';
import { announce } from '../feed/announce.ts';

const HOUR_MS = 3_600_000;

/** A grant that a station names again: the deliverable and the epoch under which it has it. */
export interface HeldLease {
  readonly deliverableId: string;
  readonly epoch: number;
}

const returned = `RETURNING d.deliverable_id AS "deliverableId", d.certificate_id AS "certificateId", d.epoch,
  d.lease_expires_at AS "expiresAt", d.slack_at AS "slackAt"`;
const Granted = Lease.extend({ slackAt: z.int() });

const filterSql = `($4::text IS NULL OR jurisdiction = $4) AND ($5::text IS NULL OR course_id = $5)
  AND ($6::jsonb IS NULL OR deliverable_id IN (SELECT jsonb_array_elements_text($6::jsonb)))`;

/**
 * Grants the most urgent free work: what is owed, in stage `queued`, and under nobody's lease. Rows that another station
 * is taking at this moment are passed over, never waited for.
 *
 * A lease that ran out goes back to its own station only (with a new epoch): what a silent station did with it is unknown,
 * and paper may exist. Another station gets it when the first one gives it back, or when a supervisor frees it.
 *
 * @param requestId a call repeated with it is answered as the first time.
 */
export async function takeLeases(
  context: Context,
  stationId: string,
  request: { readonly requestId: string; readonly count: number; readonly filter: LeaseFilter },
): Promise<Lease[]> {
  return context.db.write(async (writer) => {
    const now = context.clock.now();
    const fresh = await writer.run(
      `INSERT INTO lease_requests (station_id, request_id, leases, at) VALUES ($1, $2, '[]', $3) ON CONFLICT DO NOTHING`,
      [stationId, request.requestId, now],
    );
    if (fresh === 0) return repeatedAnswer(writer, stationId, request.requestId);
    const { filter } = request;
    const params = [
      stationId,
      now,
      now + Math.round(context.settings.leaseHours * HOUR_MS),
      filter.jurisdiction ?? null,
      filter.courseId ?? null,
      filter.deliverableIds === undefined ? null : JSON.stringify(filter.deliverableIds),
    ];
    const grant = async (whose: string, count: number) =>
      count <= 0
        ? []
        : writer.all(
            Granted,
            `WITH picked AS (
               SELECT deliverable_id FROM deliverables
               WHERE owed AND stage = 'queued' AND ${whose} AND $2::bigint IS NOT NULL AND ${filterSql}
               ORDER BY slack_at, deliverable_id LIMIT $7 FOR UPDATE SKIP LOCKED
             )
             UPDATE deliverables d SET lease_station_id = $1, lease_expires_at = $3, epoch = d.epoch + 1
             FROM picked WHERE d.deliverable_id = picked.deliverable_id ${returned}`,
            [...params, count],
          );
    const own = await grant('lease_station_id = $1 AND lease_expires_at <= $2', request.count);
    const free = await grant('lease_station_id IS NULL', request.count - own.length);
    const leases = [...own, ...free]
      .toSorted(
        (left, right) => left.slackAt - right.slackAt || (left.deliverableId < right.deliverableId ? -1 : 1),
      )
      .map(({ slackAt: _, ...lease }) => lease);
    await writer.run(
      'UPDATE lease_requests SET leases = $3::jsonb WHERE station_id = $1 AND request_id = $2',
      [stationId, request.requestId, JSON.stringify(leases)],
    );
    await announce(
      writer,
      'certificate',
      leases.map((each) => each.certificateId),
    );
    return leases;
  });
}

async function repeatedAnswer(writer: Writer, stationId: string, requestId: string): Promise<Lease[]> {
  const row = await writer.one(
    z.object({ leases: z.array(Lease) }),
    'SELECT leases FROM lease_requests WHERE station_id = $1 AND request_id = $2',
    [stationId, requestId],
  );
  return row?.leases ?? [];
}

const heldSql = `FROM jsonb_to_recordset($2::jsonb) AS held("deliverableId" text, epoch bigint)
  WHERE d.deliverable_id = held."deliverableId" AND d.epoch = held.epoch AND d.lease_station_id = $1`;

/**
 * Prolongs leases that are still this station's, also those that ran out meanwhile: nobody else can have had them. What
 * was freed by a supervisor or granted anew is named as lost.
 */
export async function renewLeases(
  context: Context,
  stationId: string,
  held: readonly HeldLease[],
): Promise<{ readonly renewed: Lease[]; readonly lost: string[] }> {
  const renewed = await context.db.write((writer) =>
    writer.all(
      Lease,
      `UPDATE deliverables d SET lease_expires_at = $3 ${heldSql}
       RETURNING d.deliverable_id AS "deliverableId", d.certificate_id AS "certificateId", d.epoch,
         d.lease_expires_at AS "expiresAt"`,
      [
        stationId,
        JSON.stringify(held),
        context.clock.now() + Math.round(context.settings.leaseHours * HOUR_MS),
      ],
    ),
  );
  const kept = new Set(renewed.map((each) => each.deliverableId));
  return { renewed, lost: held.map((each) => each.deliverableId).filter((each) => !kept.has(each)) };
}

/** Takes work back that a station does not want: its word that it made no paper of it. Gives how many. */
export async function releaseLeases(
  context: Context,
  stationId: string,
  held: readonly HeldLease[],
): Promise<number> {
  return context.db.write(async (writer) => {
    const released = await writer.all(
      z.object({ certificateId: z.string() }),
      `UPDATE deliverables d SET lease_station_id = NULL, lease_expires_at = NULL ${heldSql}
       RETURNING d.certificate_id AS "certificateId"`,
      [stationId, JSON.stringify(held)],
    );
    await announce(
      writer,
      'certificate',
      released.map((each) => each.certificateId),
    );
    return released.length;
  });
}
