import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { runDesktop } from '../../src/main/desktop.ts';
import type { StationPorts } from '../../src/station/ports/ports.ts';
import type { StationStartProblem } from '../../src/station/ports/startProblem.ts';
import { tempDir } from '../support/tempDir.ts';
import { electronStandIn } from './electronStandIn.ts';

/** Runs the desktop program on the stand-in until the test ends, with a station that says what it is asked. */
export async function desktop({
  isFirst = true,
  problems = [],
  stopped = () => Promise.resolve(),
  now = () => 0,
  settings = '',
}: {
  isFirst?: boolean;
  problems?: StationStartProblem[];
  stopped?: () => Promise<void>;
  now?: () => number;
  settings?: string;
} = {}) {
  const folder = await tempDir();
  if (settings !== '') await writeFile(join(folder, 'settings.json'), settings);
  const electron = electronStandIn({ isFirst, folder });
  const did: string[] = [];
  const printed: object[] = [];
  const stopping = Promise.withResolvers<void>();
  let ports: StationPorts | null = null;
  await runDesktop({
    parts: electron.parts,
    args: { data: folder, json: true },
    machine: { platform: 'linux', environment: {}, home: folder },
    createStation: (given) => {
      ports = given;
      const error = problems.shift();
      if (error !== undefined) return Promise.resolve({ ok: false, error });
      return Promise.resolve({
        ok: true,
        value: {
          handler: (request) => Promise.resolve(new Response(`station ${new URL(request.url).pathname}`)),
          start: () => {
            did.push('start');
            return Promise.resolve();
          },
          stop: async () => {
            did.push('stopping');
            stopping.resolve();
            await stopped();
            did.push('stopped');
          },
        },
      });
    },
    preload: '/out/preload/index.cjs',
    computerName: 'front-desk',
    updater: () => {
      throw new Error('Only an installed program looks for updates.');
    },
    after: () => () => {},
    repeat: () => () => {},
    print: (line) => printed.push(line),
    now,
  });
  const [window] = electron.windows;
  onTestFinished(async () => {
    electron.parts.app.quit();
    await electron.ended;
  });
  return { ...electron, folder, did, printed, window, ports: () => ports, stopping: stopping.promise };
}
