import { expect, test } from 'vitest';
import { z } from 'zod';
import { codeOf, furnish, openSchool, pairStation } from '../school.ts';
import type { TestSchool } from '../school.ts';
import { another, publish } from './uploading.ts';
import type { UploadReply } from './uploading.ts';

const Answer = z.object({ templateVersion: z.string(), coursesMoved: z.int() });
const codeIn = (reply: UploadReply) => codeOf({ ...reply, headers: new Headers() });

async function person(school: TestSchool, displayName: string, role: string): Promise<string> {
  const saved = await school.call('POST', '/v1/people', { displayName, roles: [role], pin: '739201' });
  return z.object({ userId: z.string() }).parse(saved.body).userId;
}

test('What an administrator made at a station is published; courses move, and every station hears of it', async () => {
  const school = await openSchool('postgres');
  const old = await furnish(school);
  const [maker, other] = [await pairStation(school, 'Maker'), await pairStation(school, 'Other')];
  const personId = await person(school, 'Ana', 'administrator');
  const { cursor } = await other.feed();
  const files = await another('Made here');
  const first = await publish(school, maker.token(), files, { personId, replaces: old });
  const { templateVersion, coursesMoved } = Answer.parse(first.body);
  expect(coursesMoved).toBe(3);
  const told = (await other.feed(cursor)).changes.flatMap((change) =>
    change.kind === 'template' ? [change.template] : [],
  );
  expect(told.find((each) => each.templateVersion === templateVersion)).toMatchObject({
    title: 'Made at a station',
    stockItemId: 'paper',
    published: true,
  });
  expect((await other.call('GET', `/v1/templates/${templateVersion}`)).status).toBe(200);
  // No answer came, so the station asks again: the same, and nothing moves twice.
  const again = await publish(school, maker.token(), files, { personId, replaces: old });
  expect(Answer.parse(again.body)).toEqual({ templateVersion, coursesMoved: 0 });
}, 60_000);

test('Who may not change templates publishes none: another role, a person who left, one whom nobody knows', async () => {
  const school = await openSchool('postgres');
  const old = await furnish(school);
  const station = await pairStation(school);
  const files = await another('Not yours');
  const clerk = await person(school, 'Carl', 'clerk');
  const left = await person(school, 'Lena', 'administrator');
  await school.call('POST', '/v1/people', {
    userId: left,
    displayName: 'Lena',
    roles: ['administrator'],
    active: false,
  });
  for (const personId of [clerk, left, 'nobody']) {
    const reply = await publish(school, station.token(), files, { personId });
    expect([reply.status, codeIn(reply)]).toEqual([403, 'NOT_AN_ADMINISTRATOR']);
  }
  const listed = await school.call('GET', '/v1/templates');
  expect(listed.body).toMatchObject([{ templateVersion: old }]);
}, 60_000);

test('A template from a station that lacks a placeholder is refused as any upload is, and a stranger is not heard', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  const station = await pairStation(school);
  const personId = await person(school, 'Ana', 'administrator');
  const lacking = await another('Lacking', (json) => json.replaceAll(/\{\{completionDate[^}]*\}\}/gu, '-'));
  const reply = await publish(school, station.token(), lacking, { personId });
  expect([reply.status, codeIn(reply)]).toEqual([422, 'NOT_SOUND']);
  expect(reply.faults).toEqual([expect.stringContaining('{{completion_date}}')]);
  const stranger = await publish(school, 'no-token-of-a-station-at-all', await another('Fine'), { personId });
  expect(stranger.status).toBe(401);
}, 60_000);
