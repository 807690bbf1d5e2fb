import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import type { ContractRouterClient } from '@orpc/contract';
import { z } from 'zod';
import type { stationContract } from '../../src/contract/station/contract.ts';
import type { Role } from '../../src/domain/people/roles.ts';
import { readDoorFile } from '../../src/station/hosting/door/doorFile.ts';
import type { DoorFile } from '../../src/station/hosting/door/doorFile.ts';
import { programFile, startProgram } from './programs.ts';
import type { ProgramForm, RunningProgram } from './programs.ts';

export type StationClient = ContractRouterClient<typeof stationContract>;

const CentralReady = z.object({ ready: z.literal(true), url: z.url(), pairingCode: z.string().nullish() });
const StationReady = z.object({
  ready: z.literal(true),
  url: z.url(),
  origin: z.url(),
  warning: z.string().nullish(),
});
export type StationReady = z.infer<typeof StationReady>;
const Secrets = z.object({ administratorToken: z.string(), schoolToken: z.string() });

/** Who works at the demo school: the one person of each role, with the PIN that the demo prints. */
export const demoPins: Readonly<Record<Role, string>> = {
  clerk: '1111',
  qc: '2222',
  shipping: '3333',
  supervisor: '4444',
  administrator: '5555',
};

/** Both sides of the demo as programs of their own, which can be killed and started again on the same data. */
export interface DemoWorld {
  readonly folder: string;
  readonly centralData: string;
  readonly stationData: string;
  /** The program that runs now; throws when none does. */
  readonly central: RunningProgram<z.infer<typeof CentralReady>>;
  readonly station: RunningProgram<StationReady>;
  /** What a program that is this station is told on its command line. */
  stationArguments(): string[];
  startCentral(): Promise<void>;
  startStation(): Promise<void>;
  /** Kills it as a power cut would. */
  kill(which: 'central' | 'station'): Promise<void>;
  /** Asks it to end in order. */
  stop(which: 'central' | 'station'): Promise<void>;
  door(): Promise<DoorFile>;
  /** A client through the station's door; `around` sees each call go out. */
  client(token: string | null, around?: typeof globalThis.fetch): Promise<StationClient>;
  /** Calls central as its administrator. */
  admin(method: 'GET' | 'POST', path: string, body?: object): Promise<unknown>;
  /** Calls central as the school's own system. */
  school(path: string, body: object): Promise<unknown>;
  /** Ends what runs. */
  close(): Promise<void>;
}

export interface DemoWorldOptions {
  /** An empty folder. */
  readonly folder: string;
  readonly form: ProgramForm;
  /** A PostgreSQL for central in place of the embedded one. */
  readonly databaseUrl?: string;
  /** The station as a program of its own; unless told otherwise. */
  readonly withStation?: boolean;
  /** More of what central is told by its environment. */
  readonly centralEnvironment?: Readonly<Record<string, string>>;
}

/** Starts central with the demo school and a station that is paired with it. */
export async function openDemoWorld(options: DemoWorldOptions): Promise<DemoWorld> {
  const { folder, form } = options;
  const centralData = join(folder, 'central');
  const stationData = join(folder, 'station');
  for (const path of [centralData, stationData]) await mkdir(path, { recursive: true });
  let central: RunningProgram<z.infer<typeof CentralReady>> | null = null;
  let station: RunningProgram<StationReady> | null = null;
  let centralUrl: string | null = null;
  let pairingCode: string | null = null;

  const world: DemoWorld = {
    folder,
    centralData,
    stationData,
    get central() {
      if (central === null) throw new Error('Central does not run.');
      return central;
    },
    get station() {
      if (station === null) throw new Error('The station does not run.');
      return station;
    },
    stationArguments() {
      if (centralUrl === null) throw new Error('Central has to be started first.');
      const pairing = pairingCode === null ? [] : ['--pair', pairingCode, '--name', 'Front desk'];
      return ['--data', stationData, '--central', centralUrl, '--demo', '--json', ...pairing];
    },
    async startCentral() {
      central = await startProgram({
        file: programFile(form, 'central'),
        args: [
          'serve',
          '--demo',
          '--json',
          '--data',
          centralData,
          // The station knows central by its first port.
          '--port',
          centralUrl === null ? '0' : new URL(centralUrl).port,
          ...(options.databaseUrl === undefined ? [] : ['--database-url', options.databaseUrl]),
        ],
        ready: CentralReady,
        outputFile: join(folder, 'central.txt'),
        ...(options.centralEnvironment === undefined ? {} : { environment: options.centralEnvironment }),
      });
      centralUrl = central.ready.url;
      pairingCode ??= central.ready.pairingCode ?? null;
    },
    async startStation() {
      station = await startProgram({
        file: programFile(form, 'serve'),
        args: world.stationArguments(),
        ready: StationReady,
        outputFile: join(folder, 'station.txt'),
      });
    },
    async kill(which) {
      await (which === 'central' ? world.central : world.station).kill();
      if (which === 'central') central = null;
      else station = null;
    },
    async stop(which) {
      await (which === 'central' ? world.central : world.station).stop();
      if (which === 'central') central = null;
      else station = null;
    },
    async door() {
      const door = await readDoorFile(stationData);
      if (door === null) throw new Error('The station left no door file.');
      return door;
    },
    async client(token, around = globalThis.fetch) {
      return clientThrough(await world.door(), token, around);
    },
    async admin(method, path, body) {
      return called(
        world.central.ready.url + path,
        method,
        (await secretsOf(centralData)).administratorToken,
        body,
      );
    },
    async school(path, body) {
      return called(world.central.ready.url + path, 'POST', (await secretsOf(centralData)).schoolToken, body);
    },
    async close() {
      await Promise.all([station?.kill(), central?.kill()]);
    },
  };
  try {
    await world.startCentral();
    if (options.withStation === false) return world;
    await world.startStation();
    const warning = world.station.ready.warning ?? null;
    if (warning !== null) throw new Error(warning);
    return world;
  } catch (error) {
    await world.close();
    throw error;
  }
}

/** A client of the station through its door, as the person of that session. */
export function clientThrough(
  door: Pick<DoorFile, 'url' | 'token'>,
  token: string | null,
  around: typeof globalThis.fetch = globalThis.fetch,
): StationClient {
  return createORPCClient(
    new RPCLink({
      url: `${door.url}/rpc`,
      headers: {
        authorization: `Bearer ${door.token}`,
        ...(token === null ? {} : { 'x-station-session': token }),
      },
      fetch: (request) => around(request),
    }),
  );
}

/** Signs in the demo's person of that role; the token of the session. */
export async function signedInAs(nobody: StationClient, role: Role): Promise<string> {
  const people = await nobody.session.people();
  const person = people.find(({ roles }) => roles.includes(role));
  if (person === undefined)
    throw new Error(`Nobody here is ${role}; the station knows ${people.length} people.`);
  const { token } = await nobody.session.signIn({ userId: person.userId, pin: demoPins[role] });
  return token;
}

async function secretsOf(centralData: string): Promise<z.infer<typeof Secrets>> {
  return Secrets.parse(JSON.parse(await readFile(join(centralData, 'secrets.json'), 'utf8')));
}

async function called(url: string, method: 'GET' | 'POST', token: string, body?: object): Promise<unknown> {
  const response = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${text}`);
  return JSON.parse(text);
}
