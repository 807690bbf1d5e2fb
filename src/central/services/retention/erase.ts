import { z } from 'zod';
import type { KeptData } from '../../../contract/central/privacy.ts';
import type { RulePack } from '../../../domain/time/rulePack.ts';
import type { Context } from '../../context.ts';
import type { Writer } from '../../db/database.ts';
import { announce } from '../feed/announce.ts';
import { loadRulePacks } from '../issuing/rulePacks.ts';

const ERASED = '(erased)';

const Proof = z.object({
  certificateId: z.string(),
  certificateNumber: z.string(),
  courseId: z.string(),
  jurisdiction: z.string(),
  issuedAt: z.int(),
  stage: z.string().nullable(),
  owed: z.boolean().nullable(),
});
type Proof = z.infer<typeof Proof>;

/** What an erasure did, or would do. */
export interface Erasure {
  readonly dryRun: boolean;
  /** Rows by what they were. */
  readonly erased: Record<string, number>;
  readonly kept: KeptData[];
}

/** Ends a dry run, so that nothing of it is kept. */
class TakenBack extends Error {
  override readonly name = 'TakenBack';
  readonly erasure: Erasure;
  constructor(erasure: Erasure) {
    super('A dry run is taken back');
    this.erasure = erasure;
  }
}

/** The same day so many years later. */
function yearsAfter(at: number, years: number): number {
  const date = new Date(at);
  return date.setUTCFullYear(date.getUTCFullYear() + years);
}

/** Paper that may still travel, to the learner or back. */
function paperIsOut({ stage, owed }: Proof): boolean {
  if (stage === null || stage === 'delivered' || stage === 'lost') return false;
  return owed === true || stage === 'handed_over' || stage === 'in_transit' || stage === 'returned';
}

function keptFor(proof: Proof, pack: RulePack, now: number): KeptData[] {
  const { certificateNumber } = proof;
  const until = yearsAfter(proof.issuedAt, pack.retentionYears);
  const kept: KeptData[] = [];
  if (until > now) {
    const why = `The rules of ${pack.title} (${pack.version}) keep certificates and what proves them for ${pack.retentionYears} years.`;
    kept.push({ what: 'certificate', certificateNumber, why, until });
    kept.push({ what: 'course_records', certificateNumber, why, until });
  }
  if (paperIsOut(proof)) {
    const why =
      'Its paper is owed or on its way; the address goes when it has arrived, was lost, or is owed no more.';
    kept.push({ what: 'address_of_paper', certificateNumber, why, until: null });
  }
  return kept;
}

/**
 * Erases what is kept about a learner as far as the rules allow, and says what stays and why. Certificates within their
 * years of retention stay whole, with the course records that prove them. Later the name and the learner's id are taken out
 * of them: number, dates and standing stay, since numbers are never used again.
 *
 * A dry run does the same and takes it back.
 */
export async function eraseLearner(
  context: Context,
  learnerId: string,
  about: { readonly reason: string; readonly by: string; readonly dryRun: boolean },
): Promise<Erasure> {
  try {
    return await context.db.write(async (writer) => {
      const erasure = await erase(context, writer, learnerId, about);
      if (about.dryRun) throw new TakenBack(erasure);
      return erasure;
    });
  } catch (error) {
    if (error instanceof TakenBack) return error.erasure;
    throw error;
  }
}

async function erase(
  context: Context,
  writer: Writer,
  learnerId: string,
  about: { readonly reason: string; readonly by: string; readonly dryRun: boolean },
): Promise<Erasure> {
  const now = context.clock.now();
  const packs = await loadRulePacks(writer);
  const proofs = await writer.all(
    Proof,
    `SELECT c.certificate_id AS "certificateId", c.certificate_number AS "certificateNumber", c.course_id AS "courseId",
       c.jurisdiction, c.issued_at AS "issuedAt", d.stage, d.owed
     FROM certificates c LEFT JOIN deliverables d ON d.certificate_id = c.certificate_id
     WHERE c.learner_id = $1 ORDER BY c.certificate_id FOR UPDATE OF c`,
    [learnerId],
  );
  const kept = proofs.flatMap((proof) => keptFor(proof, packs(proof.jurisdiction), now));
  const inYears = (proof: Proof) =>
    yearsAfter(proof.issuedAt, packs(proof.jurisdiction).retentionYears) > now;
  const keptCourses = JSON.stringify(proofs.filter(inYears).map((proof) => proof.courseId));
  const arrived = JSON.stringify(
    proofs.filter((proof) => !paperIsOut(proof)).map((proof) => proof.certificateId),
  );
  const over = JSON.stringify(
    proofs.filter((proof) => !inYears(proof) && !paperIsOut(proof)).map((proof) => proof.certificateId),
  );
  const erased: Record<string, number> = {};
  const ids = (param: number) => `(SELECT jsonb_array_elements_text($${param}::jsonb))`;
  erased['profile'] = await writer.run(
    `UPDATE learners SET name = '', email = NULL, address = NULL, updated_at = $2 WHERE learner_id = $1
       AND (name <> '' OR email IS NOT NULL OR address IS NOT NULL)`,
    [learnerId, now],
  );
  for (const table of ['lesson_completions', 'seat_time', 'exam_attempts', 'completions', 'enrollments']) {
    erased[table] = await writer.run(
      `DELETE FROM ${table} WHERE learner_id = $1 AND course_id NOT IN ${ids(2)}`,
      [learnerId, keptCourses],
    );
  }
  erased['subscriptions'] = proofs.some(inYears)
    ? 0
    : await writer.run('DELETE FROM subscriptions WHERE learner_id = $1', [learnerId]);
  erased['addresses'] = await writer.run(
    `UPDATE deliverables SET address = $2::jsonb WHERE certificate_id IN ${ids(1)} AND address->>'name' <> $3`,
    [arrived, JSON.stringify(nowhere), ERASED],
  );
  erased['corrected addresses'] = await writer.run(
    `UPDATE station_events SET fact = jsonb_set(fact, '{address}', $2::jsonb)
     WHERE fact->>'kind' = 'address_corrected' AND fact->'address'->>'name' <> $3
       AND EXISTS (SELECT 1 FROM jsonb_array_elements_text(fact->'certificateIds') AS each(id) WHERE each.id IN ${ids(1)})`,
    [arrived, JSON.stringify(nowhere), ERASED],
  );
  erased['certificates'] = await writer.run(
    `UPDATE certificates SET issued_name = $2, learner_id = 'erased ' || certificate_id, order_id = NULL,
       validity_reason = NULL, custom_fields = NULL
     WHERE certificate_id IN ${ids(1)}`,
    [over, ERASED],
  );
  await announce(
    writer,
    'certificate',
    proofs.map((proof) => proof.certificateId),
  );
  await writer.run(
    'INSERT INTO erasures (learner_id, at, reason, erased_by, kept) VALUES ($1, $2, $3, $4, $5::jsonb)',
    [learnerId, now, about.reason, about.by, JSON.stringify(kept)],
  );
  return { dryRun: about.dryRun, erased, kept };
}

/** The address of those who have none here any more. */
const nowhere = { name: ERASED, street1: ERASED, city: ERASED, region: '', postalCode: '', country: 'US' };
