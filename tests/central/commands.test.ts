import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { getRequestListener } from '@hono/node-server';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { programFile } from '../support/programs.ts';
import { tempDir } from '../support/tempDir.ts';
import {
  ADMINISTRATOR,
  completionOf,
  furnish,
  issueMany,
  openSchool,
  pairStation,
  SCHOOL,
} from './school.ts';
import type { TestSchool } from './school.ts';

const run = promisify(execFile);
const Failed = z.object({ code: z.int(), stderr: z.string() });

/** Central behind a real port, and its program in a terminal. */
async function terminalOf(school: TestSchool) {
  const answer = getRequestListener((request) => school.central.handler(request));
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = z.object({ port: z.int() }).parse(server.address());
  const environment = {
    ...process.env,
    CENTRAL_URL: `http://127.0.0.1:${port}`,
    CENTRAL_ADMIN_TOKEN: ADMINISTRATOR,
  };
  const central = (...words: readonly string[]) =>
    run(process.execPath, [programFile('sources', 'central'), ...words], { env: environment });
  return {
    /** What it prints for people. */
    words: async (...words: readonly string[]) => (await central(...words)).stdout,
    /** What it prints for programs. */
    json: async (...words: readonly string[]): Promise<unknown> =>
      JSON.parse((await central(...words, '--json')).stdout),
    /** How it ends when it cannot do it. */
    failure: async (...words: readonly string[]) => {
      const ended: unknown = await central(...words).catch((problem: unknown) => problem);
      return Failed.parse(ended);
    },
  };
}

test('An administrator works from a terminal: what needs attention, issue, revoke, import, keys, stations, emergencies, doctor', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  const terminal = await terminalOf(school);
  await pairStation(school, 'Front desk');
  await issueMany(school, 2);
  await school.call('POST', '/v1/events', { events: completionOf('l-9', 'ca', { name: ' ' }) }, SCHOOL);
  const attention = await terminal.words('needs-attention');
  expect(attention).toContain('l-9');
  expect(attention).toContain('the learner has no name');
  expect(await terminal.json('needs-attention')).toMatchObject([{ learnerId: 'l-9', courseId: 'ca' }]);

  const file = join(await tempDir(), 'november.csv');
  await writeFile(
    file,
    'learner_id,name,course_id,completion_date\nq,Grace Hopper,plain,2026-11-19\nr,,nowhere,2026-99-01\n',
  );
  const dry = await terminal.json('import', file, '--dry-run');
  expect(dry).toMatchObject({ lines: 2, good: 1, dryRun: true, accepted: 0 });
  expect(
    z
      .object({ bad: z.array(z.object({ line: z.int() })) })
      .parse(dry)
      .bad.map(({ line }) => line),
  ).toContain(3);

  await school.call('POST', '/v1/events', { events: completionOf('m', 'plain').slice(0, 2) }, SCHOOL);
  const refused = await terminal.failure('issue', 'm', 'plain');
  expect([refused.code, refused.stderr.includes('not completed')]).toEqual([2, true]);
  const [certificate] = await school.context.db.reader.all(
    z.object({ id: z.string() }),
    'SELECT certificate_id AS id FROM certificates ORDER BY certificate_number LIMIT 1',
  );
  const id = certificate?.id ?? '';
  expect(await terminal.json('revoke', id, '--category', 'error', '--reason', 'Wrong learner')).toMatchObject(
    {
      validity: 'revoked',
    },
  );
  const again = await terminal.failure('revoke', id, '--category', 'error', '--reason', 'Wrong learner');
  expect(again.code).toBe(2);
  expect(await terminal.json('keys')).toMatchObject({ keys: [{ notAfter: null }] });
  expect(await terminal.words('stations')).toContain('Front desk');
  await terminal.json('start-emergency', 'pause_issuance', '--reason', 'Wrong template', '--by', 'Vera');
  expect(await terminal.words('emergencies')).toContain('Wrong template');
  expect(await terminal.json('doctor')).toMatchObject({ stations: 1, needsAttention: 1, emergencies: 1 });
}, 120_000);

test('A terminal that reaches no central says so and ends with 2', async () => {
  const school = await openSchool('postgres');
  const terminal = await terminalOf(school);
  const nobody = await terminal.failure('stations', '--url', 'http://127.0.0.1:1');
  expect([nobody.code, nobody.stderr.includes('127.0.0.1:1')]).toEqual([2, true]);
}, 60_000);
