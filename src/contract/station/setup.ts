/** First set-up: pairing with central, and what this station is. */
import { z } from 'zod';
import { procedure } from './base.ts';

export const SetupStatus = z.object({
  paired: z.boolean(),
  stationName: z.string().nullable(),
  centralUrl: z.string().nullable(),
  /** Demo printers and carriers are in use: nothing here is real. */
  demo: z.boolean(),
  /** How many people can sign in; zero until the first pull from central. */
  peopleCount: z.int(),
  version: z.string(),
});
export type SetupStatus = z.infer<typeof SetupStatus>;

export const setupContract = {
  status: procedure(null).output(SetupStatus),
  /** Pairs with central by the one-time code an administrator was given; then pulls people, templates and work. */
  pair: procedure(null)
    .input(
      z.object({
        centralUrl: z.url({ protocol: /^https?$/ }).max(500),
        code: z.string().trim().min(4).max(20),
        stationName: z.string().trim().min(1).max(80),
      }),
    )
    .output(SetupStatus)
    .errors({
      ALREADY_PAIRED: { status: 409, data: z.object({ stationName: z.string() }) },
      /** Wrong, used or expired code: ask an administrator for a new one. */
      PAIRING_REFUSED: {
        status: 422,
        data: z.object({ reason: z.enum(['unknown_code', 'code_used', 'code_expired']) }),
      },
      CENTRAL_UNREACHABLE: { status: 503, data: z.object({ detail: z.string() }) },
      /** Something answered at that address that is not central, or a central of another version. */
      NOT_A_CENTRAL: { status: 502, data: z.object({ detail: z.string() }) },
    }),
};
