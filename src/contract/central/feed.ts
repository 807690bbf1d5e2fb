/** The change feed: everything a station has to know, in commit order, from an opaque cursor. */
import { z } from 'zod';
import { PostalAddress } from '../../domain/address.ts';
import { CertificateSnapshot } from '../../domain/certificates/snapshot.ts';
import { Validity } from '../../domain/certificates/validity.ts';
import { Role } from '../../domain/people/roles.ts';
import { RulePack } from '../../domain/time/rulePack.ts';
import { PieceStage } from '../../domain/work/stages.ts';
import { Instant, procedure } from './base.ts';

/** A certificate as it was issued, what is owed for it, and what it is worth now. */
export const FeedCertificate = CertificateSnapshot.extend({
  courseId: z.string(),
  /** Ed25519 over the canonical snapshot, base64url, by the key `keyId`. */
  signature: z.string(),
  keyId: z.string(),
  validity: Validity,
  validityReason: z.string().nullable(),
  validityAt: Instant.nullable(),
  issuedAt: Instant,
  /** Null where nothing is owed on paper. */
  physical: z
    .object({
      deliverableId: z.string(),
      address: PostalAddress,
      /** The legal deadline; null where the jurisdiction has none. */
      dueAt: Instant.nullable(),
      /** Deadline less the usual time to fulfil: what the queue is ordered by; far future where there is no deadline. */
      slackAt: Instant,
      /** The stage of the piece in hand, as central knows it from any station's facts. */
      stage: PieceStage,
      /** The station that has it in hand, if any. */
      stationId: z.string().nullable(),
    })
    .nullable(),
});
export type FeedCertificate = z.infer<typeof FeedCertificate>;

/** A person of the stations. `pinHash` is scrypt: `scrypt$N$r$p$salt$hash`, base64url parts; sign-in works offline with it. */
export const FeedPerson = z.object({
  userId: z.string(),
  displayName: z.string(),
  roles: z.array(Role),
  pinHash: z.string(),
  active: z.boolean(),
});
export type FeedPerson = z.infer<typeof FeedPerson>;

export const FeedTemplate = z.object({
  /** SHA-256 of the package, hex: `CertificateSnapshot.templateVersion`. */
  templateVersion: z.string(),
  title: z.string(),
  /** The paper it prints on. */
  stockItemId: z.string(),
  published: z.boolean(),
  /** Absent from a central that does not tell. */
  publishedAt: Instant.nullish(),
});
export type FeedTemplate = z.infer<typeof FeedTemplate>;

export const FeedStockItem = z.object({
  stockItemId: z.string(),
  name: z.string(),
  numbered: z.boolean(),
  reorderAt: z.int(),
});
export type FeedStockItem = z.infer<typeof FeedStockItem>;

export const FeedEmergency = z.object({
  emergencyId: z.string(),
  kind: z.enum(['pause_issuance', 'digital_only', 'hold_shipping']),
  reason: z.string(),
  startedAt: Instant,
  startedBy: z.string(),
  endsAt: Instant.nullable(),
  ended: z.boolean(),
  /** Who ended it; null while it runs, or when its time ran out. Absent from a central that did not ask yet. */
  endedBy: z.string().nullish(),
});
export type FeedEmergency = z.infer<typeof FeedEmergency>;

export const FeedKey = z.object({
  keyId: z.string(),
  /** Raw Ed25519 public key, base64url. */
  publicKey: z.string(),
  notBefore: Instant,
  notAfter: Instant.nullable(),
});
export type FeedKey = z.infer<typeof FeedKey>;

/** Each change carries the whole new state of its subject, so applying one twice is harmless. */
export const FeedChange = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('certificate'), certificate: FeedCertificate }),
  z.object({ kind: z.literal('person'), person: FeedPerson }),
  z.object({ kind: z.literal('template'), template: FeedTemplate }),
  z.object({ kind: z.literal('stockItem'), stockItem: FeedStockItem }),
  z.object({ kind: z.literal('rulePack'), rulePack: RulePack }),
  z.object({
    kind: z.literal('course'),
    course: z.object({ courseId: z.string(), title: z.string(), jurisdiction: z.string() }),
  }),
  z.object({ kind: z.literal('key'), key: FeedKey }),
  z.object({ kind: z.literal('emergency'), emergency: FeedEmergency }),
]);
export type FeedChange = z.infer<typeof FeedChange>;

export const FeedPage = z.object({
  changes: z.array(FeedChange),
  /** Give it back to go on; it also names the place when there is nothing new. */
  cursor: z.string(),
  /** There is more right now. */
  more: z.boolean(),
  /** How many certificates there are in all, for a first fill's progress. */
  certificatesTotal: z.int(),
  /** Central's clock, to notice a wrong one here. */
  now: Instant,
});
export type FeedPage = z.infer<typeof FeedPage>;

export const feedContract = {
  pull: procedure('station')
    .route({ method: 'GET', path: '/v1/feed', summary: 'Changes since a cursor, in commit order, gap-free' })
    .input(
      z.object({
        cursor: z.string().max(200).optional(),
        limit: z.coerce.number().int().min(1).max(5000).default(2000),
      }),
    )
    .output(FeedPage),
};
