import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openFileLog } from '../../../src/station/hosting/logFile.ts';
import { redacted } from '../../../src/station/hosting/redaction.ts';
import { readSettingsFile } from '../../../src/station/hosting/settingsFile.ts';
import {
  describeStartProblem,
  problemLanguage,
  startProblemPage,
  startProblemPlainText,
} from '../../../src/station/hosting/startProblemText.ts';
import type { StationStartProblem } from '../../../src/station/ports/startProblem.ts';
import { tempDir } from '../../support/tempDir.ts';

const problems: StationStartProblem[] = [
  { tag: 'database_newer_than_program', file: '/d/station.db', databaseVersion: 9, programVersion: 4 },
  { tag: 'database_corrupt', file: '/d/station.db', detail: 'not a database' },
  { tag: 'data_folder_locked', folder: '/d', pid: 12 },
  { tag: 'disk_full', folder: '/d' },
  { tag: 'data_folder_unusable', folder: '/d', detail: 'EACCES' },
  { tag: 'settings_corrupt', file: '/d/settings.json', line: 3, detail: 'x' },
  {
    tag: 'migration_failed',
    file: '/d/station.db',
    migration: '0007',
    detail: 'x',
    backup: '/d/backups/1.db',
  },
];

describe('a station that cannot start', () => {
  test.each(problems)(
    'says in both languages what happened, what is safe and what to do: $tag',
    async (problem) => {
      const english = describeStartProblem(problem, 'en');
      const spanish = describeStartProblem(problem, problemLanguage('es-MX'));
      for (const part of ['happened', 'safe', 'next'] as const) {
        expect(english[part].length).toBeGreaterThan(20);
        expect(spanish[part]).not.toBe(english[part]);
      }
      expect(startProblemPlainText(problem)).toContain(english.next);
      const page = startProblemPage(problem, 'es', 'app://station/again');
      expect(page.status).toBe(503);
      const html = await page.text();
      expect(html).toContain('lang="es"');
      expect(html).not.toContain('<script');
    },
  );

  test('shows a file name that looks like markup as text', async () => {
    const page = startProblemPage({ tag: 'disk_full', folder: '<img src=x onerror=alert(1)>' });
    expect(await page.text()).not.toContain('<img');
  });
});

describe('settings.json', () => {
  const file = async (text: string) => {
    const path = join(await tempDir(), 'settings.json');
    await writeFile(path, text);
    return path;
  };

  test('may be missing or empty: the usual settings hold', async () => {
    const missing = await readSettingsFile(join(await tempDir(), 'settings.json'), {});
    expect(missing).toMatchObject({ ok: true, value: { settings: { centralUrl: null, demo: false } } });
    expect(await readSettingsFile(await file(' \n'), {})).toEqual(missing);
  });

  test('is read, also with a byte order mark, and the environment wins', async () => {
    const path = await file('\uFEFF{"centralUrl": "https://central.example", "stationName": "Front desk"}');
    expect(await readSettingsFile(path, {})).toMatchObject({
      value: { settings: { centralUrl: 'https://central.example', stationName: 'Front desk' } },
    });
    const moved = await readSettingsFile(path, { STATION_CENTRAL_URL: 'http://127.0.0.1:1' });
    expect(moved).toMatchObject({ value: { settings: { centralUrl: 'http://127.0.0.1:1' } } });
  });

  test.each([
    ['a comma too many', '{\n  "demo": true,\n}', 3],
    ['a broken word', '{\n  "demo": tru\n}', 2],
    ['an end that is missing', '{\n  "demo": true\n', 2],
    ['a value of the wrong kind', '{\n\n  "demo": "yes"\n}', 3],
    ['an address that is none', '{\n  "demo": true,\n  "centralUrl": "central"\n}', 3],
    ['something that is no object', '\n[1]', 1],
  ])('with %s is a problem that names file and line, and stays as it was', async (_, text, line) => {
    const path = await file(text);
    const read = await readSettingsFile(path, {});
    expect(read).toMatchObject({ ok: false, error: { tag: 'settings_corrupt', file: path, line } });
    expect(await readFile(path, 'utf8')).toBe(text);
  });

  test('names keys that this program does not know instead of refusing to start', async () => {
    const read = await readSettingsFile(await file('{"centralURL": "x", "demo": true}'), {});
    expect(read).toMatchObject({
      ok: true,
      value: { unknownKeys: ['centralURL'], settings: { demo: true } },
    });
  });

  test('with an address in the environment that is none is a problem that names the variable', async () => {
    const read = await readSettingsFile(await file('{}'), { STATION_CENTRAL_URL: 'central' });
    expect(read).toMatchObject({ ok: false, error: { file: 'STATION_CENTRAL_URL', line: null } });
  });
});

describe('the log', () => {
  test('holds no name, address, PIN or token, at any depth', async () => {
    const folder = await tempDir();
    const opened = openFileLog({ folder, name: 'station', level: 'debug' });
    const cause = new Error('mail to zoe@example.org failed');
    opened.log.info(
      {
        certificateNumber: 'CA-2025-000001',
        issued_name: 'Zoë Müller',
        parcel: { address: { street1: '1 Main St' }, learners: [{ lastName: 'Müller', pin: '1234' }] },
        url: '/enter?token=abcdef&x=1',
        err: Object.assign(new Error('Bearer abc.def was refused', { cause }), { email: 'zoe@example.org' }),
      },
      'sent to zoe@example.org',
    );
    opened.close();
    const text = await readFile(opened.file, 'utf8');
    for (const secret of ['Zoë', 'Müller', 'Main', '1234', 'abcdef', 'abc.def', 'zoe@']) {
      expect(text).not.toContain(secret);
    }
    expect(text).toContain('CA-2025-000001');
    expect(text).toContain('x=1');
  });

  test('survives circular and hostile fields', () => {
    const circle: Record<string, unknown> = { n: 1n, when: new Date(Number.NaN), bytes: new Uint8Array(3) };
    circle['self'] = circle;
    expect(redacted(circle)).toEqual({
      n: '1',
      when: 'invalid date',
      bytes: '[3 bytes]',
      self: '[circular]',
    });
  });

  test('starts a new file when one is full and keeps only the newest few', async () => {
    const folder = join(await tempDir(), 'logs');
    const opened = openFileLog({ folder, name: 'station', level: 'info', maxBytes: 500, keep: 3 });
    for (let line = 0; line < 50; line++) opened.log.info({ line }, 'a line of some length');
    opened.close();
    expect((await readdir(folder)).toSorted()).toEqual(['station.1.log', 'station.2.log', 'station.log']);
    for (const name of await readdir(folder))
      expect((await stat(join(folder, name))).size).toBeLessThanOrEqual(500);
    expect(await readFile(join(folder, 'station.log'), 'utf8')).toContain('"line":49');
  });

  test('that cannot be written drops lines, says how many later, and stops nothing', async () => {
    const folder = join(await tempDir(), 'logs');
    const opened = openFileLog({ folder, name: 'station', level: 'info', maxBytes: 200, keep: 2 });
    opened.log.info({}, 'first');
    // A folder in the place of the older file makes the rotation fail, as a disk error would.
    await mkdir(join(folder, 'station.1.log', 'in-the-way'), { recursive: true });
    for (let line = 0; line < 5; line++)
      opened.log.info({ line }, 'a line of some length that fills the file');
    opened.close();
    expect(await readdir(folder)).toContain('station.log');
  });
});
