/** Stations: paired by a one-time code, each with its own revocable key pair. */
import { z } from 'zod';
import { Instant, procedure } from './base.ts';

export const StationRecord = z.object({
  stationId: z.string(),
  name: z.string(),
  pairedAt: Instant,
  lastSeenAt: Instant.nullable(),
  revokedAt: Instant.nullable(),
  leases: z.int(),
});

export type StationRecord = z.infer<typeof StationRecord>;

export const stationsContract = {
  /**
   * The station made an Ed25519 key pair; central keeps the public half. From then on the station signs a short-lived JWT
   * (`alg` EdDSA, `kid` and `sub` = stationId, `aud` = "central", at most 5 minutes) for each call.
   */
  pair: procedure('public')
    .route({ method: 'POST', path: '/v1/stations/pair', summary: 'Pair a station by its one-time code' })
    .input(
      z.object({
        code: z.string().trim().min(4).max(20),
        name: z.string().trim().min(1).max(80),
        /** Raw Ed25519 public key, base64url. */
        publicKey: z.string().length(43),
      }),
    )
    .output(
      z.object({
        stationId: z.string(),
        schoolName: z.string(),
        /** Where QR codes point: `https://…/verify`. */
        verifyBaseUrl: z.string(),
        demo: z.boolean(),
      }),
    )
    .errors({
      PAIRING_REFUSED: {
        status: 422,
        data: z.object({ reason: z.enum(['unknown_code', 'code_used', 'code_expired']) }),
      },
    }),
  /** Called with the old key's token; the old key is worth nothing from then on. */
  rotate: procedure('station')
    .route({ method: 'POST', path: '/v1/stations/rotate', summary: 'Change the key of the calling station' })
    .input(z.object({ publicKey: z.string().length(43) }))
    .output(z.object({ rotated: z.literal(true) }))
    .errors({ BAD_KEY: { status: 422 } }),
  newCode: procedure('administrator')
    .route({ method: 'POST', path: '/v1/stations/codes', summary: 'Make a one-time pairing code' })
    .output(z.object({ code: z.string(), expiresAt: Instant })),
  list: procedure('administrator')
    .route({ method: 'GET', path: '/v1/stations', summary: 'All stations' })
    .output(z.array(StationRecord)),
  revoke: procedure('administrator')
    .route({ method: 'POST', path: '/v1/stations/{stationId}/revoke', summary: 'Shut a station out' })
    .input(
      z.object({
        stationId: z.string().max(100),
        reason: z.string().trim().min(3).max(300),
        /** Somebody made sure that no paper of its work is about: its leases are freed at once. Otherwise they are stuck work. */
        paperAccountedFor: z.boolean().default(false),
      }),
    )
    .output(StationRecord),
};
