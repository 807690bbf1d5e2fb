import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { demoPins } from '../support/demoWorld.ts';
import { runCli } from '../support/runCli.ts';
import type { CliResult } from '../support/runCli.ts';
import { worldOfFile } from '../support/worldOfFile.ts';

const world = worldOfFile();

const as = (role: keyof typeof demoPins) => ({
  environment: { STATION_USER: role, STATION_PIN: demoPins[role] },
});
const station = (args: readonly string[], options: Parameters<typeof runCli>[1] = {}) =>
  runCli(['--data', world().stationData, ...args], options);
const done = (result: CliResult): CliResult => {
  expect(result, result.stderr).toMatchObject({ code: 0 });
  return result;
};
const json = <Shape extends z.ZodType>(shape: Shape, result: CliResult): z.infer<Shape> =>
  shape.parse(JSON.parse(result.stdout));

const Batches = z.object({ batches: z.array(z.object({ batchNumber: z.string() })) });
const Batch = z.object({
  pieces: z.array(z.object({ certificateNumber: z.string(), issuedName: z.string() })),
});
const Parcels = z.object({
  parcels: z.array(
    z.object({ parcelNumber: z.string(), label: z.object({ tracking: z.string() }).nullable() }),
  ),
});
const Problem = z.object({
  problem: z.object({ code: z.string(), happened: z.string(), safe: z.string(), next: z.string() }),
});

describe('the station that runs', () => {
  test('nobody is signed in at first, and the command says what to do', async () => {
    const { code, stdout, stderr } = await station(['queue']);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain('station sign-in');
  });

  test('a person signs in by name, works, and signs out; the session is readable by its owner alone', async () => {
    done(await station(['sign-in', 'carla'], { input: '1111\n' }));
    const { mode } = await stat(join(world().stationData, 'terminal-session.json'));
    // Windows has no such bits; there the folder of the person is closed to others.
    expect(mode & 0o077).toBe(process.platform === 'win32' ? mode & 0o077 : 0);
    const { stdout } = done(await station(['queue', '--limit', '5']));
    expect(stdout.split('\n')[0]).toMatch(/^CERTIFICATE +NAME +COURSE/u);
    expect(stdout.trimEnd().split('\n')).toHaveLength(6);
    done(await station(['sign-out']));
    expect((await station(['queue'])).code).toBe(3);
  });

  test('a wrong PIN and a permission that is missing have the same exit status and their own words', async () => {
    const wrong = await station(['queue', '--json'], {
      environment: { STATION_USER: 'clerk', STATION_PIN: '9999' },
    });
    expect(wrong.code).toBe(3);
    expect(json(Problem, wrong).problem.code).toBe('WRONG_PIN');
    const clerk = await station(['scan', 'CA-2026-000001'], as('clerk'));
    expect(clerk.code).toBe(3);
    expect(clerk.stderr).toContain('qc.scan');
  });

  test('what cannot be understood is a usage error, and nothing is asked of the station', async () => {
    expect((await station(['queue', '--limit', 'many'], as('clerk'))).code).toBe(2);
    expect((await station(['queue', '--risk', 'terrible'], as('clerk'))).code).toBe(2);
    expect((await station(['dance'])).code).toBe(2);
    expect((await station(['ship', 'buy'], as('shipping'))).code).toBe(2);
    expect((await station(['history'])).code).toBe(2);
  });

  test('the whole main job goes through the terminal', async () => {
    done(await station(['sync'], as('clerk')));
    const paper = ['--sheets', '50', '--reference', 'delivery 1', '--first-serial', 'C0000001'];
    done(await station(['stock', 'receive', 'certificate-paper', ...paper], as('clerk')));
    const { batches } = json(
      Batches,
      done(await station(['batch', 'create', '--count', '3', '--json'], as('clerk'))),
    );
    const number = batches[0]?.batchNumber ?? '';
    expect((await station(['print', number], as('clerk'))).code).toBe(1);
    done(await station(['render', number], as('clerk')));
    const page = join(world().folder, 'page.pdf');
    done(await station(['batch', 'page', number, '1', '--out', page], as('clerk')));
    expect((await readFile(page)).subarray(0, 5).toString()).toBe('%PDF-');
    expect(done(await station(['print', number], as('clerk'))).stdout).toMatch(/1-3 +done/u);

    const { pieces } = json(Batch, done(await station(['batch', 'show', number, '--json'], as('clerk'))));
    const codes = pieces.map(({ certificateNumber }) => certificateNumber);
    const stack = codes.flatMap((code, index) => [code, `C000000${index + 1}`]).join('\n');
    const scanned = await station(['scan', '--batch', number], { ...as('qc'), input: `${stack}\n` });
    expect(done(scanned).stdout.match(/^PASS/gmu)).toHaveLength(3);
    const again = await station(['scan', codes[0] ?? ''], as('qc'));
    expect(again.code).toBe(5);
    expect(again.stdout).toContain('already scanned');
    done(await station(['batch', 'close', number], as('clerk')));

    done(await station(['pack', 'scan'], { ...as('shipping'), input: `${codes.join('\n')}\n` }));
    const open = json(
      Parcels,
      done(await station(['ship', 'list', '--state', 'open', '--json'], as('shipping'))),
    ).parcels;
    const parcels = open.map(({ parcelNumber }) => parcelNumber);
    expect((await station(['pack', 'close', ...parcels], as('shipping'))).code).toBe(1);
    done(await station(['pack', 'close', ...parcels, '--checked'], as('shipping')));
    done(await station(['ship', 'buy', '--all'], as('shipping')));
    const labelled = json(
      Parcels,
      done(await station(['ship', 'list', '--state', 'labelled', '--json'], as('shipping'))),
    ).parcels;
    expect(labelled).toHaveLength(parcels.length);
    const stranger = await station(['ship', 'verify', parcels[0] ?? '', 'not a label'], as('shipping'));
    expect(stranger.code).toBe(5);
    for (const { parcelNumber, label } of labelled)
      done(await station(['ship', 'verify', parcelNumber, label?.tracking ?? ''], as('shipping')));
    done(await station(['ship', 'hand-over', '--all'], as('shipping')));

    const story = done(await station(['history', codes[0] ?? ''], as('clerk'))).stdout;
    expect(story).toMatch(/Lifecycle +shipped/u);
    expect(done(await station(['audit', '--check'], as('supervisor'))).stdout).toContain('Intact');
    expect(done(await station(['pull-list'], as('clerk'))).stdout).toContain('Nothing is to be pulled.');
    done(await station(['stock', 'moves', 'certificate-paper'], as('clerk')));
    const doctor = json(
      z.object({ running: z.boolean(), data: z.string() }),
      await station(['doctor', '--json'], as('clerk')),
    );
    expect(doctor).toEqual({ running: true, data: world().stationData });
  }, 120_000);

  test('a template that was drawn elsewhere is tried, published and taken home through the terminal', async () => {
    const drawn = join(import.meta.dirname, '..', '..', 'templates', 'texas', 'background.pdf');
    const about = ['--title', 'Weekend course', '--paper', 'certificate-paper'];
    expect((await station(['templates', 'upload', drawn, ...about], as('clerk'))).code).toBe(3);
    done(await station(['templates', 'upload', drawn, ...about], as('administrator')));
    const nothing = await station(['templates', 'upload', 'nowhere.pdf', ...about], as('administrator'));
    expect(nothing.code).toBe(2);
    const noise = join(world().folder, 'noise.pdf');
    await writeFile(noise, 'noise');
    const refused = await station(['templates', 'upload', noise, ...about], as('administrator'));
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('neither a PDF, nor HTML');
    const page = join(world().folder, 'try.pdf');
    const tried = ['templates', 'test-page', 'weekend course', '--out', page, '--name', 'arabic'];
    done(await station(tried, as('administrator')));
    expect((await readFile(page)).subarray(0, 5).toString()).toBe('%PDF-');
    expect(done(await station(['templates', 'list', '--drafts'], as('administrator'))).stdout).toContain(
      'Weekend course',
    );
    expect(
      done(await station(['templates', 'publish', 'Weekend course'], as('administrator'))).stdout,
    ).toContain('0 courses use it');
    const published = json(
      z.array(z.object({ title: z.string(), templateVersion: z.string() })),
      done(await station(['templates', 'list', '--json'], as('clerk'))),
    );
    const version = published.find(({ title }) => title === 'Weekend course')?.templateVersion ?? '';
    const home = join(world().folder, 'home.zip');
    done(await station(['templates', 'export', version.slice(0, 12), '--out', home], as('clerk')));
    done(await station(['templates', 'upload', home, ...about], as('administrator')));
    expect((await station(['templates', 'export', 'Other', '--out', home], as('clerk'))).code).toBe(1);
  }, 120_000);

  test('a program that feeds a scanner gets one JSON line for each scan', async () => {
    const { code, stdout } = await station(['scan', '--json-lines'], {
      ...as('qc'),
      input: 'nonsense\nhttps://other.example/x\n',
    });
    expect(code).toBe(5);
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => z.object({ verdict: z.string() }).parse(JSON.parse(line)).verdict);
    expect(lines).toEqual(['unreadable', 'not_ours']);
  });
});

describe('a station that does not run', () => {
  test('is run for the command and stopped afterwards, with the same answers', async () => {
    await world().stop('station');
    const here = done(await station(['--demo', 'queue', '--json'], as('clerk')));
    expect(json(z.object({ rows: z.array(z.unknown()) }), here).rows.length).toBeGreaterThan(0);
    await expect(stat(join(world().stationData, 'door.json'))).rejects.toThrow('ENOENT');
    await world().startStation();
    done(await station(['counts'], as('clerk')));
  });

  test('is not made where there is no data: a folder that was mistyped stays empty', async () => {
    const nowhere = join(world().folder, 'nowhere');
    const { code, stderr } = await runCli(['--data', nowhere, 'queue']);
    expect(code).toBe(4);
    expect(stderr).toContain(nowhere);
    await expect(stat(nowhere)).rejects.toThrow('ENOENT');
  });

  test('whose data are damaged is left alone, and the command says so', async () => {
    const data = join(world().folder, 'damaged');
    await mkdir(data);
    await writeFile(join(data, 'station.db'), 'this is no database');
    const { code, stderr } = await runCli(['--data', data, 'people']);
    expect(code).toBe(6);
    expect(stderr).toContain('Nothing was changed');
    expect(await readFile(join(data, 'station.db'), 'utf8')).toBe('this is no database');
  });
});
