import { z } from 'zod';
import {
  FeedEmergency,
  FeedKey,
  FeedPerson,
  FeedStockItem,
  FeedTemplate,
} from '../../../contract/central/feed.ts';
import type { FeedCertificate, FeedChange } from '../../../contract/central/feed.ts';
import { PostalAddress } from '../../../domain/address.ts';
import { CertificateSnapshot } from '../../../domain/certificates/snapshot.ts';
import { Validity } from '../../../domain/certificates/validity.ts';
import { RulePack } from '../../../domain/time/rulePack.ts';
import { PieceStage } from '../../../domain/work/stages.ts';
import type { Reader } from '../../db/database.ts';
import type { SubjectKind } from './announce.ts';

const Place = z.object({ position: z.int() });
const CertificateRow = Place.extend({
  ...CertificateSnapshot.shape,
  courseId: z.string(),
  signature: z.string(),
  keyId: z.string(),
  validity: Validity,
  validityReason: z.string().nullable(),
  validityAt: z.int().nullable(),
  issuedAt: z.int(),
  deliverableId: z.string().nullable(),
  address: PostalAddress.nullable(),
  dueAt: z.int().nullable(),
  slackAt: z.int().nullable(),
  stage: PieceStage.nullable(),
  stationId: z.string().nullable(),
});
type CertificateRow = z.infer<typeof CertificateRow>;

/** OFFSET 0 keeps each row a look into an index: planned as one join, a page of a large feed reads the whole table. */
const certificateSql = `SELECT feed.position, c.certificate_id AS "certificateId", c.certificate_number AS "certificateNumber",
    c.verification_code AS "verificationCode", c.control_number AS "controlNumber", c.issued_name AS "issuedName",
    c.course_title AS "courseTitle", c.completion_date AS "completionDate", c.issue_date AS "issueDate", c.jurisdiction,
    c.template_version AS "templateVersion", c.custom_fields AS "customFields", c.course_id AS "courseId", c.signature, c.key_id AS "keyId", c.validity,
    c.validity_reason AS "validityReason", c.validity_at AS "validityAt", c.issued_at AS "issuedAt",
    d.deliverable_id AS "deliverableId", d.address, d.due_at AS "dueAt", d.slack_at AS "slackAt", d.stage,
    coalesce(d.station_id, d.lease_station_id) AS "stationId"
  FROM feed
  CROSS JOIN LATERAL (SELECT * FROM certificates WHERE certificate_id = feed.subject_id OFFSET 0) AS c
  LEFT JOIN LATERAL (SELECT * FROM deliverables WHERE certificate_id = c.certificate_id OFFSET 0) AS d ON true
  WHERE feed.kind = 'certificate' AND feed.position > $1 AND feed.position <= $2`;

function physicalOf(row: CertificateRow): FeedCertificate['physical'] {
  const { deliverableId, address, slackAt, stage } = row;
  if (deliverableId === null || address === null || slackAt === null || stage === null) return null;
  return { deliverableId, address, dueAt: row.dueAt, slackAt, stage, stationId: row.stationId };
}

/** The certificate as stations see it. */
function certificateOf(row: CertificateRow): FeedCertificate {
  return {
    certificateId: row.certificateId,
    certificateNumber: row.certificateNumber,
    verificationCode: row.verificationCode,
    controlNumber: row.controlNumber,
    issuedName: row.issuedName,
    courseTitle: row.courseTitle,
    completionDate: row.completionDate,
    issueDate: row.issueDate,
    jurisdiction: row.jurisdiction,
    templateVersion: row.templateVersion,
    ...(row.customFields == null ? {} : { customFields: row.customFields }),
    courseId: row.courseId,
    signature: row.signature,
    keyId: row.keyId,
    validity: row.validity,
    validityReason: row.validityReason,
    validityAt: row.validityAt,
    issuedAt: row.issuedAt,
    physical: physicalOf(row),
  };
}

type Loader = (
  reader: Reader,
  from: number,
  to: number,
) => Promise<{ position: number; change: FeedChange }[]>;

const inPage = (kind: SubjectKind, table: string, key: string): string =>
  `FROM feed JOIN ${table} t ON t.${key} = feed.subject_id
   WHERE feed.kind = '${kind}' AND feed.position > $1 AND feed.position <= $2`;

const loaders: Readonly<Record<SubjectKind, Loader>> = {
  certificate: async (reader, from, to) =>
    (await reader.all(CertificateRow, certificateSql, [from, to])).map((row) => ({
      position: row.position,
      change: { kind: 'certificate', certificate: certificateOf(row) },
    })),
  person: async (reader, from, to) => {
    const rows = await reader.all(
      Place.extend(FeedPerson.shape),
      `SELECT feed.position, t.user_id AS "userId", t.display_name AS "displayName", t.roles, t.pin_hash AS "pinHash", t.active
       ${inPage('person', 'people', 'user_id')}`,
      [from, to],
    );
    return rows.map(({ position, ...person }) => ({ position, change: { kind: 'person', person } }));
  },
  template: async (reader, from, to) => {
    const rows = await reader.all(
      Place.extend(FeedTemplate.shape),
      `SELECT feed.position, t.template_version AS "templateVersion", t.title, t.stock_item_id AS "stockItemId", t.published,
         t.stored_at AS "publishedAt"
       ${inPage('template', 'template_versions', 'template_version')}`,
      [from, to],
    );
    return rows.map(({ position, ...template }) => ({ position, change: { kind: 'template', template } }));
  },
  stockItem: async (reader, from, to) => {
    const rows = await reader.all(
      Place.extend(FeedStockItem.shape),
      `SELECT feed.position, t.stock_item_id AS "stockItemId", t.name, t.numbered, t.reorder_at AS "reorderAt"
       ${inPage('stockItem', 'stock_items', 'stock_item_id')}`,
      [from, to],
    );
    return rows.map(({ position, ...stockItem }) => ({ position, change: { kind: 'stockItem', stockItem } }));
  },
  rulePack: async (reader, from, to) => {
    const rows = await reader.all(
      Place.extend({ pack: RulePack }),
      `SELECT feed.position, t.pack ${inPage('rulePack', 'rule_packs', 'jurisdiction')}`,
      [from, to],
    );
    return rows.map(({ position, pack }) => ({ position, change: { kind: 'rulePack', rulePack: pack } }));
  },
  course: async (reader, from, to) => {
    const rows = await reader.all(
      Place.extend({ courseId: z.string(), title: z.string(), jurisdiction: z.string() }),
      `SELECT feed.position, t.course_id AS "courseId", t.title, t.jurisdiction ${inPage('course', 'courses', 'course_id')}`,
      [from, to],
    );
    return rows.map(({ position, ...course }) => ({ position, change: { kind: 'course', course } }));
  },
  key: async (reader, from, to) => {
    const rows = await reader.all(
      Place.extend(FeedKey.shape),
      `SELECT feed.position, t.key_id AS "keyId", t.public_key AS "publicKey", t.not_before AS "notBefore", t.not_after AS "notAfter"
       ${inPage('key', 'signing_keys', 'key_id')}`,
      [from, to],
    );
    return rows.map(({ position, ...key }) => ({ position, change: { kind: 'key', key } }));
  },
  emergency: async (reader, from, to) => {
    const rows = await reader.all(
      Place.extend(FeedEmergency.shape),
      `SELECT feed.position, t.emergency_id AS "emergencyId", t.kind, t.reason, t.started_at AS "startedAt",
         t.started_by AS "startedBy", t.ends_at AS "endsAt", (t.ended_at IS NOT NULL) AS ended,
         t.ended_by AS "endedBy"
       ${inPage('emergency', 'emergencies', 'emergency_id')}`,
      [from, to],
    );
    return rows.map(({ position, ...emergency }) => ({ position, change: { kind: 'emergency', emergency } }));
  },
};

const Kind = z.object({
  kind: z.enum(['certificate', 'person', 'template', 'stockItem', 'rulePack', 'course', 'key', 'emergency']),
});

/** All changes with a place after `from` and up to `to`, in order. */
export async function loadChanges(reader: Reader, from: number, to: number): Promise<FeedChange[]> {
  const kinds = await reader.all(
    Kind,
    'SELECT DISTINCT kind FROM feed WHERE position > $1 AND position <= $2',
    [from, to],
  );
  const found: { position: number; change: FeedChange }[] = [];
  for (const { kind } of kinds) found.push(...(await loaders[kind](reader, from, to)));
  return found.toSorted((left, right) => left.position - right.position).map((each) => each.change);
}
