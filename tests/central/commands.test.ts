import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { refusalWords } from '../../src/central/commands/refusalWords.ts';
import { openRemote, RemoteRefused } from '../../src/central/commands/remote.ts';
import { ADMINISTRATOR, completionOf, furnish, openSchool, SCHOOL } from './school.ts';

test('What central refuses is said in words, without its codes and its JSON', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  await school.call(
    'POST',
    '/v1/events',
    { events: [...completionOf('p', 'plain'), ...completionOf('nameless', 'plain', { name: '' })] },
    SCHOOL,
  );
  const issue = (learnerId: string) =>
    ['POST', '/v1/certificates', { learnerId, courseId: 'plain' }] as const;
  const again = await school.call(...issue('p'));
  const { data } = z.object({ data: z.object({ certificateId: z.string() }) }).parse(again.body);
  const path = `/v1/certificates/${data.certificateId}`;
  const block = { jurisdiction: 'US-CA', prefix: 'K', width: 3, first: 1, last: 9 };
  await school.call('POST', '/v1/control-numbers', block);
  const revoke = ['POST', `${path}/revoke`, { reason: 'A reason', category: 'error' }] as const;
  const said = async (call: readonly [string, string, unknown?]) => {
    const reply = await school.call(...call);
    expect(reply.status).toBeGreaterThan(399);
    return refusalWords(reply.status, reply.body);
  };
  const all = [
    await said(['GET', '/v1/certificates/nope']),
    await said(['POST', `${path}/revoke`, { reason: 'A reason' }]),
    await said(issue('p')),
    await said(issue('nobody')),
    await said(issue('nameless')),
    await said(['POST', `${path}/reinstate`, { reason: 'A reason' }]),
    await said(['POST', `${path}/reissue`, { reason: 'A reason', issuedName: '' }]),
    await said(['POST', '/v1/control-numbers', block]),
    await school.call(...revoke).then(() => said(revoke)),
  ];
  expect(all).toEqual([
    'There is no certificate nope.',
    expect.stringMatching(/^category: Invalid option: expected one of "refund"/u),
    expect.stringMatching(/^There is one in force: CCT-2026-/u),
    'It is not earned: The course is not completed.',
    'It cannot be issued: the learner has no name.',
    'The certificate is active, and that does not allow it.',
    'The name cannot stand on a certificate: the learner has no name.',
    expect.stringMatching(/^Some of these numbers stand in the range /u),
    expect.stringMatching(/^It was revoked already, at 2026-11-20T/u),
  ]);
});

test('An address that is not central’s, or is nobody’s, is said as such', async () => {
  const server = createServer((_, response) => response.writeHead(200).end('<html>A router</html>'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = z.object({ port: z.int() }).parse(server.address());
  const ask = async () => {
    const url = `http://127.0.0.1:${port}`;
    return (await openRemote({ url }, { CENTRAL_ADMIN_TOKEN: ADMINISTRATOR })).call('GET', '/v1/courses');
  };
  await expect(ask()).rejects.toThrow(/not as central answers/u);
  await new Promise((resolve) => server.close(resolve));
  onTestFinished(() => void server.close());
  await expect(ask()).rejects.toThrow(RemoteRefused);
});
