import { join } from 'node:path';
import { z } from 'zod';
import { endWithParent } from './child.ts';
import type { ChildProgram } from './child.ts';
import type { DemoFolder } from './demoFolder.ts';

const centralReady = z.object({
  ready: z.literal(true),
  url: z.url(),
  /** Present until a station has been paired by it. */
  pairingCode: z.string().nullish(),
});
export type CentralReady = z.infer<typeof centralReady>;

const stationReady = z.object({
  ready: z.literal(true),
  /** The one-time link; absent where the station has a window of its own. */
  url: z.url().optional(),
  warning: z.string().nullish(),
});
export type StationReady = z.infer<typeof stationReady>;

/** The first start makes the demo school, and a computer may be slow. */
const readyWithinMs = 180_000;
const stopWithinMs = 30_000;

/** Central with the demo school. `built` is the folder of the built programs. */
export function centralProgram(built: string, folder: DemoFolder, port: number): ChildProgram<CentralReady> {
  return {
    command: process.execPath,
    args: [
      '--import',
      endWithParent,
      join(built, 'central.js'),
      'serve',
      '--data',
      folder.central,
      '--demo',
      '--port',
      String(port),
      '--json',
    ],
    ready: centralReady,
    readyWithinMs,
    stopWithinMs,
    stopBy: 'stdin',
    outputFile: join(folder.output, 'central.txt'),
  };
}

/** What a station program of the demo is told. */
export interface DemoStation {
  readonly folder: DemoFolder;
  readonly central: CentralReady;
  readonly port: number;
}

/** The station behind the loopback door. */
export function browserStationProgram(built: string, station: DemoStation): ChildProgram<StationReady> {
  return {
    command: process.execPath,
    args: [
      '--import',
      endWithParent,
      join(built, 'serve.js'),
      ...stationArguments(station),
      '--port',
      String(station.port),
    ],
    ready: stationReady,
    readyWithinMs,
    stopWithinMs,
    stopBy: 'stdin',
    outputFile: join(station.folder.output, 'station.txt'),
  };
}

/** The station in its own window. `root` is the package root. */
export function electronStationProgram(
  executable: string,
  root: string,
  station: DemoStation,
): ChildProgram<StationReady> {
  return {
    command: executable,
    args: [root, ...stationArguments(station)],
    ready: stationReady,
    readyWithinMs,
    stopWithinMs,
    stopBy: 'signal',
    outputFile: join(station.folder.output, 'station.txt'),
  };
}

function stationArguments({ folder, central }: DemoStation): string[] {
  const pair = central.pairingCode ?? null;
  return [
    '--data',
    folder.station,
    '--central',
    central.url,
    '--demo',
    '--json',
    ...(pair === null ? [] : ['--pair', pair, '--name', 'Demo station']),
  ];
}
