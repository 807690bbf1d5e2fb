import { z } from 'zod';

const Hours = z
  .number()
  .min(0.01)
  .max(24 * 30);
const Token = z.string().min(24, 'at least 24 characters').max(500);

/** Everything central can be told before it starts. */
export const CentralSettings = z.object({
  database: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('pglite'), folder: z.string().min(1).nullable() }),
    z.object({
      kind: z.literal('postgres'),
      url: z.string().regex(/^postgres(?:ql)?:\/\//u, 'a postgres:// URL'),
      connections: z.int().min(1).max(200),
    }),
  ]),
  /** Folders of the program: migrations, rule packs, templates. */
  programFolder: z.string().min(1),
  schoolName: z.string().trim().min(1).max(120),
  /** Where the public reaches this server, `https://certificates.example.org`; null: as the request came in. */
  publicUrl: z.url({ protocol: /^https?$/u }).nullable(),
  administratorToken: Token,
  schoolToken: Token,
  /** 32 bytes in base64url: seals the signing keys in the database. */
  masterKey: z.string().regex(/^[A-Za-z0-9_-]{43}$/u, '32 bytes in base64url (43 characters)'),
  leaseHours: Hours,
  /** How long it usually takes from the queue to the hand-over; slack is the deadline less this. */
  usualFulfilHours: Hours,
  demo: z.boolean(),
});
export type CentralSettings = z.infer<typeof CentralSettings>;
