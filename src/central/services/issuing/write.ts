import type { PostalAddress } from '../../../domain/address.ts';
import type { CertificateSnapshot, CustomFields } from '../../../domain/certificates/snapshot.ts';
import { newVerificationCode } from '../../../domain/certificates/verificationCode.ts';
import { uuidv7 } from '../../../domain/ids.ts';
import { deadlineOf } from '../../../domain/time/deadline.ts';
import type { RulePack } from '../../../domain/time/rulePack.ts';
import type { Context } from '../../context.ts';
import type { Writer } from '../../db/database.ts';
import { announce } from '../feed/announce.ts';
import { currentSigner } from '../keys/keyRing.ts';
import { TELL } from '../telling/queue.ts';

/** Where there is no deadline, work comes last: 9999-12-31. */
export const NEVER = Date.UTC(9999, 11, 31);

/** A certificate that is complete but for its id, code and signature. */
export interface CertificateToWrite {
  readonly learnerId: string;
  readonly courseId: string;
  readonly orderId: string | null;
  readonly certificateNumber: string;
  readonly controlNumber: string | null;
  readonly issuedName: string;
  readonly courseTitle: string;
  readonly completionDate: string;
  readonly issueDate: string;
  readonly jurisdiction: string;
  readonly templateVersion: string;
  readonly customFields: CustomFields | null;
  readonly pack: RulePack;
  readonly paperTo: PostalAddress | null;
  readonly supersedes: string | null;
  /** Milliseconds. */
  readonly issuedAt: number;
}

const HOUR_MS = 3_600_000;

/** Writes certificates, what is owed on paper, their first history and the news for stations. Gives their ids, in order. */
export async function writeCertificates(
  context: Context,
  writer: Writer,
  certificates: readonly CertificateToWrite[],
): Promise<string[]> {
  if (certificates.length === 0) return [];
  const signer = await currentSigner(context, writer);
  const rows = certificates.map((each) => {
    const snapshot: CertificateSnapshot = {
      certificateId: uuidv7(each.issuedAt, context.random),
      certificateNumber: each.certificateNumber,
      verificationCode: newVerificationCode(context.random),
      controlNumber: each.controlNumber,
      issuedName: each.issuedName,
      courseTitle: each.courseTitle,
      completionDate: each.completionDate,
      issueDate: each.issueDate,
      jurisdiction: each.jurisdiction,
      templateVersion: each.templateVersion,
      customFields: each.customFields,
    };
    return { snapshot, each, signature: signer.sign(snapshot) };
  });
  await writer.run(
    `INSERT INTO certificates (certificate_id, certificate_number, verification_code, control_number, learner_id, course_id,
       order_id, issued_name, course_title, completion_date, issue_date, jurisdiction, template_version, signature, key_id,
       supersedes, issued_at, custom_fields)
     SELECT i, n, v, k, l, c, o, iname, title, cd, idate, j, t, s, $2, sup, at, cf
     FROM jsonb_to_recordset($1::jsonb) AS r(i text, n text, v text, k text, l text, c text, o text, iname text, title text,
       cd text, idate text, j text, t text, s text, sup text, at bigint, cf jsonb)`,
    [
      JSON.stringify(
        rows.map(({ snapshot, each, signature }) => ({
          i: snapshot.certificateId,
          n: snapshot.certificateNumber,
          v: snapshot.verificationCode,
          k: snapshot.controlNumber,
          l: each.learnerId,
          c: each.courseId,
          o: each.orderId,
          iname: snapshot.issuedName,
          title: snapshot.courseTitle,
          cd: snapshot.completionDate,
          idate: snapshot.issueDate,
          j: snapshot.jurisdiction,
          t: snapshot.templateVersion,
          s: signature,
          sup: each.supersedes,
          at: each.issuedAt,
          cf: snapshot.customFields,
        })),
      ),
      signer.keyId,
    ],
  );
  const onPaper = rows.filter(({ each }) => each.paperTo !== null);
  if (onPaper.length > 0) {
    await writer.run(
      `INSERT INTO deliverables (deliverable_id, certificate_id, course_id, jurisdiction, address, due_at, slack_at)
       SELECT d, i, c, j, a, due, slack
       FROM jsonb_to_recordset($1::jsonb) AS r(d text, i text, c text, j text, a jsonb, due bigint, slack bigint)`,
      [
        JSON.stringify(
          onPaper.map(({ snapshot, each }) => {
            const deadline = deadlineOf(each.pack, snapshot);
            const due = deadline === null ? null : Date.parse(deadline.at);
            const slack =
              due === null ? NEVER : due - Math.round(context.settings.usualFulfilHours * HOUR_MS);
            return {
              d: uuidv7(each.issuedAt, context.random),
              i: snapshot.certificateId,
              c: each.courseId,
              j: each.jurisdiction,
              a: each.paperTo,
              due,
              slack,
            };
          }),
        ),
      ],
    );
  }
  await recordEvents(
    writer,
    rows.map(({ snapshot, each }) => ({
      certificateId: snapshot.certificateId,
      at: each.issuedAt,
      event: 'issued',
      stationId: null,
      detail: each.supersedes === null ? {} : { supersedes: each.supersedes },
    })),
  );
  const ids = rows.map(({ snapshot }) => snapshot.certificateId);
  await announce(writer, 'certificate', ids);
  return ids;
}

/** One line of a certificate's history. Details hold no personal data. */
export interface CertificateEvent {
  readonly certificateId: string;
  readonly at: number;
  readonly event: string;
  readonly stationId: string | null;
  readonly detail: Readonly<Record<string, string>>;
}

/** Adds to the histories of certificates; whoever is to hear of it is told in the same transaction. */
export async function recordEvents(writer: Writer, events: readonly CertificateEvent[]): Promise<void> {
  if (events.length === 0) return;
  await writer.run(
    `WITH added AS (
       INSERT INTO certificate_events (certificate_id, at, event, station_id, detail)
       SELECT i, at, e, s, d
       FROM ROWS FROM (jsonb_to_recordset($1::jsonb) AS (i text, at bigint, e text, s text, d jsonb)) WITH ORDINALITY
         AS r(i, at, e, s, d, n) ORDER BY n
       RETURNING event_id, certificate_id, at, event)
     ${TELL}`,
    [
      JSON.stringify(
        events.map((each) => ({
          i: each.certificateId,
          at: each.at,
          e: each.event,
          s: each.stationId,
          d: each.detail,
        })),
      ),
    ],
  );
}
