import { expect, test } from 'vitest';
import { z } from 'zod';
import { ADMINISTRATOR, completionOf, furnish, openSchool, SCHOOL } from './school.ts';
import type { TestSchool } from './school.ts';

/** The page as a browser gets it that was asked for name and password. */
async function office(school: TestSchool, password: string, language = 'en') {
  const reply = await school.call('GET', '/office', undefined, null, {
    authorization: `Basic ${Buffer.from(`ana:${password}`).toString('base64')}`,
    'accept-language': language,
  });
  return { status: reply.status, words: String(reply.body), asks: reply.headers.get('www-authenticate') };
}

test('The office sees on one page what was not issued and why, and what else is open, in English and Spanish', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  const empty = await office(school, ADMINISTRATOR);
  expect([empty.status, empty.words.includes('Nothing waits for a person.')]).toEqual([200, true]);
  const events = [
    ...completionOf('l-17', 'ca', { name: ' ' }),
    ...completionOf('l-18', 'ca', { date: '2026-02-30' }),
  ];
  await school.call('POST', '/v1/events', { events }, SCHOOL);
  const { words } = await office(school, ADMINISTRATOR);
  for (const said of [
    'the learner has no name',
    'l-17',
    'the completion date is no date of the calendar',
    'l-18',
    'Not issued, and why',
  ])
    expect(words).toContain(said);
  expect((await office(school, ADMINISTRATOR, 'es')).words).toContain('No emitidos, y por qué');
});

test('Every emergency that runs stands on it with its reason, its person, its start and its end, until it is over', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  const start = async (kind: string, endsAt: number | null) => {
    const reply = await school.call('POST', '/v1/emergencies', {
      kind,
      reason: `Because of ${kind}`,
      startedBy: 'Vera <b>',
      endsAt,
    });
    return z.object({ emergencyId: z.string() }).parse(reply.body).emergencyId;
  };
  const paused = await start('pause_issuance', null);
  await start('hold_shipping', school.clock.now() + 3_600_000);
  await start('digital_only', null);
  const { words } = await office(school, ADMINISTRATOR);
  for (const said of [
    'Issuance is paused',
    'Because of pause_issuance',
    'Shipping is held',
    'Digital only: no paper is printed',
    'by Vera &lt;b&gt;',
    'Since Nov 20, 2026, 8:00',
    'until Nov 20, 2026, 9:00',
    'until somebody ends it',
  ])
    expect(words.replaceAll(/\u202F|\u00A0/gu, ' ')).toContain(said);
  await school.call('POST', `/v1/emergencies/${paused}/end`, { endedBy: 'Vera' });
  school.clock.advance(3_600_000);
  const later = (await office(school, ADMINISTRATOR)).words;
  expect([
    later.includes('Issuance is paused'),
    later.includes('Shipping is held'),
    later.includes('Digital only'),
  ]).toEqual([false, false, true]);
});

test('Nobody without the administrator’s token sees it, the school’s own systems neither', async () => {
  const school = await openSchool('postgres');
  for (const password of ['', 'wrong', SCHOOL]) {
    const reply = await office(school, password);
    expect(reply.words).not.toContain('Nothing waits');
    expect([401, 403]).toContain(reply.status);
  }
  const asked = await school.call('GET', '/office', undefined, null);
  expect([asked.status, asked.headers.get('www-authenticate')]).toEqual([
    401,
    'Basic realm="office", charset="UTF-8"',
  ]);
});
