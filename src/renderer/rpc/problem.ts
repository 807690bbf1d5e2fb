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
  | { [Code in TransportCode]: { readonly code: Code; readonly data: undefined } }[TransportCode];

const contractCodes: Readonly<Record<ContractErrorCode, true>> = {
  NOT_SIGNED_IN: true,
  NOT_PERMITTED: true,
  NOT_FOUND: true,
  DISK_FULL: true,
  STOPPING: true,
  UNEXPECTED: true,
  WRONG_STATE: true,
  NOTHING_TO_DO: true,
  NO_LEASE: true,
  DIGITAL_ONLY: true,
  SHEETS_UNACCOUNTED: true,
  PREFLIGHT_FAILED: true,
  NOT_PRINTABLE: true,
  LEASE_EXPIRED: true,
  PRINTER_STOPPED: true,
  NOT_ENOUGH_STOCK: true,
  CHECK_AGAIN: true,
  ONE_SIDE_ONLY: true,
  NOT_PLAUSIBLE: true,
  LETTER_REFUSED: true,
  WRONG_STAGE: true,
  APPROVAL_NEEDED: true,
  TOO_LATE: true,
  WRONG_PIN: true,
  PIN_LOCKED: true,
  SAME_PERSON: true,
  MAY_NOT_APPROVE: true,
  ALREADY_PAIRED: true,
  PAIRING_REFUSED: true,
  CENTRAL_UNREACHABLE: true,
  NOT_A_CENTRAL: true,
  CHECKLIST_INCOMPLETE: true,
  NOT_MAILABLE: true,
  CARRIER_UNREACHABLE: true,
  ADDRESS_REFUSED: true,
  CARRIER_REFUSED: true,
  RATE_EXPIRED: true,
  HOLD_SHIPPING: true,
  SERIALS_NEEDED: true,
  SERIALS_OVERLAP: true,
  BAD_SERIAL: true,
  SHEETS_SEEN: true,
  RESTORE_UNCONFIRMED: true,
  SERIAL_NEEDED: true,
  SERIAL_REFUSED: true,
  NOT_ACTIVE: true,
  SENDER_MISSING: true,
  BAD_ADDRESS: true,
  NOT_SOUND: true,
  EDITED_ELSEWHERE: true,
  NO_LAYOUT_ENGINE: true,
  CENTRAL_REFUSED: true,
};

/** All error codes of the contract, complete by type. */
export function isContractErrorCode(code: string): code is ContractErrorCode {
  return Object.hasOwn(contractCodes, code);
}

/** Turns whatever a call threw into a problem that a screen can explain. */
export function problemOf(error: unknown): Problem {
  if (!(error instanceof ORPCError)) return { code: 'UNREACHABLE', data: undefined };
  const code: string = error.code;
  if (error.defined && isContractErrorCode(code)) {
    // The station validated the data of a defined error against the contract before it sent it.
    const data: unknown = error.data;
    return { code, data } as Problem;
  }
  if (code === 'BAD_REQUEST' || error.status === 422) return { code: 'NOT_ACCEPTED', data: undefined };
  if (error.status === 401 || error.status === 403) return { code: 'TURNED_AWAY', data: undefined };
  return { code: 'UNEXPECTED', data: { reference: referenceIn(error.data) } };
}

function referenceIn(data: unknown): string {
  if (typeof data !== 'object' || data === null || !('reference' in data)) return '–';
  return typeof data.reference === 'string' ? data.reference : '–';
}
