import { z } from 'zod';
import type { Result } from '../../../domain/result.ts';
import type { Context } from '../../context.ts';
import { brokenConstraint } from '../../db/database.ts';
import type { Writer } from '../../db/database.ts';
import { emergencyRuns } from '../emergencies/emergencies.ts';
import { issuableTemplates } from '../templates/issuable.ts';
import { loadCandidates, lockCompletions } from './candidates.ts';
import type { LearnerInCourse } from './candidates.ts';
import { decide } from './decide.ts';
import type { Decision, Draft } from './decide.ts';
import { allotIdentifiers } from './identifiers.ts';
import type { Identifiers } from './identifiers.ts';
import { loadRulePacks } from './rulePacks.ts';
import { writeCertificates } from './write.ts';

/**
 * Who wants it: the course's own policy as completions come in, somebody who asks for this one now, or two people who stand
 * for it against the conditions.
 */
export type Wanted = 'by_policy' | 'asked_for' | 'overridden';

/** What became of one completion. */
export type Outcome =
  | { readonly tag: 'issued'; readonly certificateId: string }
  /** Waits: issuance is paused, an earlier one was revoked, or the course issues when it is asked. */
  | { readonly tag: 'waits'; readonly why: 'paused' | 'revoked' | 'on_first_download' | 'manual' }
  | { readonly tag: 'no_completion' }
  | Exclude<Decision, { readonly tag: 'issue' }>;

/**
 * Issues what is earned among these learners and courses, inside the caller's transaction, and writes down what is to
 * become of the others. One certificate at most is in force for a learner and course, whatever races: the completion is
 * locked first, and the database has a unique index behind it.
 *
 * @returns one outcome for each pair, in order.
 */
export async function issueFor(
  context: Context,
  writer: Writer,
  pairs: readonly LearnerInCourse[],
  wanted: Wanted,
): Promise<Outcome[]> {
  await lockCompletions(writer, pairs);
  const candidates = await loadCandidates(writer, pairs);
  const paused = wanted === 'by_policy' && (await emergencyRuns(context, writer, 'pause_issuance'));
  const now = context.clock.now();
  const grounds = {
    packs: await loadRulePacks(writer),
    now,
    templates: await issuableTemplates(writer),
    overridden: wanted === 'overridden',
  };
  const outcomes = new Map<string, Outcome>();
  let drafts: Draft[] = [];
  for (const candidate of candidates) {
    if (candidate.completion === null) continue;
    const decision = decide(candidate, grounds);
    const issuance = candidate.course?.issuance ?? 'manual';
    if (decision.tag !== 'issue') {
      outcomes.set(keyOf(candidate), decision);
    } else if (paused) {
      outcomes.set(keyOf(candidate), { tag: 'waits', why: 'paused' });
    } else if (wanted !== 'overridden' && candidate.completion.state === 'issued') {
      // It had one that was revoked: only two people give another.
      outcomes.set(keyOf(candidate), { tag: 'waits', why: 'revoked' });
    } else if (wanted === 'by_policy' && issuance !== 'on_completion') {
      outcomes.set(keyOf(candidate), { tag: 'waits', why: issuance });
    } else {
      drafts.push(decision.draft);
    }
  }
  const identified = await identify(context, writer, drafts);
  drafts = drafts.filter((draft) => {
    const identifiers = identified.get(draft);
    if (identifiers?.ok === false)
      outcomes.set(keyOf(draft.candidate), { tag: 'attention', problem: identifiers.error });
    return identifiers?.ok === true;
  });
  const ids = await writeDrafts(context, writer, drafts, identified);
  drafts.forEach((draft, index) => {
    const certificateId = ids[index];
    if (certificateId !== undefined) outcomes.set(keyOf(draft.candidate), { tag: 'issued', certificateId });
  });
  const result = pairs.map((pair) => outcomes.get(keyOf(pair)) ?? ({ tag: 'no_completion' } as const));
  await rememberOutcomes(writer, pairs, result, now);
  await issueWhatFollows(context, writer, drafts);
  return result;
}

/** Issues completions that waited only for one of these certificates as their prerequisite. */
async function issueWhatFollows(context: Context, writer: Writer, drafts: readonly Draft[]): Promise<void> {
  if (drafts.length === 0) return;
  const following = await writer.all(
    z.object({ learnerId: z.string(), courseId: z.string() }),
    `SELECT p.learner_id AS "learnerId", p.course_id AS "courseId"
     FROM courses c JOIN completions p ON p.course_id = c.course_id
     WHERE jsonb_array_length(c.requirements->'prerequisites') > 0 AND p.state = 'not_eligible'
       AND p.learner_id IN (SELECT jsonb_array_elements_text($1::jsonb))
       AND c.requirements->'prerequisites' ?| ARRAY(SELECT jsonb_array_elements_text($2::jsonb))`,
    [
      JSON.stringify(drafts.map((draft) => draft.candidate.learnerId)),
      JSON.stringify([...new Set(drafts.map((draft) => draft.candidate.courseId))]),
    ],
  );
  if (following.length > 0) await issueFor(context, writer, following, 'by_policy');
}

const keyOf = (pair: LearnerInCourse): string => JSON.stringify([pair.learnerId, pair.courseId]);

type Identified = ReadonlyMap<Draft, Result<Identifiers, string>>;

/** Numbers for each, in the order of completion. */
async function identify(context: Context, writer: Writer, drafts: readonly Draft[]): Promise<Identified> {
  const allotted = await allotIdentifiers(
    context,
    writer,
    drafts.map((draft) => ({
      scheme: draft.numberScheme,
      jurisdiction: draft.jurisdiction,
      year: Number(draft.issueDate.slice(0, 4)),
      controlNumber: draft.controlNumber,
    })),
  );
  return new Map(
    drafts.flatMap((draft, index) => (allotted[index] === undefined ? [] : [[draft, allotted[index]]])),
  );
}

async function writeDrafts(
  context: Context,
  writer: Writer,
  drafts: readonly Draft[],
  identified: Identified,
): Promise<string[]> {
  const issuedAt = context.clock.now();
  return writeCertificates(
    context,
    writer,
    drafts.map((draft) => ({
      ...identifiersOf(draft, identified),
      learnerId: draft.candidate.learnerId,
      courseId: draft.candidate.courseId,
      orderId: draft.candidate.orderId,
      issuedName: draft.issuedName,
      courseTitle: draft.courseTitle,
      completionDate: draft.completionDate,
      issueDate: draft.issueDate,
      jurisdiction: draft.jurisdiction,
      templateVersion: draft.templateVersion,
      customFields: draft.customFields,
      pack: draft.pack,
      paperTo: draft.paperTo,
      supersedes: null,
      issuedAt,
    })),
  );
}

function identifiersOf(draft: Draft, identified: Identified): Identifiers {
  const identifiers = identified.get(draft);
  if (identifiers?.ok !== true) throw new Error('A certificate is to be written that got no number');
  return identifiers.value;
}

/** The state of a completion after an outcome, or null where it stays. */
function stateAfter(outcome: Outcome): { readonly state: string; readonly problem: string | null } | null {
  switch (outcome.tag) {
    case 'issued':
    case 'already_issued':
      return { state: 'issued', problem: null };
    case 'attention':
      return { state: 'attention', problem: outcome.problem };
    case 'not_eligible':
      return { state: 'not_eligible', problem: outcome.unmet.map((each) => each.detail).join(' ') };
    case 'waits':
      return outcome.why === 'paused' ? { state: 'due', problem: null } : null;
    case 'no_completion':
      return null;
  }
}

async function rememberOutcomes(
  writer: Writer,
  pairs: readonly LearnerInCourse[],
  outcomes: readonly Outcome[],
  now: number,
): Promise<void> {
  const changes = pairs.flatMap((pair, index) => {
    const outcome = outcomes[index];
    const after = outcome === undefined ? null : stateAfter(outcome);
    return after === null ? [] : [{ l: pair.learnerId, c: pair.courseId, s: after.state, p: after.problem }];
  });
  if (changes.length === 0) return;
  await writer.run(
    `UPDATE completions SET state = t.s, problem = t.p, since = $2
     FROM jsonb_to_recordset($1::jsonb) AS t(l text, c text, s text, p text)
     WHERE completions.learner_id = t.l AND completions.course_id = t.c
       AND (completions.state IS DISTINCT FROM t.s OR completions.problem IS DISTINCT FROM t.p)`,
    [JSON.stringify(changes), now],
  );
}

/**
 * Issues what is due by its course's policy, oldest completion first, up to `limit`; several processes may do it at once.
 *
 * @returns how many completions were looked at; fewer than `limit` means that nothing is left.
 */
export async function issueDue(context: Context, limit: number): Promise<number> {
  return retryOnCollision(() =>
    context.db.write(async (writer) => {
      if (await emergencyRuns(context, writer, 'pause_issuance')) return 0;
      const due = await writer.all(
        z.object({ learnerId: z.string(), courseId: z.string() }),
        `SELECT p.learner_id AS "learnerId", p.course_id AS "courseId"
         FROM completions p JOIN courses c ON c.course_id = p.course_id
         WHERE p.state = 'due' AND c.issuance = 'on_completion'
         ORDER BY p.completed_at, p.learner_id, p.course_id LIMIT $1 FOR UPDATE OF p SKIP LOCKED`,
        [limit],
      );
      if (due.length > 0) await issueFor(context, writer, due, 'by_policy');
      return due.length;
    }),
  );
}

const COLLISION_TRIES = 5;

/** Runs a transaction again when a random number or a first certificate was taken by another one meanwhile. */
export async function retryOnCollision<T>(transaction: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transaction();
    } catch (error) {
      if (brokenConstraint(error) === null || attempt >= COLLISION_TRIES) throw error;
    }
  }
}
