import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { CannotMove, moveDatabase } from '../../src/central/commands/move.ts';
import { migrate } from '../../src/central/db/migrate.ts';
import { openPostgres } from '../../src/central/db/postgres.ts';
import { postgresDatabase } from '../support/postgres.ts';
import { furnish, issueMany, NOON, openSchool, pairStation } from './school.ts';

async function emptyTarget(programFolder: string) {
  const url = await postgresDatabase();
  const target = await openPostgres(url, { connections: 2, onLost: () => undefined });
  let open = true;
  const close = async () => {
    if (open) await target.close();
    open = false;
  };
  onTestFinished(close);
  await migrate(target, join(programFolder, 'migrations', 'central'), () => NOON);
  return { url, target, close };
}

test('A school moves from the embedded database to PostgreSQL whole, and goes on there', async () => {
  const school = await openSchool('pglite');
  await furnish(school);
  await issueMany(school, 12);
  const station = await pairStation(school);
  const [first] = await station.certificates();
  await station.take(3);
  const reissued = await school.call('POST', `/v1/certificates/${first?.certificateId}/reissue`, {
    issuedName: 'New Name',
    reason: 'Misspelt',
  });
  expect(reissued.status).toBe(200);
  const { cursor } = await station.feed();

  const { url, target, close } = await emptyTarget(school.context.settings.programFolder);
  const moved = await moveDatabase(school.context.db, target);
  const rows = new Map(moved.map((each) => [each.table, each.rows]));
  expect([rows.get('certificates'), rows.get('template_versions'), rows.get('stations')]).toEqual([13, 1, 1]);
  await expect(moveDatabase(school.context.db, target)).rejects.toThrow(CannotMove);
  await close();

  const there = await openSchool({ url });
  await issueMany(there, 1, 'ca', 50);
  const numbers = await there.context.db.reader.all(
    z.object({ number: z.string() }),
    `SELECT certificate_number AS number FROM certificates ORDER BY certificate_number DESC LIMIT 1`,
  );
  expect(numbers[0]?.number).toBe('CA-2026-000014');
  const feed = await there.call(
    'GET',
    `/v1/feed?cursor=${encodeURIComponent(cursor)}`,
    undefined,
    station.token(),
  );
  expect(feed.body).toMatchObject({ changes: [{ kind: 'certificate' }] });
});
