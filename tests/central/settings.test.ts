import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readSettings } from '../../src/central/commands/readSettings.ts';
import { settingNames } from '../../src/central/commands/settingsFile.ts';
import { tempDir } from '../support/tempDir.ts';

const school = { schoolName: 'School of the file', publicUrl: 'https://file.example.org' };

/** A data folder with that in its `central.json`. */
async function folderWith(content: unknown): Promise<{ data: string; path: string }> {
  const data = await tempDir();
  const path = join(data, 'central.json');
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return { data, path };
}

/** The names of settings on a page of the documentation. */
async function namesOn(page: string): Promise<readonly string[]> {
  const text = await readFile(join(import.meta.dirname, '..', '..', 'docs', page), 'utf8');
  return text.match(/\bCENTRAL_[A-Z]+(?:_[A-Z]+)*\b/gu) ?? [];
}

/** What is said about settings that are no good. */
async function complaintOf(reading: Promise<unknown>): Promise<readonly string[]> {
  const message = await reading.then(
    () => '',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  return message
    .split('\n')
    .slice(1)
    .map((line) => line.replace(/^ {2}- /u, ''));
}

test('Nothing but a demo starts without its public address, and all that is missing is said at once', async () => {
  const folder = await tempDir();
  await expect(readSettings({ data: folder }, {})).rejects.toThrow(
    /CENTRAL_SCHOOL_NAME[^]*CENTRAL_PUBLIC_URL/u,
  );
  await expect(readSettings({ data: folder, demo: true }, {})).resolves.toBeDefined();
});

test('Settings come from central.json in the data folder, by either spelling; the environment goes before it, a flag before both', async () => {
  const { data } = await folderWith({
    ...school,
    port: 8080,
    CENTRAL_LEASE_HOURS: 48,
    proxies: ['10.0.0.0/8', '192.0.2.1'],
    mailSupervisors: ['vera@example.org', 'ada@example.org'],
    documentSignerCommand: ['sign', 'with spaces'],
    documentCertificateFile: 'chain.pem',
  });
  const { central, server } = await readSettings({ data }, { CENTRAL_SCHOOL_NAME: 'School of the day' });
  expect(central).toMatchObject({
    schoolName: 'School of the day',
    publicUrl: 'https://file.example.org',
    leaseHours: 48,
    mail: { supervisors: ['vera@example.org', 'ada@example.org'] },
    documentKey: { command: ['sign', 'with spaces'], certificateFile: 'chain.pem' },
  });
  expect(server).toMatchObject({ port: 8080, proxies: ['10.0.0.0/8', '192.0.2.1'] });
  expect((await readSettings({ data, port: '9090' }, { CENTRAL_PORT: '7070' })).server.port).toBe(9090);
});

test('A settings file may stand anywhere: --settings or CENTRAL_SETTINGS names it, and then it may name the data folder', async () => {
  const folder = await tempDir();
  const path = join(folder, 'school.json');
  await writeFile(path, JSON.stringify({ ...school, data: join(folder, 'records') }));
  const byFlag = await readSettings({ settings: path }, { CENTRAL_SETTINGS: '/nowhere/central.json' });
  const byName = await readSettings({}, { CENTRAL_SETTINGS: path });
  for (const { server, central } of [byFlag, byName]) {
    expect(server.dataFolder).toBe(join(folder, 'records'));
    expect(central.schoolName).toBe('School of the file');
  }
});

test('Secrets may stand in files of their own, as containers hand them out', async () => {
  const folder = await tempDir();
  const path = join(folder, 'token');
  await writeFile(path, `${'t'.repeat(30)}\n`);
  const { data } = await folderWith({ ...school, schoolTokenFile: path });
  const { central } = await readSettings({ data }, { CENTRAL_ADMIN_TOKEN_FILE: path });
  expect([central.administratorToken, central.schoolToken]).toEqual(['t'.repeat(30), 't'.repeat(30)]);
  expect(
    await complaintOf(readSettings({ data }, { CENTRAL_MASTER_KEY_FILE: join(folder, 'none') })),
  ).toEqual([expect.stringMatching(/^CENTRAL_MASTER_KEY_FILE \(environment\): .*none cannot be read/u)]);
});

test('All that is wrong in the environment and in the file is said at once, with the place where it stands', async () => {
  const { data, path } = await folderWith({
    schoolName: 'School',
    leaseHours: 'soon',
    digestHour: 25,
    smtpUrl: 'http://mail.example.org',
    mailFrom: 'Certificates <certificates@example.org>',
    verifyPerMinutes: 5,
    drainSeconds: { minutes: 1 },
    port: 1,
    CENTRAL_PORT: 2,
    demo: true,
    data: 'elsewhere',
  });
  const said = await complaintOf(
    readSettings(
      { data, host: '' },
      { CENTRAL_DATABASE_URL: 'mysql://db', CENTRAL_DATABASE_CONNECTIONS: '0', CENTRAL_PROXIES: 'nowhere' },
    ),
  );
  const at = (name: string) => `${name} (${path}): `;
  for (const start of [
    at('leaseHours'),
    at('digestHour'),
    at('smtpUrl'),
    `${at('verifyPerMinutes')}there is no such setting; is verifyPerMinute meant?`,
    `${at('drainSeconds')}a text, a number, or a list of texts`,
    `${at('CENTRAL_PORT')}said twice: as port, too`,
    `${at('demo')}there is no such setting`,
    `${at('data')}this file was found in the data folder`,
    '--host: ',
    'CENTRAL_DATABASE_URL (environment): ',
    'CENTRAL_DATABASE_CONNECTIONS (environment): ',
    'CENTRAL_PROXIES (environment): ',
    'CENTRAL_PUBLIC_URL: needed',
  ])
    expect(
      said.filter((line) => line.startsWith(start)),
      start,
    ).toHaveLength(1);
  expect(said, said.join('\n')).toHaveLength(13);
});

test('A settings file that is none, or is not there, is said in words', async () => {
  const broken = await folderWith('{ "port": 8080, }');
  expect(await complaintOf(readSettings({ data: broken.data, demo: true }, {}))).toEqual([
    expect.stringContaining(`${broken.path} is not JSON`),
  ]);
  const list = await folderWith([1]);
  expect(await complaintOf(readSettings({ data: list.data, demo: true }, {}))).toEqual([
    `${list.path} is not an object of settings, such as {"port": 8080}`,
  ]);
  const folder = await tempDir();
  const nowhere = join(folder, 'none.json');
  expect(await complaintOf(readSettings({ data: folder, settings: nowhere, demo: true }, {}))).toEqual([
    `${nowhere} cannot be read: there is no such file (--settings)`,
  ]);
  await mkdir(nowhere);
  expect(
    await complaintOf(readSettings({ data: folder, demo: true }, { CENTRAL_SETTINGS: nowhere })),
  ).toEqual([`${nowhere} cannot be read: it is a folder (CENTRAL_SETTINGS)`]);
});

test('Every setting that the documentation names can stand in the file, and no other', async () => {
  const documented = new Set<string>();
  for (const page of ['central.md', 'central-telling.md', 'central-files.md', 'central-data.md'])
    for (const name of await namesOn(page)) documented.add(name);
  // They are no settings of a server: where the terminal finds one, and where this file stands.
  for (const other of ['CENTRAL_URL', 'CENTRAL_SETTINGS']) documented.delete(other);
  expect(settingNames.toSorted()).toEqual([...documented].toSorted());
});
