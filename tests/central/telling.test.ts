import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { partsOfMail } from '../../src/central/mail/parts.ts';
import { planDigest } from '../../src/central/services/telling/digest.ts';
import { sendMails } from '../../src/central/services/telling/send.ts';
import { openMailServer } from './mailServer.ts';
import type { TakenMail } from './mailServer.ts';
import { codeOf, completionOf, furnish, NOON, openSchool, pairStation, SCHOOL } from './school.ts';
import type { TestSchool } from './school.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A learner with an address completes a course. */
async function graduate(
  school: TestSchool,
  learnerId: string,
  about: { readonly courseId?: string; readonly language?: 'en' | 'es'; readonly name?: string } = {},
): Promise<void> {
  const { courseId = 'ca', language = 'en', name = 'José Ñandú' } = about;
  const [learner, ...rest] = completionOf(learnerId, courseId, { name });
  const events = [{ ...learner, email: `${learnerId}@learners.example`, language }, ...rest];
  const reply = await school.call('POST', '/v1/events', { events }, SCHOOL);
  expect(reply.body).toMatchObject({ rejected: [] });
}

async function states(school: TestSchool): Promise<string[]> {
  const rows = await school.context.db.reader.all(
    z.object({ kind: z.string(), state: z.string() }),
    'SELECT kind, state FROM mails ORDER BY made_at, kind, mail_id',
  );
  return rows.map((row) => `${row.kind} ${row.state}`);
}

async function certificateOf(school: TestSchool, learnerId: string): Promise<string> {
  const row = await school.context.db.reader.one(
    z.object({ id: z.string() }),
    'SELECT certificate_id AS id FROM certificates WHERE learner_id = $1',
    [learnerId],
  );
  return row?.id ?? '';
}

const read = (mail: TakenMail | undefined) => partsOfMail(Buffer.from(mail?.raw ?? '', 'latin1'));

/** Jobs of the opened school have nothing to send with; the tests send by themselves. */
async function quietSchool(
  where: 'pglite' | 'postgres',
  mail: TestSchool['context']['settings']['mail'],
): Promise<TestSchool> {
  const school = await openSchool(where);
  await furnish(school);
  Object.assign(school.context.settings, { mail });
  return school;
}

test.for(['pglite', 'postgres'] as const)(
  'A learner is told when the certificate is issued, shipped and delivered, in the own language (%s)',
  { timeout: 60_000 },
  async (kind) => {
    const server = await openMailServer();
    const school = await quietSchool(kind, server.settings());
    await graduate(school, 'ada', { language: 'es' });
    await sendMails(school.context);
    const certificateId = await certificateOf(school, 'ada');
    const station = await pairStation(school);
    const parcel = { at: NOON, userId: null, certificateIds: [certificateId], parcelId: 'p1' };
    const label = {
      kind: 'label',
      outcome: 'bought',
      intentId: 'i1',
      carrier: 'USPS',
      service: 'First',
      tracking: '9400',
      trackingUrl: 'https://track.example/9400',
      cost: { minor: 100, currency: 'USD' },
    } as const;
    await station.push([
      { sequence: 1, fact: { ...parcel, ...label } },
      { sequence: 2, fact: { ...parcel, kind: 'parcel', event: 'handed_over', manifestNumber: null } },
    ]);
    await sendMails(school.context);
    await station.push([
      { sequence: 3, fact: { ...parcel, kind: 'parcel', event: 'delivered', manifestNumber: null } },
    ]);
    await sendMails(school.context);
    await sendMails(school.context);
    const mails = server.taken.map(read);
    expect(mails.map((mail) => mail.subject)).toEqual([
      'Su certificado: ca',
      'En camino: su certificado de ca',
      'Entregado: su certificado de ca',
    ]);
    expect(server.taken.map((mail) => mail.to)).toEqual(Array<string>(3).fill('ada@learners.example'));
    expect(mails[0]?.text).toContain('Hola, José Ñandú:');
    expect(mails[0]?.html).toContain('lang="es"');
    expect(mails[1]?.text).toContain('https://track.example/9400');
    expect(mails[1]?.html).toContain('href="https://track.example/9400"');
    expect(await states(school)).toEqual(['delivered sent', 'issued sent', 'shipped sent']);
  },
);

test('What is told is written in the transaction of what it tells of: where that fails, nothing is told', async () => {
  const server = await openMailServer();
  const school = await quietSchool('postgres', server.settings());
  await graduate(school, 'ada');
  const id = await certificateOf(school, 'ada');
  await expect(
    school.context.db.write(async (writer) => {
      await writer.run(`UPDATE certificates SET validity = 'revoked' WHERE certificate_id = $1`, [id]);
      const { recordEvents } = await import('../../src/central/services/issuing/write.ts');
      await recordEvents(writer, [
        { certificateId: id, at: NOON, event: 'revoked', stationId: null, detail: {} },
      ]);
      throw new Error('power cut');
    }),
  ).rejects.toThrow('power cut');
  expect(await states(school)).toEqual(['issued waiting']);
});

test('Greylisting is tried again at growing distances, and then the mail goes out once', async () => {
  const server = await openMailServer();
  const school = await quietSchool('postgres', server.settings());
  await graduate(school, 'ada');
  server.fault.recipient = { code: 451, says: '4.7.1 Greylisted, try again' };
  await sendMails(school.context);
  await sendMails(school.context);
  expect(await states(school)).toEqual(['issued waiting']);
  school.clock.advance(MINUTE);
  await sendMails(school.context);
  school.clock.advance(MINUTE);
  server.fault.recipient = null;
  await sendMails(school.context);
  expect(server.taken).toHaveLength(0);
  school.clock.advance(5 * MINUTE);
  await sendMails(school.context);
  expect(server.taken).toHaveLength(1);
  expect(await states(school)).toEqual(['issued sent']);
});

test('A server that never takes it is asked for five days; then the mail is parked for a person', async () => {
  const server = await openMailServer();
  const school = await quietSchool('postgres', server.settings());
  await graduate(school, 'ada');
  server.fault.text = { code: 452, says: '4.3.1 Full' };
  let tries = 0;
  for (; (await states(school))[0] === 'issued waiting' && tries < 50; tries += 1) {
    await sendMails(school.context);
    school.clock.advance(27 * HOUR);
  }
  expect(tries).toBe(12);
  expect((await school.call('GET', '/v1/mails?state=parked')).body).toMatchObject([
    { kind: 'issued', attempts: 12, problem: 'given up: EMESSAGE DATA 452 4.3.1' },
  ]);
});

test('An address that does not exist gets no second mail until a person says so', async () => {
  const server = await openMailServer();
  const school = await quietSchool('postgres', server.settings());
  await graduate(school, 'ada');
  server.fault.recipient = { code: 550, says: '5.1.1 No such user here' };
  await sendMails(school.context);
  server.fault.recipient = null;
  await graduate(school, 'ada', { courseId: 'tx' });
  await sendMails(school.context);
  expect(await states(school)).toEqual(expect.arrayContaining(['issued refused', 'issued suppressed']));
  expect(server.shown()).toBe(0);
  await school.call('DELETE', '/v1/mails/bounces', { address: 'ADA@learners.example' });
  await graduate(school, 'ada', { courseId: 'plain' });
  await sendMails(school.context);
  expect(server.taken).toHaveLength(1);
  const kept = await school.context.db.reader.all(
    z.object({ all: z.string() }),
    'SELECT address_hash AS all FROM mail_refusals',
  );
  expect(JSON.stringify(kept)).not.toContain('learners.example');
});

test('A refusal for other reasons than the address blames no address', async () => {
  const server = await openMailServer();
  const school = await quietSchool('postgres', server.settings());
  await graduate(school, 'ada');
  server.fault.text = { code: 554, says: '5.7.1 Looks like spam' };
  await sendMails(school.context);
  server.fault.text = null;
  await graduate(school, 'ada', { courseId: 'tx' });
  await sendMails(school.context);
  expect((await states(school)).toSorted()).toEqual(['issued refused', 'issued sent']);
});

test.for(['hang up', 'take and hang up', 'silence'] as const)(
  'A server that is lost after the text was sent (%s) leaves a parked mail that is never sent again by itself',
  async (fault) => {
    const server = await openMailServer();
    const school = await quietSchool('postgres', server.settings({ patienceMs: 300 }));
    await graduate(school, 'ada');
    server.fault.text = fault;
    await sendMails(school.context);
    server.fault.text = null;
    for (let day = 0; day < 8; day += 1) {
      school.clock.advance(24 * HOUR);
      await sendMails(school.context);
    }
    expect(await states(school)).toEqual(['issued parked']);
    expect(server.shown()).toBe(1);
    const [mail] = z
      .array(z.object({ mailId: z.string() }))
      .parse((await school.call('GET', '/v1/mails')).body);
    const again = await school.call('POST', `/v1/mails/${mail?.mailId}/resend`);
    expect(again.body).toMatchObject({ state: 'waiting' });
    expect(codeOf(await school.call('POST', `/v1/mails/${mail?.mailId}/resend`))).toBe('WRONG_STATE');
    const before = server.taken.length;
    await sendMails(school.context);
    expect(server.taken).toHaveLength(before + 1);
  },
);

test('A program that died before the server asked for the text sends it later; one that died after it does not', async () => {
  const server = await openMailServer();
  const school = await quietSchool('postgres', server.settings());
  await graduate(school, 'ada');
  await graduate(school, 'bob');
  await school.context.db.write(async (writer) => {
    const set = (learner: string, state: string) =>
      writer.run(
        `UPDATE mails SET state = $2, claimed_at = $3 WHERE certificate_id IN (SELECT certificate_id FROM certificates WHERE learner_id = $1)`,
        [learner, state, NOON],
      );
    await set('ada', 'claimed');
    await set('bob', 'handing_over');
  });
  await sendMails(school.context);
  expect(server.taken).toHaveLength(0);
  school.clock.advance(HOUR);
  await sendMails(school.context);
  expect(server.taken.map((mail) => mail.to)).toEqual(['ada@learners.example']);
  expect((await states(school)).toSorted()).toEqual(['issued parked', 'issued sent']);
});

test('Processes that send at the same time send each mail once', async () => {
  const server = await openMailServer();
  const school = await quietSchool('postgres', server.settings());
  for (let each = 0; each < 120; each += 1) await graduate(school, `l${each}`);
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      while (await sendMails(school.context));
    }),
  );
  while ((await states(school)).includes('issued waiting')) await sendMails(school.context);
  expect(server.taken).toHaveLength(120);
  expect(new Set(server.taken.map((mail) => mail.to)).size).toBe(120);
  expect(new Set(server.taken.map((mail) => /message-id: (\S+)/iu.exec(mail.raw)?.[1])).size).toBe(120);
});

test('A mail server that is away delays all mails and loses none', async () => {
  const server = await openMailServer();
  const settings = server.settings();
  const school = await quietSchool('postgres', settings);
  await graduate(school, 'ada');
  if (settings?.transport.kind !== 'smtp') throw new Error('no server');
  Object.assign(school.context.settings, {
    mail: { ...settings, transport: { ...settings.transport, port: 1 } },
  });
  expect(await sendMails(school.context)).toBe(false);
  expect(await states(school)).toEqual(['issued waiting']);
  Object.assign(school.context.settings, { mail: settings });
  school.clock.advance(MINUTE);
  await sendMails(school.context);
  expect(await states(school)).toEqual(['issued sent']);
});

test('An emergency that stops paper tells everybody who waits for it, once; a revocation says so and why', async () => {
  const server = await openMailServer();
  const school = await quietSchool('postgres', server.settings());
  await graduate(school, 'ada');
  await graduate(school, 'bob', { courseId: 'plain' });
  await school.call('POST', '/v1/emergencies', {
    kind: 'hold_shipping',
    reason: 'Flood',
    startedBy: 'Vera',
    endsAt: null,
  });
  const id = await certificateOf(school, 'ada');
  await sendMails(school.context);
  expect(server.taken.map((mail) => read(mail).subject).toSorted()).toEqual([
    'A little later: your certificate for ca',
    'Your certificate: ca',
    'Your certificate: plain',
  ]);
  await school.call('POST', `/v1/certificates/${id}/revoke`, {
    category: 'refund',
    reason: 'Order 7 was refunded',
  });
  await sendMails(school.context);
  const last = read(server.taken.at(-1));
  expect(last.subject).toBe('Your certificate for ca was revoked');
  expect(last.text).toContain('the course was refunded');
  expect(last.text).not.toContain('Order 7');
});

test('A delay says whether printing or shipping is what waits, in the learner’s language, and is not told when it is over', async () => {
  const server = await openMailServer();
  const school = await quietSchool('postgres', server.settings());
  const emergency = async (kind: string) => {
    const reply = await school.call('POST', '/v1/emergencies', {
      kind,
      reason: 'Flood',
      startedBy: 'Vera',
      endsAt: null,
    });
    return z.object({ emergencyId: z.string() }).parse(reply.body).emergencyId;
  };
  await graduate(school, 'ada');
  await graduate(school, 'eva', { language: 'es' });
  await sendMails(school.context);
  const told = async () => {
    const before = server.taken.length;
    await sendMails(school.context);
    return server.taken.slice(before).map(read);
  };
  const printing = await emergency('digital_only');
  const first = await told();
  expect(first.map((mail) => mail.subject).toSorted()).toEqual([
    'A little later: your certificate for ca',
    'Un poco más tarde: su certificado de ca',
  ]);
  for (const mail of first) {
    expect(mail.text).toMatch(/cannot print certificates|no podemos imprimir certificados/u);
    expect(mail.text).toMatch(/interim digital copy|copia digital provisional/u);
    expect(mail.html).toMatch(/interim digital copy|copia digital provisional/u);
  }
  await school.call('POST', `/v1/emergencies/${printing}/end`, { endedBy: 'Vera' });
  const shipping = await emergency('hold_shipping');
  for (const mail of await told()) {
    expect(mail.text).toMatch(/cannot ship parcels|no podemos enviar paquetes/u);
    expect(mail.text).not.toMatch(/interim|provisional/u);
  }
  await school.call('POST', `/v1/emergencies/${shipping}/end`, { endedBy: 'Vera' });
  const brief = await emergency('hold_shipping');
  await school.call('POST', `/v1/emergencies/${brief}/end`, { endedBy: 'Vera' });
  expect(await told()).toEqual([]);
});

test('The digest is written in the language of the settings, and names the emergencies that run', async () => {
  const server = await openMailServer();
  const school = await quietSchool(
    'postgres',
    server.settings({
      supervisors: ['vera@school.example'],
      language: 'es',
    }),
  );
  await school.call('POST', '/v1/emergencies', {
    kind: 'digital_only',
    reason: 'No paper',
    startedBy: 'Vera',
    endsAt: null,
  });
  await planDigest(school.context);
  await sendMails(school.context);
  const digest = read(server.taken.at(-1));
  expect(digest.subject).toContain('ningún plazo en riesgo');
  expect(digest.text).toContain('Emitidos, últimas 24 horas:');
  expect(digest.text).toContain('Solo digital: no se imprime papel.');
  expect(digest.html).toContain('lang="es"');
});

test('News that was overtaken is not told: a certificate that was revoked before its mail went out', async () => {
  const server = await openMailServer();
  const school = await quietSchool('postgres', server.settings());
  await graduate(school, 'ada');
  const id = await certificateOf(school, 'ada');
  await school.call('POST', `/v1/certificates/${id}/revoke`, { category: 'error', reason: 'Wrong learner' });
  await sendMails(school.context);
  expect(server.taken.map((mail) => read(mail).subject)).toEqual(['Your certificate for ca was revoked']);
});

test('Supervisors get one digest a day, with counts and no learner', async () => {
  const server = await openMailServer();
  const school = await quietSchool(
    'pglite',
    server.settings({ supervisors: ['vera@school.example', 'ed@school.example'] }),
  );
  await graduate(school, 'ada', { name: 'Zebulon Quux' });
  await planDigest(school.context);
  await planDigest(school.context);
  school.clock.advance(24 * HOUR);
  await planDigest(school.context);
  await sendMails(school.context);
  const digests = server.taken.filter((mail) => mail.to.endsWith('@school.example'));
  expect(digests).toHaveLength(4);
  expect(JSON.stringify(digests.map(read))).not.toContain('Quux');
  expect(read(digests[0]).text).toContain('Issued, last 24 hours:');
});

test('Names and addresses of learners are in no log, and a hostile name adds no header and no markup', async () => {
  const server = await openMailServer();
  const school = await quietSchool('postgres', server.settings());
  await graduate(school, 'mallory', { name: '<b>Mallory</b> & Sons' });
  server.fault.text = 'hang up';
  await sendMails(school.context);
  await graduate(school, 'ada', { name: 'Ada Private' });
  server.fault.text = null;
  await sendMails(school.context);
  expect(JSON.stringify(school.log)).not.toMatch(/Mallory|Private|learners\.example/u);
  await school.context.db.write((writer) =>
    writer.run(`UPDATE courses SET title = $1 WHERE course_id = 'tx'`, [
      'Title\r\nBcc: everybody@example.org',
    ]),
  );
  await graduate(school, 'eve', { courseId: 'tx', name: '<script>alert(1)</script>' });
  await sendMails(school.context);
  const mail = server.taken.find((each) => each.to.startsWith('eve'));
  expect(mail?.raw.split('\r\n\r\n')[0]).not.toMatch(/^Bcc:/imu);
  expect(read(mail).html).not.toContain('<script');
  expect(read(mail).html).toContain('&lt;script&gt;');
});

test('Without a mail server mails become files, and the demo shows them', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mail-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const school = await openSchool('postgres', {
    demo: true,
    mail: {
      from: 'certificates@school.example',
      replyTo: null,
      supervisors: [],
      digest: { hour: 7, timeZone: 'UTC' },
      transport: { kind: 'folder', folder: join(folder, 'mail') },
    },
  });
  await furnish(school);
  await graduate(school, 'ada');
  while (await sendMails(school.context));
  const files = await readdir(join(folder, 'mail'));
  const mine = await Promise.all(
    files.map(async (name) => ({ name, parts: partsOfMail(await readFile(join(folder, 'mail', name))) })),
  );
  const file = mine.find((each) => each.parts.to.includes('ada@learners.example'));
  expect(file).toBeDefined();
  const list = await school.call('GET', '/demo/mail', undefined, null);
  expect(list.body).toContain('Your certificate: ca');
  const id = file?.name.slice(0, -4);
  const shown = await school.call('GET', `/demo/mail/${id}`, undefined, null);
  expect(shown.body).toContain('Dear José Ñandú,');
  const html = await school.call('GET', `/demo/mail/${id}/html`, undefined, null);
  expect(html.headers.get('content-security-policy')).toContain('sandbox');
  expect((await school.call('GET', '/demo/mail/../../etc/passwd', undefined, null)).status).toBe(404);
});

test('There is no page of mails outside a demo', async () => {
  const server = await openMailServer();
  const school = await quietSchool('postgres', server.settings());
  expect((await school.call('GET', '/demo/mail', undefined, null)).status).toBe(404);
});
