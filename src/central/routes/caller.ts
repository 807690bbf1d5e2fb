import { createHash, timingSafeEqual } from 'node:crypto';
import { ORPCError } from '@orpc/server';
import type { Caller } from '../../contract/central/base.ts';
import type { Context } from '../context.ts';
import { checkStationToken } from '../services/stations/credentials.ts';
import type { Verifier } from '../services/verification/verify.ts';

/** The address of the caller: the host puts it into this header of the request that it makes, whatever the caller sent. */
export const CALLER_ADDRESS_HEADER = 'x-central-caller-address';

/** What is known of a call before it is let in. */
export interface CallContext {
  readonly central: Context;
  readonly verifier: Verifier;
  readonly authorization: string | null;
  /** Where the call came from, as far as the server knows. */
  readonly address: string | null;
  readonly agent: string | null;
  /** The public address of this server: from the settings, or as the call came in. */
  readonly publicUrl: string;
  /** Headers that the answer is to have. */
  readonly answerHeaders: Headers;
}

/** Who was let in. */
export type Admitted =
  | { readonly caller: 'station'; readonly stationId: string }
  | { readonly caller: Exclude<Caller, 'station'>; readonly stationId: null };

function sameSecret(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}

const unauthorized = (reason: string) => new ORPCError('UNAUTHORIZED', { status: 401, data: { reason } });

/** Lets a caller in, or says why not. An administrator may do what a school's systems may. @throws ORPCError when refused. */
export async function admit(call: CallContext, wanted: Caller): Promise<Admitted> {
  if (wanted === 'public') return { caller: 'public', stationId: null };
  const [, token] = /^Bearer (\S+)$/iu.exec(call.authorization ?? '') ?? [];
  if (token === undefined) throw unauthorized('A bearer token is needed.');
  if (wanted === 'station') {
    const station = await checkStationToken(call.central, token);
    if (station.ok) return { caller: 'station', stationId: station.value };
    if (station.error.tag === 'revoked') throw new ORPCError('STATION_REVOKED', { status: 403 });
    throw unauthorized(station.error.reason);
  }
  const { settings } = call.central;
  if (sameSecret(token, settings.administratorToken)) return { caller: wanted, stationId: null };
  if (sameSecret(token, settings.schoolToken)) {
    if (wanted === 'school') return { caller: 'school', stationId: null };
    throw new ORPCError('FORBIDDEN', { status: 403 });
  }
  throw unauthorized('The token is not known.');
}
