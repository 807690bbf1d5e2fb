import { createORPCClient, isDefinedError, safe } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import type { ContractRouterClient } from '@orpc/contract';
import type { stationContract } from '../../contract/station/contract.ts';
import type { Result } from '../../domain/result.ts';
import type { Station } from '../ports/station.ts';

/**
 * Pairs a station with central by a code that was given on the command line, as the first screen does. A station that is
 * paired already stays as it is. The error is a sentence for a person.
 */
export async function pairAtStart(
  handler: Station['handler'],
  pairing: { readonly centralUrl: string; readonly code: string; readonly stationName: string },
): Promise<Result<'paired' | 'paired_before', string>> {
  const client: ContractRouterClient<typeof stationContract> = createORPCClient(
    new RPCLink({ url: 'http://127.0.0.1/rpc', fetch: (request) => handler(request) }),
  );
  const { error } = await safe(client.setup.pair(pairing));
  if (error === null) return { ok: true, value: 'paired' };
  if (!isDefinedError(error))
    return { ok: false, error: `The station could not be paired: ${error.message}` };
  switch (error.code) {
    case 'ALREADY_PAIRED':
      return { ok: true, value: 'paired_before' };
    case 'PAIRING_REFUSED':
      return {
        ok: false,
        error:
          'Central did not take the pairing code: it is unknown, used or expired. Ask an administrator for a new one.',
      };
    case 'CENTRAL_UNREACHABLE':
      return { ok: false, error: `Central did not answer at ${pairing.centralUrl}. Try again when it runs.` };
    case 'NOT_A_CENTRAL':
      return {
        ok: false,
        error: `What answers at ${pairing.centralUrl} is not a central that this program knows.`,
      };
    default:
      return { ok: false, error: `The station could not be paired (${error.code}).` };
  }
}
