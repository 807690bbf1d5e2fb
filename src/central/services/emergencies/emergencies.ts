import { z } from 'zod';
import { FeedEmergency } from '../../../contract/central/feed.ts';
import { uuidv7 } from '../../../domain/ids.ts';
import type { Context } from '../../context.ts';
import type { Reader } from '../../db/database.ts';
import { announce } from '../feed/announce.ts';
import { tellOfDelay } from '../telling/queue.ts';

const columns = `emergency_id AS "emergencyId", kind, reason, started_at AS "startedAt", started_by AS "startedBy",
  ends_at AS "endsAt", (ended_at IS NOT NULL) AS ended, ended_by AS "endedBy"`;

/** Does an emergency of this kind run now? */
export async function emergencyRuns(
  context: Context,
  reader: Reader,
  kind: FeedEmergency['kind'],
): Promise<boolean> {
  const row = await reader.one(
    z.object({ runs: z.boolean() }),
    `SELECT EXISTS (SELECT 1 FROM emergencies WHERE kind = $1 AND ended_at IS NULL AND (ends_at IS NULL OR ends_at > $2)) AS runs`,
    [kind, context.clock.now()],
  );
  return row?.runs === true;
}

/** All emergencies there ever were, newest first. */
export function listEmergencies(context: Context): Promise<FeedEmergency[]> {
  return context.db.reader.all(
    FeedEmergency,
    `SELECT ${columns} FROM emergencies ORDER BY started_at DESC LIMIT 1000`,
  );
}

/** Emergencies that run now, oldest first. */
export function runningEmergencies(context: Context): Promise<FeedEmergency[]> {
  return context.db.reader.all(
    FeedEmergency,
    `SELECT ${columns} FROM emergencies WHERE ended_at IS NULL AND (ends_at IS NULL OR ends_at > $1)
     ORDER BY started_at, emergency_id`,
    [context.clock.now()],
  );
}

/** Throws a switch; every station hears of it. */
export async function startEmergency(
  context: Context,
  about: Pick<FeedEmergency, 'kind' | 'reason' | 'startedBy' | 'endsAt'>,
): Promise<FeedEmergency> {
  const now = context.clock.now();
  const emergencyId = uuidv7(now, context.random);
  await context.db.write(async (writer) => {
    await writer.run(
      'INSERT INTO emergencies (emergency_id, kind, reason, started_at, started_by, ends_at) VALUES ($1, $2, $3, $4, $5, $6)',
      [emergencyId, about.kind, about.reason, now, about.startedBy, about.endsAt],
    );
    await announce(writer, 'emergency', [emergencyId]);
    if (about.kind !== 'pause_issuance') await tellOfDelay(writer, emergencyId, now);
  });
  return { ...about, emergencyId, startedAt: now, ended: false, endedBy: null };
}

/** Ends an emergency; ending it again changes nothing. Null where there is none of that id. */
export async function endEmergency(
  context: Context,
  emergencyId: string,
  endedBy: string,
): Promise<FeedEmergency | null> {
  return context.db.write(async (writer) => {
    await writer.run(
      'UPDATE emergencies SET ended_at = $2, ended_by = $3 WHERE emergency_id = $1 AND ended_at IS NULL',
      [emergencyId, context.clock.now(), endedBy],
    );
    await announce(writer, 'emergency', [emergencyId]);
    return writer.one(FeedEmergency, `SELECT ${columns} FROM emergencies WHERE emergency_id = $1`, [
      emergencyId,
    ]);
  });
}
