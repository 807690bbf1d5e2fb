/** What every central procedure has in common: its route, who may call it, and the errors any of them can answer with. */
import { oc } from '@orpc/contract';
import { z } from 'zod';

/** Who is calling: nobody in particular, a paired station (signed token), an administrator (API token), a school's system. */
export type Caller = 'public' | 'station' | 'administrator' | 'school';

export interface CentralMeta {
  readonly caller: Caller;
}

const commonErrors = {
  /** No or bad credentials for this kind of caller. */
  UNAUTHORIZED: { status: 401, data: z.object({ reason: z.string() }) },
  /** The station's credential was revoked: it may not work any more until it is paired again. */
  STATION_REVOKED: { status: 403 },
  FORBIDDEN: { status: 403 },
  NOT_FOUND: { status: 404, data: z.object({ what: z.string(), id: z.string() }) },
  /** More than one caller may ask for; try again after that many seconds. */
  TOO_MANY_REQUESTS: { status: 429, data: z.object({ retryAfterSeconds: z.int() }) },
  /** The database is away or the server is stopping; nothing of this call was kept. */
  UNAVAILABLE: { status: 503 },
  /** A programming error, in the log under this reference; nothing of this call was kept. */
  UNEXPECTED: { status: 500, data: z.object({ reference: z.string() }) },
} as const;

const base = oc.$meta<CentralMeta>({ caller: 'administrator' }).errors(commonErrors);

/** Starts a procedure for one kind of caller, which its description names. */
export const procedure = (caller: Caller) =>
  base.meta({ caller }).route({
    tags: [caller],
    spec: (operation) => ({ ...operation, security: caller === 'public' ? [] : [{ bearer: [] }] }),
  });

/** Epoch milliseconds, UTC. */
export const Instant = z.int().nonnegative();
