/** How the feed's changes are written: the hot path of a first fill, hence SQL and values by place. */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { FeedEmergency } from '../../contract/central/feed.ts';
import { Validity } from '../../domain/certificates/validity.ts';
import { PieceStage } from '../../domain/work/stages.ts';
import { courses, emergencies, people, rulePacks, signingKeys, templates } from '../db/schema/central.ts';
import { stockItems } from '../db/schema/stock.ts';
import { bulkWrite, sqlRead, sqlWrite, writeQuery } from '../db/statements.ts';
import type { Named } from '../db/statements.ts';

type Text = string;
type Maybe<T> = T | null;

/** A certificate that is new here; changes nothing where it is known. */
export const insertCertificate = bulkWrite<
  [
    Text,
    Text,
    Text,
    Maybe<Text>,
    Text,
    Text,
    Text,
    Text,
    Text,
    Text,
    Text,
    Text,
    Text,
    Text,
    Maybe<Text>,
    Maybe<number>,
    number,
    Maybe<Text>,
  ]
>(
  `INSERT INTO certificates (certificate_id, certificate_number, verification_code, control_number, issued_name, course_id,
     course_title, completion_date, issue_date, jurisdiction, template_version, signature, key_id, validity,
     validity_reason, validity_at, issued_at, custom_fields)
   VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (certificate_id) DO NOTHING`,
);

/** deliverableId, certificateId, stage, workable, dueAt, slackAt, jurisdiction, courseId, address, addressKey, searchText, elsewhere */
export const insertDeliverable = bulkWrite<
  [Text, Text, Text, number, Maybe<number>, number, Text, Text, Text, Text, Text, Maybe<Text>]
>(
  `INSERT INTO deliverables (deliverable_id, certificate_id, stage, workable, due_at, slack_at, jurisdiction, course_id,
     address, address_key, search_text, elsewhere_station_id)
   VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
);

/** What is known here of a certificate that central tells of again. */
export const knownCertificate = sqlRead<
  { certificateId: string },
  {
    validity: Validity;
    deliverableId: string | null;
    stage: PieceStage | null;
    slackAt: number | null;
    elsewhere: string | null;
    liveStage: PieceStage | null;
    livePieceId: string | null;
    pieces: number;
  }
>(
  `SELECT c.validity, d.deliverable_id AS deliverableId, d.stage, d.slack_at AS slackAt, d.elsewhere_station_id AS elsewhere,
     p.stage AS liveStage, p.piece_id AS livePieceId,
     (SELECT count(*) FROM pieces q WHERE q.deliverable_id = d.deliverable_id) AS pieces
   FROM certificates c
   LEFT JOIN deliverables d ON d.certificate_id = c.certificate_id
   LEFT JOIN pieces p ON p.deliverable_id = d.deliverable_id AND p.stage NOT IN ('spoiled', 'cancelled', 'lost') AND p.replaced_at IS NULL
   WHERE c.certificate_id = @certificateId`,
  z.object({
    validity: Validity,
    deliverableId: z.string().nullable(),
    stage: PieceStage.nullable(),
    slackAt: z.int().nullable(),
    elsewhere: z.string().nullable(),
    pieces: z.int(),
    liveStage: PieceStage.nullable(),
    livePieceId: z.string().nullable(),
  }),
);

export const updateValidity = sqlWrite<{
  certificateId: string;
  validity: Validity;
  reason: string | null;
  at: number | null;
}>(
  'UPDATE certificates SET validity = @validity, validity_reason = @reason, validity_at = @at WHERE certificate_id = @certificateId',
);

export const updateDeliverable = sqlWrite<{
  deliverableId: string;
  stage: PieceStage;
  /** As central told it, also where this station goes by its own. */
  centralStage: PieceStage;
  dueAt: number | null;
  slackAt: number;
  address: string;
  addressKey: string;
  elsewhere: string | null;
}>(
  `UPDATE deliverables SET stage = @stage, central_stage = nullif(@centralStage, @stage), due_at = @dueAt, slack_at = @slackAt, address = @address, address_key = @addressKey,
     elsewhere_station_id = @elsewhere,
     lease_epoch = CASE WHEN @elsewhere IS NULL THEN lease_epoch END,
     lease_expires_at = CASE WHEN @elsewhere IS NULL THEN lease_expires_at END
   WHERE deliverable_id = @deliverableId`,
);

export const savePerson = writeQuery(
  (
    query,
    v: Named<{ userId: string; displayName: string; roles: string; pinHash: string; active: boolean }>,
  ) =>
    query
      .insert(people)
      .values({
        userId: v.userId,
        displayName: v.displayName,
        roles: v.roles,
        pinHash: v.pinHash,
        active: v.active,
      })
      .onConflictDoUpdate({
        target: people.userId,
        set: {
          displayName: sql`excluded.display_name`,
          roles: sql`excluded.roles`,
          pinHash: sql`excluded.pin_hash`,
          active: sql`excluded.active`,
        },
      }),
);

/** The package that was fetched stays. */
export const saveTemplate = writeQuery(
  (
    query,
    v: Named<{
      templateVersion: string;
      title: string;
      stockItemId: string;
      published: boolean;
      publishedAt: number | null;
    }>,
  ) =>
    query
      .insert(templates)
      .values({
        templateVersion: v.templateVersion,
        title: v.title,
        stockItemId: v.stockItemId,
        published: v.published,
        publishedAt: v.publishedAt,
      })
      .onConflictDoUpdate({
        target: templates.templateVersion,
        set: {
          title: sql`excluded.title`,
          stockItemId: sql`excluded.stock_item_id`,
          published: sql`excluded.published`,
          publishedAt: sql`excluded.published_at`,
        },
      }),
);

export const saveStockItem = writeQuery(
  (query, v: Named<{ stockItemId: string; name: string; numbered: boolean; reorderAt: number }>) =>
    query
      .insert(stockItems)
      .values({ stockItemId: v.stockItemId, name: v.name, numbered: v.numbered, reorderAt: v.reorderAt })
      .onConflictDoUpdate({
        target: stockItems.stockItemId,
        set: {
          name: sql`excluded.name`,
          numbered: sql`excluded.numbered`,
          reorderAt: sql`excluded.reorder_at`,
        },
      }),
);

export const saveRulePack = writeQuery(
  (query, v: Named<{ jurisdiction: string; version: string; pack: string }>) =>
    query
      .insert(rulePacks)
      .values({ jurisdiction: v.jurisdiction, version: v.version, pack: v.pack })
      .onConflictDoUpdate({
        target: rulePacks.jurisdiction,
        set: { version: sql`excluded.version`, pack: sql`excluded.pack` },
      }),
);

export const saveCourse = writeQuery(
  (query, v: Named<{ courseId: string; title: string; jurisdiction: string }>) =>
    query
      .insert(courses)
      .values({ courseId: v.courseId, title: v.title, jurisdiction: v.jurisdiction })
      .onConflictDoUpdate({
        target: courses.courseId,
        set: { title: sql`excluded.title`, jurisdiction: sql`excluded.jurisdiction` },
      }),
);

export const saveKey = writeQuery(
  (query, v: Named<{ keyId: string; publicKey: string; notBefore: number; notAfter: number | null }>) =>
    query
      .insert(signingKeys)
      .values({ keyId: v.keyId, publicKey: v.publicKey, notBefore: v.notBefore, notAfter: v.notAfter })
      .onConflictDoUpdate({
        target: signingKeys.keyId,
        set: {
          publicKey: sql`excluded.public_key`,
          notBefore: sql`excluded.not_before`,
          notAfter: sql`excluded.not_after`,
        },
      }),
);

export const saveEmergency = writeQuery((query, v: Named<FeedEmergency>) =>
  query
    .insert(emergencies)
    .values({
      emergencyId: v.emergencyId,
      kind: v.kind,
      reason: v.reason,
      startedAt: v.startedAt,
      startedBy: v.startedBy,
      endsAt: v.endsAt,
      ended: v.ended,
    })
    .onConflictDoUpdate({
      target: emergencies.emergencyId,
      set: {
        reason: sql`excluded.reason`,
        endsAt: sql`excluded.ends_at`,
        ended: sql`excluded.ended`,
      },
    }),
);
