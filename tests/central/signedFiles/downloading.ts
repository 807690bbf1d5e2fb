import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { z } from 'zod';
import { SCHOOL } from '../school.ts';
import type { TestSchool } from '../school.ts';

/** Whether a program is not on this machine. */
export const lacks = (tool: string, argument: string): boolean =>
  spawnSync(tool, [argument]).error !== undefined;

/** A folder that goes with the test. */
export async function tempFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'signed-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** The file that a download link gives, and its name. */
export async function download(
  school: TestSchool,
  learnerId: string,
): Promise<{ bytes: Buffer; name: string }> {
  const row = await school.context.db.reader.one(
    z.object({ id: z.string() }),
    'SELECT certificate_id AS id FROM certificates WHERE learner_id = $1',
    [learnerId],
  );
  const link = await school.call('POST', `/v1/certificates/${row?.id}/links`, {}, SCHOOL);
  const { url } = z.object({ url: z.string() }).parse(link.body);
  const response = await school.central.handler(new Request(`http://central.test${new URL(url).pathname}`));
  expect(response.status).toBe(200);
  const name = /filename="([^"]+)"/u.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? '';
  return { bytes: Buffer.from(await response.arrayBuffer()), name };
}
