import { expect, test } from 'vitest';
import { demoToken } from '../../src/central/services/demo/signIn.ts';
import { codeOf, openSchool } from './school.ts';

test('The demo school signs its learners in; nobody else can, and no other school takes its tokens', async () => {
  const demo = await openSchool('postgres', { demo: true });
  const list = await demo.call('GET', '/demo/learners', undefined, null);
  const [, path] = /href="(\/demo\/learners\/[^"]+)"/u.exec(String(list.body)) ?? [];
  const file = await demo.call('GET', path ?? '', undefined, null);
  expect([file.status, file.headers.get('content-type')]).toEqual([200, 'application/pdf']);
  const [, learner = '', course = ''] = /learners\/([^/]+)\/(.+)$/u.exec(path ?? '') ?? [];
  const token = demoToken(demo.context, learner);
  expect((await demo.call('GET', `/my-courses/${course}/certificate`, undefined, token)).status).toBe(200);
  const forged = `${token.slice(0, -6)}AAAAAA`;
  expect(codeOf(await demo.call('GET', `/my-courses/${course}/certificate`, undefined, forged))).toBe(
    'UNAUTHORIZED',
  );
  demo.clock.advance(2 * 3_600_000);
  expect(codeOf(await demo.call('GET', `/my-courses/${course}/certificate`, undefined, token))).toBe(
    'UNAUTHORIZED',
  );

  const school = await openSchool('postgres');
  expect(codeOf(await school.call('GET', '/my-courses/ca/certificate', undefined, token))).toBe(
    'UNAUTHORIZED',
  );
  expect((await school.call('GET', '/demo/learners', undefined, null)).status).toBe(404);
});
