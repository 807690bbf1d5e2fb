import { StationRecord } from '../../../contract/central/stations.ts';
import type { Context } from '../../context.ts';
import type { Reader } from '../../db/database.ts';
import { publicKeyFrom } from '../keys/keyRing.ts';
import { freeWorkOfStation } from '../leases/stuck.ts';

const columns = `s.station_id AS "stationId", s.name, s.paired_at AS "pairedAt", s.last_seen_at AS "lastSeenAt",
  s.revoked_at AS "revokedAt",
  (SELECT count(*) FROM deliverables d WHERE d.lease_station_id = s.station_id) AS leases`;

/** All stations that were ever paired. */
export function listStations(context: Context): Promise<StationRecord[]> {
  return context.db.reader.all(StationRecord, `SELECT ${columns} FROM stations s ORDER BY s.paired_at`);
}

function station(reader: Reader, stationId: string): Promise<StationRecord | null> {
  return reader.one(StationRecord, `SELECT ${columns} FROM stations s WHERE s.station_id = $1`, [stationId]);
}

/** Shuts a station out; the first time stays on record. Null where there is no such station. */
export function revokeStation(
  context: Context,
  stationId: string,
  about: { readonly reason: string; readonly paperAccountedFor: boolean },
): Promise<StationRecord | null> {
  return context.db.write(async (writer) => {
    const now = context.clock.now();
    await writer.run(
      'UPDATE stations SET revoked_at = $2, revoked_reason = $3 WHERE station_id = $1 AND revoked_at IS NULL',
      [stationId, now, about.reason],
    );
    if (about.paperAccountedFor) {
      await freeWorkOfStation(context, writer, stationId, { reason: about.reason, by: 'administrator' });
    } else {
      await writer.run(
        'UPDATE deliverables SET lease_expires_at = least(lease_expires_at, $2) WHERE lease_station_id = $1',
        [stationId, now],
      );
    }
    return station(writer, stationId);
  });
}

/** Takes a station's new public key in place of the old one. False when it is no Ed25519 key. */
export async function changeStationKey(
  context: Context,
  stationId: string,
  publicKey: string,
): Promise<boolean> {
  if (publicKeyFrom(publicKey) === null) return false;
  await context.db.write((writer) =>
    writer.run('UPDATE stations SET public_key = $2 WHERE station_id = $1', [stationId, publicKey]),
  );
  return true;
}
