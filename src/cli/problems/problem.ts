/** What can go wrong between the terminal and the station, as types. */
import { ORPCError } from '@orpc/client';
import { isContractProcedure } from '@orpc/contract';
import type { ErrorMap, InferContractRouterErrorMap, ORPCErrorFromErrorMap } from '@orpc/contract';
import { z } from 'zod';
import { stationContract } from '../../contract/station/contract.ts';

/** Every error that a procedure of the station's contract declares. */
export type StationError = ErrorsOf<InferContractRouterErrorMap<typeof stationContract>>;
/** One union over the error maps of many procedures. */
type ErrorsOf<Maps> = Maps extends ErrorMap ? ORPCErrorFromErrorMap<Maps> : never;

const Declared = z.object({ data: z.instanceof(z.ZodType).optional() });

/** The data shapes that the contract declares for each code; null: none. */
const declared: ReadonlyMap<string, readonly (z.ZodType | null)[]> = collected();

/** Is this an error of the contract, with data as the contract says? */
export function isStationError(error: unknown): error is StationError {
  if (!(error instanceof ORPCError)) return false;
  const shapes = declared.get(String(error.code)) ?? [];
  return shapes.some((shape) => shape === null || shape.safeParse(error.data).success);
}

function collected(): Map<string, (z.ZodType | null)[]> {
  const found = new Map<string, (z.ZodType | null)[]>();
  const visit = (node: unknown): void => {
    if (isContractProcedure(node)) {
      for (const [code, item] of Object.entries(node['~orpc'].errorMap)) {
        found.set(code, [...(found.get(code) ?? []), Declared.parse(item).data ?? null]);
      }
    } else if (typeof node === 'object' && node !== null) {
      for (const inner of Object.values(node)) visit(inner);
    }
  };
  visit(stationContract);
  return found;
}

const BadInput = z.object({ issues: z.array(z.object({ path: z.string(), message: z.string() })) });

/** The fields that the station did not understand, or null when the error is another. */
export function badInputOf(
  error: unknown,
): readonly { readonly path: string; readonly message: string }[] | null {
  if (!(error instanceof ORPCError) || error.code !== 'BAD_REQUEST') return null;
  const parsed = BadInput.safeParse(error.data);
  return parsed.success ? parsed.data.issues : [{ path: '', message: error.message }];
}

/** The command line asks for something that cannot be meant. */
export class UsageProblem extends Error {
  override readonly name = 'UsageProblem';
}

/** Nobody has signed in at this terminal. */
export class NobodySignedIn extends Error {
  override readonly name = 'NobodySignedIn';
}

/** No station answers and none can be started here; the message says all of it. */
export class NoStation extends Error {
  override readonly name = 'NoStation';
  /** The computer or the data are at fault, rather than somebody who is away. */
  readonly broken: boolean;
  constructor(message: string, broken: boolean) {
    super(message);
    this.broken = broken;
  }
}

/** The person broke it off. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** Something that was named is not on this station. */
export class NotHere extends Error {
  override readonly name = 'NotHere';
}

/** The station did what was asked as far as it could, and a rule stood against the rest; the answer has been shown. */
export class Refused extends Error {
  override readonly name = 'Refused';
}
