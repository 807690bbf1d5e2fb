import { createHash } from 'node:crypto';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Param } from '../../src/central/db/database.ts';
import { newVerificationCode } from '../../src/domain/certificates/verificationCode.ts';
import { completionOf, furnish, issueMany, openSchool, pairStation, SCHOOL } from './school.ts';

test('The page says the verdict in English and Spanish without any script, and search engines are kept away', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  await school.call(
    'POST',
    '/v1/events',
    { events: completionOf('p', 'plain', { name: 'Ada <b>Reed</b>' }) },
    SCHOOL,
  );
  const [certificate] = await (await pairStation(school)).certificates();
  const path = `/verify/${certificate?.verificationCode}`;
  const english = await school.call('GET', path, undefined, null, { accept: 'text/html' });
  expect(english.body).toContain('This certificate is genuine and in force.');
  expect(english.body).toContain('Ada &lt;b&gt;Reed&lt;/b&gt;');
  expect(english.headers.get('x-robots-tag')).toContain('noindex');
  expect(english.headers.get('content-security-policy')).toContain("default-src 'none'");
  const spanish = await school.call('GET', path, undefined, null, {
    accept: 'text/html',
    'accept-language': 'es-MX,es;q=0.9',
  });
  expect(spanish.body).toContain('Este certificado es auténtico y está vigente.');
  const byNumber = await school.call('GET', `/verify/${certificate?.certificateNumber}`, undefined, null, {
    accept: 'application/json',
  });
  // Numbers can be counted through, codes cannot: asked by number, the name is only hinted at.
  expect(byNumber.body).toMatchObject({ result: 'valid', issuedName: 'A. <.' });
});

test('What is not found takes the same way as what is, statement by statement, and looks alike whatever was asked', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  await issueMany(school, 1, 'plain');
  const [certificate] = await (await pairStation(school)).certificates();
  const { db } = school.context;
  const said: string[] = [];
  Object.assign(school.context, {
    db: {
      ...db,
      reader: {
        ...db.reader,
        all: (row: z.ZodType, sql: string, params?: readonly Param[]) => {
          said.push(sql);
          return db.reader.all(row, sql, params);
        },
      },
      writeOnce: (row: z.ZodType, sql: string, params?: readonly Param[]) => {
        said.push(sql);
        return db.writeOnce(row, sql, params);
      },
    },
  });
  const codes = [
    certificate?.verificationCode ?? '',
    '0'.repeat(28),
    'nonsense',
    certificate?.certificateNumber ?? '',
    'CCT-2026-ZZZZZ9',
  ];
  for (const [path, accept] of [
    ['/v1/verify', 'application/json'],
    ['/verify', 'application/json'],
    ['/verify', 'text/html'],
  ] as const) {
    const ways: string[] = [];
    const notFound = new Set<string>();
    for (const code of codes) {
      said.length = 0;
      const reply = await school.call('GET', `${path}/${code}`, undefined, null, { accept });
      expect(reply.status).toBe(200);
      const about = said.filter((sql) => /verify_limits|verification_logs|signing_keys/u.test(sql));
      ways.push(about.toSorted().join('\n'));
      const text = JSON.stringify(reply.body).replaceAll(code, 'CODE');
      if (code !== codes[0] && code !== codes[3]) notFound.add(text);
    }
    expect(new Set(ways).size).toBe(1);
    expect(ways[0]).not.toBe('');
    expect(notFound.size).toBe(1);
  }
});

test('Too many checks from one address are told when to come back; another address is not held up', async () => {
  const school = await openSchool('postgres', { verifyPerMinute: 5 });
  const check = (from: string) =>
    school.call('GET', '/v1/verify/x', undefined, null, { 'x-central-caller-address': from });
  const statuses: number[] = [];
  for (let count = 0; count < 7; count += 1) statuses.push((await check('10.0.0.1')).status);
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429]);
  expect((await check('10.0.0.2')).status).toBe(200);
  const page = await school.call('GET', '/verify/x', undefined, null, {
    'x-central-caller-address': '10.0.0.1',
  });
  expect([page.status, page.headers.get('retry-after')]).toEqual([429, '12']);
  school.clock.advance(12_000);
  expect((await check('10.0.0.1')).status).toBe(200);
});

test('In a browser the page also checks the QR’s signature, with the one script that its policy allows', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  await issueMany(school, 1, 'plain');
  const [certificate] = await (await pairStation(school)).certificates();
  if (certificate === undefined) throw new Error('nothing was issued');
  const reply = await school.call('GET', `/verify/${certificate.verificationCode}`, undefined, null, {
    accept: 'text/html',
  });
  const html = z.string().parse(reply.body);
  const script = /<script>([^]*?)<\/script>/u.exec(html)?.[1] ?? '';
  const hash = createHash('sha256').update(script).digest('base64');
  expect(reply.headers.get('content-security-policy')).toContain(`script-src 'sha256-${hash}'`);
  const attribute = (name: string) =>
    (new RegExp(`data-${name}="([^"]*)"`, 'u').exec(html)?.[1] ?? '').replaceAll('&quot;', '"');
  const run = async (fragment: string) => {
    const place = {
      textContent: '',
      className: '',
      dataset: { signed: attribute('signed'), keys: attribute('keys'), good: 'good', bad: 'bad' },
    };
    const scope = {
      document: { getElementById: () => place },
      location: { hash: fragment },
      crypto,
      atob,
      Uint8Array,
      JSON,
    };
    await runInNewContext(script.trim().replace(/;$/u, ''), scope);
    return place.textContent;
  };
  expect(await run(`#k=${certificate.keyId}&s=${certificate.signature}`)).toBe('good');
  const forged = `${certificate.signature.startsWith('A') ? 'B' : 'A'}${certificate.signature.slice(1)}`;
  expect(await run(`#k=${certificate.keyId}&s=${forged}`)).toBe('bad');
  expect(await run(`#k=unknown&s=${certificate.signature}`)).toBe('bad');
  expect(await run('')).toBe('');
});

test('A code that was typed into the form is kept when the language is changed, and a number says what its page leaves out', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  await issueMany(school, 1, 'ca');
  const [certificate] = await (await pairStation(school)).certificates();
  const pageOf = async (path: string) =>
    z.string().parse((await school.call('GET', path, undefined, null, { accept: 'text/html' })).body);
  const byCode = await pageOf(`/verify?code=${certificate?.verificationCode}&lang=en`);
  expect(byCode).toContain(`href="/verify/${certificate?.verificationCode}?lang=es"`);
  expect(byCode).toContain('California');
  const byNumber = await pageOf(`/verify/${certificate?.certificateNumber}`);
  expect(byNumber).toContain('first letters of the name only');
  expect(byNumber).not.toContain(certificate?.issuedName);
});

test('Nothing tells a code that never was from one that is mistyped or is no code at all', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  await issueMany(school, 1, 'plain');
  const [certificate] = await (await pairStation(school)).certificates();
  const code = certificate?.verificationCode ?? '';
  const mistyped = `${code.startsWith('0') ? '1' : '0'}${code.slice(1)}`;
  const never = newVerificationCode((count) => new Uint8Array(count).fill(7));
  const seen = new Set<string>();
  for (const text of [mistyped, never, 'nonsense', 'CA-2026-999999']) {
    const json = await school.call('GET', `/verify/${text}`, undefined, null, { accept: 'application/json' });
    const page = await school.call('GET', `/verify/${text}`, undefined, null, { accept: 'text/html' });
    const headers = [...page.headers.keys()].toSorted().join();
    seen.add(
      JSON.stringify([json.status, json.body, page.status, headers, String(page.body).replaceAll(text, '?')]),
    );
  }
  expect(seen.size).toBe(1);
});

test('How often certificates were checked can be counted by day, by who asked and by the answer', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  await issueMany(school, 1, 'plain');
  const [certificate] = await (await pairStation(school)).certificates();
  const check = (path: string) => school.call('GET', path, undefined, null);
  await check(`/verify/${certificate?.verificationCode}`);
  await check(`/v1/verify/${certificate?.verificationCode}`);
  await check(`/v1/verify/nothing`);
  school.clock.advance(24 * 3_600_000);
  await check('/v1/verify/nothing');
  const counted = await school.call('GET', '/v1/reports/verifications?from=2026-11-20&to=2026-11-21');
  expect(counted.body).toEqual([
    { day: '2026-11-20', channel: 'api', result: 'not_found', count: 1 },
    { day: '2026-11-20', channel: 'api', result: 'valid', count: 1 },
    { day: '2026-11-20', channel: 'public', result: 'valid', count: 1 },
    { day: '2026-11-21', channel: 'api', result: 'not_found', count: 1 },
  ]);
  const one = await school.call('GET', '/v1/reports/verifications?from=2026-11-21&to=2026-11-21');
  expect(one.body).toHaveLength(1);
});
