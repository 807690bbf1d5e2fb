import { z } from 'zod';
import { Validity } from '../../../domain/certificates/validity.ts';
import { displayVerificationCode } from '../../../domain/certificates/verificationCode.ts';
import type { Context } from '../../context.ts';
import type { MailContent } from '../../mail/layout.ts';
import { mailWords, sharedWords } from '../../mail/words.ts';
import type { LearnerMailKind, MailFacts } from '../../mail/words.ts';

const Told = z.object({
  email: z.string().nullable(),
  language: z.enum(['en', 'es']).catch('en'),
  issuedName: z.string(),
  courseTitle: z.string(),
  certificateNumber: z.string(),
  completionDate: z.string(),
  verificationCode: z.string(),
  validity: Validity,
  category: z.string().nullable(),
  onPaper: z.boolean(),
  carrier: z.string().nullable(),
  tracking: z.string().nullable(),
  trackingUrl: z.string().nullable(),
  /** What keeps paper back just now. */
  late: z.enum(['printing', 'shipping']).nullable(),
});

/** To whom and what, or why it is not told any more. */
export type LearnerMail =
  | { readonly tag: 'mail'; readonly to: string; readonly content: MailContent }
  | { readonly tag: 'no_address' }
  /** It is true no longer: the certificate was revoked or replaced since, or the emergency is over. */
  | { readonly tag: 'outdated' };

/** Puts a mail to a learner together from what is true now. */
export async function learnerMail(
  context: Context,
  kind: LearnerMailKind,
  certificateId: string,
): Promise<LearnerMail> {
  const told = await context.db.reader.one(
    Told,
    `SELECT l.email, coalesce(l.language, 'en') AS language, c.issued_name AS "issuedName", c.course_title AS "courseTitle",
       c.certificate_number AS "certificateNumber", c.completion_date AS "completionDate",
       c.verification_code AS "verificationCode", c.validity, c.validity_category AS category,
       (d.certificate_id IS NOT NULL) AS "onPaper", d.carrier, d.tracking, d.tracking_url AS "trackingUrl",
       (SELECT CASE min(e.kind) WHEN 'digital_only' THEN 'printing' WHEN 'hold_shipping' THEN 'shipping' END
         FROM emergencies e WHERE e.kind IN ('digital_only', 'hold_shipping') AND e.ended_at IS NULL
         AND (e.ends_at IS NULL OR e.ends_at > $2)) AS late
     FROM certificates c LEFT JOIN learners l ON l.learner_id = c.learner_id
       LEFT JOIN deliverables d ON d.certificate_id = c.certificate_id
     WHERE c.certificate_id = $1`,
    [certificateId, context.clock.now()],
  );
  if (told === null) throw new Error('A mail tells of a certificate that is gone');
  if (told.email === null || told.email.trim() === '') return { tag: 'no_address' };
  if (kind !== 'revoked' && (told.validity === 'revoked' || told.validity === 'superseded'))
    return { tag: 'outdated' };
  if (kind === 'delayed' && told.late === null) return { tag: 'outdated' };
  return { tag: 'mail', to: told.email.trim(), content: contentOf(context, kind, told) };
}

function contentOf(context: Context, kind: LearnerMailKind, told: z.infer<typeof Told>): MailContent {
  const { schoolName, publicUrl } = context.settings;
  const { language, carrier, tracking } = told;
  const facts: MailFacts = {
    schoolName,
    name: told.issuedName,
    course: told.courseTitle,
    certificateNumber: told.certificateNumber,
    completedOn: new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(
      new Date(`${told.completionDate}T00:00:00Z`),
    ),
    code: displayVerificationCode(told.verificationCode),
    carrier,
    tracking,
    onPaper: told.onPaper,
    late: told.late,
    category: told.category ?? 'other',
  };
  const words = mailWords[language][kind];
  const shared = sharedWords[language];
  const verifyUrl =
    publicUrl === null ? null : `${publicUrl.replace(/\/+$/u, '')}/verify/${told.verificationCode}`;
  const url = words.button?.to === 'tracking' ? webAddress(told.trackingUrl) : verifyUrl;
  const shipped = kind === 'shipped' || kind === 'delivered';
  return {
    language,
    schoolName,
    subject: words.subject(facts),
    heading: words.heading(facts),
    greeting: shared.greeting(facts.name),
    lines: words.lines(facts),
    facts: [
      [shared.course, facts.course],
      [shared.completed, facts.completedOn],
      [shared.number, facts.certificateNumber],
      ...(kind === 'revoked' ? [] : [[shared.code, facts.code] as const]),
      ...(shipped && carrier !== null ? [[shared.carrier, carrier] as const] : []),
      ...(shipped && tracking !== null ? [[shared.tracking, tracking] as const] : []),
    ],
    button:
      words.button === null || url === null
        ? null
        : { url, says: words.button.says, instead: shared.linkInstead },
    footer: shared.why(schoolName),
  };
}

/** What stations report is only linked to when it is an address of the web. */
function webAddress(text: string | null): string | null {
  return text !== null && /^https?:\/\//iu.test(text) && URL.canParse(text) ? text : null;
}
