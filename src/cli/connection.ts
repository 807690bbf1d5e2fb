import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import type { ContractRouterClient } from '@orpc/contract';
import type { stationContract } from '../contract/station/contract.ts';
import type { ServingProblem } from '../host/serving.ts';
import { stationFolder } from '../host/stationFolder.ts';
import { NoStation } from './problems/problem.ts';

export type StationClient = ContractRouterClient<typeof stationContract>;

/** Where a station answers, and what opens its door. */
export interface StationAddress {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly token: string;
}

/** A station that answers, whoever runs it. */
export interface Connection {
  readonly data: string;
  /** It runs within this command and ends with it. */
  readonly own: boolean;
  /** The station as a person with that session token sees it; null: as nobody. */
  clientOf(token: string | null): StationClient;
  close(): Promise<void>;
}

export interface ConnectionWishes {
  readonly data?: string;
  readonly demo: boolean;
  readonly central?: string;
  /** A new station may be made where there is no data. */
  readonly founds: boolean;
}

/** Talks to the station that runs on the data folder, or runs one until `close`. Throws NoStation when neither can be. */
export async function connect(wishes: ConnectionWishes): Promise<Connection> {
  const folder = await stationFolder(wishes.data);
  if (folder.door !== null) {
    const { door } = folder;
    return {
      data: folder.data,
      own: false,
      clientOf: (token) => clientThrough(door, token),
      close: () => Promise.resolve(),
    };
  }
  if (!folder.hasData && !wishes.founds) {
    throw new NoStation(
      `There is no station's data in ${folder.data}. Name another folder with --data, pair a new station (station pair), or start the demo (npm start).`,
      false,
    );
  }
  // A whole station takes a moment to load, and most commands talk to one that runs.
  const [{ ownStation }, { servingProblemText }] = await Promise.all([
    import('../host/ownStation.ts'),
    import('../host/serving.ts'),
  ]);
  const { central } = wishes;
  const started = await ownStation({
    data: folder.data,
    demo: wishes.demo || folder.demo,
    ...(central === undefined ? {} : { central }),
  });
  if (!started.ok) throw new NoStation(servingProblemText(started.error), isBroken(started.error));
  const { serving, door } = started.value;
  return {
    data: folder.data,
    own: true,
    clientOf: (token) => clientThrough(door, token),
    close: () => serving.stop(),
  };
}

/** A client through the door, for the person with that session token. */
export function clientThrough(door: StationAddress, token: string | null): StationClient {
  return createORPCClient(
    new RPCLink({
      url: `${door.url}/rpc`,
      headers: {
        authorization: `Bearer ${door.token}`,
        ...(token === null ? {} : { 'x-station-session': token }),
      },
    }),
  );
}

/** Somebody else holds the folder and may let it go; everything else is at fault until it is mended. */
function isBroken(problem: ServingProblem): boolean {
  switch (problem.tag) {
    case 'already_running':
    case 'in_own_window':
      return false;
    case 'door':
      return true;
    case 'station':
      return problem.problem.tag !== 'data_folder_locked';
  }
}
