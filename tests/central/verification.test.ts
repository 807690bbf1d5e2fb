import { createHash } from 'node:crypto';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { displayVerificationCode } from '../../src/domain/certificates/verificationCode.ts';
import { completionOf, furnish, issueMany, openSchool, pairStation, SCHOOL } from './school.ts';
import type { TestSchool } from './school.ts';

const Log = z.object({
  certificate: z.string().nullable(),
  asked: z.string(),
  result: z.string(),
  channel: z.string(),
});

const logsOf = (school: TestSchool) =>
  school.context.db.reader.all(
    Log,
    'SELECT certificate_id AS certificate, asked, result, channel FROM verification_logs ORDER BY log_id',
  );

test('7 verify answers valid, not_found, revoked rightly, in whatever spelling it is asked', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  await issueMany(school, 6, 'plain');
  const certificates = await (await pairStation(school)).certificates();
  for (const each of certificates.slice(0, 2)) {
    await school.call('POST', `/v1/certificates/${each.certificateId}/revoke`, {
      category: 'fraud',
      reason: 'Somebody else sat it',
    });
  }
  const revoked = new Set(certificates.slice(0, 2).map((each) => each.certificateId));
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...certificates),
      fc.constantFrom(
        (code: string) => code,
        (code: string) => code.toLowerCase(),
        displayVerificationCode,
        (code: string) => code.replaceAll('0', 'o').replaceAll('1', 'l'),
      ),
      async (certificate, spell) => {
        const code = encodeURIComponent(spell(certificate.verificationCode));
        const reply = await school.call('GET', `/verify/${code}`, undefined, null, {
          accept: 'application/json',
        });
        expect(reply.body).toMatchObject(
          revoked.has(certificate.certificateId)
            ? { result: 'revoked', certificateNumber: certificate.certificateNumber, category: 'fraud' }
            : {
                result: 'valid',
                issuedName: certificate.issuedName,
                certificateNumber: certificate.certificateNumber,
              },
        );
      },
    ),
    { numRuns: 40 },
  );
  await fc.assert(
    fc.asyncProperty(fc.string({ minLength: 1, maxLength: 60, unit: 'binary' }), async (text) => {
      const reply = await school.call(
        'GET',
        `/v1/verify/${encodeURIComponent(text.toWellFormed())}`,
        undefined,
        null,
      );
      if (reply.status === 404) return;
      expect([reply.status, reply.body]).toEqual([200, { result: 'not_found' }]);
    }),
    { numRuns: 60 },
  );
});

test('8 every attempt is logged, also when hundreds come at once', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  await issueMany(school, 3, 'plain');
  const certificates = await (await pairStation(school)).certificates();
  await Promise.all(
    Array.from({ length: 300 }, (_, index) => {
      const code = index % 2 === 0 ? certificates[index % 3]?.verificationCode : `nonsense-${index}`;
      return school.call('GET', index % 5 === 0 ? `/verify/${code}` : `/v1/verify/${code}`, undefined, null);
    }),
  );
  const logs = await logsOf(school);
  expect(logs).toHaveLength(300);
  expect(logs.filter((log) => log.result === 'valid')).toHaveLength(150);
  expect(logs.filter((log) => log.result === 'not_found' && log.certificate === null)).toHaveLength(150);
  expect(logs.filter((log) => log.channel === 'public')).toHaveLength(60);
});

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
