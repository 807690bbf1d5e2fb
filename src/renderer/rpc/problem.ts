/** Every error of the contract by code, with the data that it carries, taken from the contract itself. */
import { ORPCError } from '@orpc/client';
import type { InferContractRouterErrorMap } from '@orpc/contract';
import type { z } from 'zod';
import type { stationContract } from '../../contract/station/contract.ts';

type ErrorMaps = InferContractRouterErrorMap<typeof stationContract>;
type Each<M> = M extends unknown ? keyof M & string : never;

/** Codes of all errors that the contract declares anywhere. */
export type ContractErrorCode = Each<ErrorMaps>;

type DataOf<M, Code extends string> = M extends unknown
  ? Code extends keyof M
    ? M[Code] extends { readonly data: infer Schema extends z.ZodType }
      ? z.infer<Schema>
      : undefined
    : never
  : never;

/** What an error of that code carries; a union where several procedures use the code. */
export type ContractErrorData<Code extends ContractErrorCode> = DataOf<ErrorMaps, Code>;

/** What can go wrong between a screen and the station beside the contract's own errors. */
export const transportCodes = ['UNREACHABLE', 'NOT_ACCEPTED', 'TURNED_AWAY'] as const;
export type TransportCode = (typeof transportCodes)[number];

export type Problem =
  | {
      [Code in ContractErrorCode]: { readonly code: Code; readonly data: ContractErrorData<Code> };
    }[ContractErrorCode]
  | { readonly code: TransportCode; readonly data: undefined };

/** Turns whatever a call threw into a problem that a screen can explain. */
export function problemOf(error: unknown): Problem {
  if (!(error instanceof ORPCError)) return { code: 'UNREACHABLE', data: undefined };
  // A defined error was validated against the contract before it was sent.
  if (error.defined) return { code: error.code, data: error.data } as Problem;
  if (error.code === 'BAD_REQUEST' || error.status === 422) return { code: 'NOT_ACCEPTED', data: undefined };
  if (error.status === 401 || error.status === 403) return { code: 'TURNED_AWAY', data: undefined };
  return { code: 'UNEXPECTED', data: { reference: referenceIn(error.data) } };
}

function referenceIn(data: unknown): string {
  if (typeof data !== 'object' || data === null || !('reference' in data)) return '–';
  return typeof data.reference === 'string' ? data.reference : '–';
}
