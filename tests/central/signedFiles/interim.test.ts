import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { completionOf, furnish, issueMany, openSchool, SCHOOL } from '../school.ts';
import type { TestSchool } from '../school.ts';
import { download, lacks, tempFolder } from './downloading.ts';

const noPdftotext = lacks('pdftotext', '-v');

async function wordsOf(bytes: Buffer): Promise<string> {
  const file = join(await tempFolder(), 'certificate.pdf');
  await writeFile(file, bytes);
  return execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });
}

async function begin(school: TestSchool): Promise<string> {
  const started = await school.call('POST', '/v1/emergencies', {
    kind: 'digital_only',
    reason: 'No paper',
    startedBy: 'Vera',
    endsAt: null,
  });
  return z.object({ emergencyId: z.string() }).parse(started.body).emergencyId;
}

test.skipIf(noPdftotext)(
  'While an emergency keeps paper back, what is owed on paper is given out as an interim copy that says so on its page, and the paper stays owed (needs pdftotext)',
  async () => {
    const school = await openSchool('postgres');
    await furnish(school);
    await issueMany(school, 1);
    await issueMany(school, 1, 'plain', 5);
    const emergencyId = await begin(school);
    const interim = await download(school, 'p0');
    expect(interim.name).toBe('CA-2026-000001-interim.pdf');
    const words = await wordsOf(interim.bytes);
    expect(words).toContain('INTERIM DIGITAL COPY – the paper certificate follows');
    expect(words).toContain('COPIA DIGITAL PROVISIONAL');
    expect(words).toContain('Learner p0');
    // What is digital anyway is no interim copy.
    const digital = await download(school, 'p5');
    expect(digital.name).not.toContain('interim');
    expect(await wordsOf(digital.bytes)).not.toMatch(/interim/iu);
    const owed = () =>
      school.context.db.reader.one(
        z.object({ count: z.int() }),
        `SELECT count(*) AS count FROM deliverables WHERE owed AND stage = 'queued'`,
      );
    expect(await owed()).toEqual({ count: 1 });
    // One that becomes due meanwhile is issued, and owed on paper as well.
    await school.call('POST', '/v1/events', { events: completionOf('late', 'ca') }, SCHOOL);
    expect((await download(school, 'late')).name).toContain('-interim.pdf');
    expect(await owed()).toEqual({ count: 2 });
    await school.call('POST', `/v1/emergencies/${emergencyId}/end`, { endedBy: 'Vera' });
    const after = await download(school, 'p0');
    expect(after.name).toBe('CA-2026-000001.pdf');
    expect(await wordsOf(after.bytes)).not.toMatch(/interim/iu);
  },
  60_000,
);

test('While it runs, the page that verifies says that an interim copy may be about, in both languages', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  await issueMany(school, 1);
  await issueMany(school, 1, 'plain', 5);
  const page = async (learnerId: string, language: string) => {
    const row = await school.context.db.reader.one(
      z.object({ code: z.string() }),
      'SELECT verification_code AS code FROM certificates WHERE learner_id = $1',
      [learnerId],
    );
    const reply = await school.call('GET', `/verify/${row?.code}`, undefined, null, {
      accept: 'text/html',
      'accept-language': language,
    });
    return String(reply.body);
  };
  expect(await page('p0', 'en')).not.toContain('interim');
  const emergencyId = await begin(school);
  expect(await page('p0', 'en')).toContain(
    'The paper certificate is still on its way. Until it arrives, an interim digital copy counts.',
  );
  expect(await page('p0', 'es')).toContain(
    'El certificado en papel aún está en camino. Hasta que llegue, vale una copia digital provisional.',
  );
  expect(await page('p5', 'en')).not.toContain('interim');
  await school.call('POST', `/v1/emergencies/${emergencyId}/end`, { endedBy: 'Vera' });
  expect(await page('p0', 'en')).not.toContain('interim');
}, 60_000);
