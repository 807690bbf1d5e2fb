import { z } from 'zod';
import { isTimeZone } from '../domain/time/dates.ts';

const Hours = z
  .number()
  .min(0.01)
  .max(24 * 30);
const Token = z.string().min(24, 'at least 24 characters').max(500);

/** How learners and supervisors are told. */
export const MailSettings = z.object({
  /** `Test School <certificates@example.org>`, or the address alone. */
  from: z
    .string()
    .regex(/^(?:[^<>\r\n]*<[^<>\s@]+@[^<>\s@]+>|[^<>\s@]+@[^<>\s@]+)$/u, 'an address, or Name <address>'),
  replyTo: z.email().nullable(),
  /** They get a digest every day. */
  supervisors: z.array(z.email()).max(50),
  /** From this hour of the day on, in this time zone. */
  digest: z.object({
    hour: z.int().min(0).max(23),
    timeZone: z.string().refine(isTimeZone, 'a time zone of the IANA database'),
    language: z.enum(['en', 'es']).optional(),
  }),
  transport: z.discriminatedUnion(
    'kind',
    [
      z.object({
        kind: z.literal('smtp'),
        host: z.string().min(1),
        port: z.int().min(1).max(65_535),
        tls: z.enum(['implicit', 'starttls', 'none']),
        user: z.string().nullable(),
        password: z.string().nullable(),
        patienceMs: z.int().min(10).max(600_000),
      }),
      /** Mails become files there and go nowhere. */
      z.object({ kind: z.literal('folder'), folder: z.string().min(1) }),
    ],
    'smtps://user:password@host:465 or smtp://host:587, with %25 for a % in the password',
  ),
});
export type MailSettings = z.infer<typeof MailSettings>;

/** Everything central can be told before it starts. */
export const CentralSettings = z.object({
  database: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('pglite'), folder: z.string().min(1).nullable() }),
    z.object({
      kind: z.literal('postgres'),
      url: z.string().regex(/^postgres(?:ql)?:\/\//u, 'a postgres:// URL'),
      connections: z.int().min(1).max(200),
      /** A call waits so long for a connection before it is turned away with 503. */
      waitMs: z.int().min(10).max(60_000).optional(),
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
  /** Checks of certificates in a minute, from one address and in total, all processes together. */
  verifyPerMinute: z.int().min(1),
  verifyTotalPerMinute: z.int().min(1),
  /** The addresses and agents of those who checked are kept so long. */
  keepVerifierDays: z.number().min(0).max(3650),
  /** Signs what Stripe sends; null: that endpoint is closed. */
  stripeWebhookSecret: z.string().min(8).nullable(),
  /** The school's sign-in, whose tokens learners bring; null: only download links work. */
  schoolSignIn: z
    .object({ issuer: z.string().min(1), audience: z.string().min(1), jwksUrl: z.url() })
    .nullable(),
  /** Without it nobody is told anything. */
  mail: MailSettings.optional(),
  /** Signs certificate files; without it the school gets an authority of its own. */
  documentKey: z
    .union([
      z.object({ keyFile: z.string().min(1), certificateFile: z.string().min(1) }),
      /** Program and arguments that sign what they are given on standard input: the key stays in a device. */
      z.object({ command: z.array(z.string()).min(1), certificateFile: z.string().min(1) }),
    ])
    .optional(),
  demo: z.boolean(),
});
export type CentralSettings = z.infer<typeof CentralSettings>;
