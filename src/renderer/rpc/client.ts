/** The one way to the station: the contract's procedures over fetch, same origin under both doors. */
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import type { ContractRouterClient } from '@orpc/contract';
import { createTanstackQueryUtils } from '@orpc/tanstack-query';
import type { stationContract } from '../../contract/station/contract.ts';
import { sessionToken } from './session.ts';

const link = new RPCLink({
  url: () => new URL('/rpc', window.location.href),
  headers: () => {
    const token = sessionToken();
    return token === null ? {} : { 'x-station-session': token };
  },
});

export type StationClient = ContractRouterClient<typeof stationContract>;

export const client: StationClient = createORPCClient(link);

/** Query and mutation options for every procedure. */
export const station = createTanstackQueryUtils(client);
