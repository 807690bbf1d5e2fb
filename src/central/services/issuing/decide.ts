import type { Condition } from '../../../contract/central/learning.ts';
import type { PostalAddress } from '../../../domain/address.ts';
import type { NumberScheme } from '../../../domain/certificates/certificateNumber.ts';
import { cleanIssuedName } from '../../../domain/certificates/issuedName.ts';
import type { CustomFields, NameProblem } from '../../../domain/certificates/snapshot.ts';
import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import { addDays, dateAt } from '../../../domain/time/dates.ts';
import type { IsoDate } from '../../../domain/time/dates.ts';
import type { RulePack } from '../../../domain/time/rulePack.ts';
import type { IssuableTemplate } from '../templates/issuable.ts';
import type { Candidate } from './candidates.ts';
import { conditionsOf, problemOfCompletionDate } from './eligibility.ts';

/** A certificate that is to be written: everything but its identifiers. */
export interface Draft {
  readonly candidate: Candidate;
  readonly issuedName: string;
  readonly courseTitle: string;
  readonly completionDate: IsoDate;
  readonly issueDate: IsoDate;
  readonly pack: RulePack;
  readonly jurisdiction: string;
  readonly numberScheme: NumberScheme;
  readonly controlNumber: boolean;
  readonly templateVersion: string;
  /** Null where there are none. */
  readonly customFields: CustomFields | null;
  /** Where the paper goes; null where none is owed. */
  readonly paperTo: PostalAddress | null;
}

/** What is to become of a completion. */
export type Decision =
  | { readonly tag: 'issue'; readonly draft: Draft }
  | { readonly tag: 'already_issued'; readonly certificateId: string }
  | { readonly tag: 'not_eligible'; readonly unmet: readonly Condition[] }
  /** The data are unhappy: a person has to look. */
  | { readonly tag: 'attention'; readonly problem: string };

const nameProblems: Readonly<Record<NameProblem, string>> = {
  empty: 'the learner has no name',
  too_long: 'the name is longer than 200 characters',
  broken_text: 'the name is broken text, as from a wrong encoding',
  emoji: 'the name has pictures in it, which no certificate font prints',
};

/** Why a name cannot be printed, in words. */
export function wordsOfNameProblem(problem: NameProblem): string {
  return nameProblems[problem];
}

/** What decides beside the completion itself. */
export interface DecisionGrounds {
  /** The rules of a jurisdiction. */
  readonly packs: (jurisdiction: string) => RulePack;
  /** Milliseconds; decides the issue date in the jurisdiction's time zone. */
  readonly now: number;
  /** What may be printed on, the one for courses that have none of their own first. */
  readonly templates: readonly IssuableTemplate[];
  /** Two people stand for it: unmet conditions do not count, unhappy data still do. */
  readonly overridden: boolean;
}

/** Decides about one completion from what is known: pure, so that every case can be tried. */
export function decide(candidate: Candidate, grounds: DecisionGrounds): Decision {
  const { completion, course, learner } = candidate;
  if (candidate.inForce !== null) return { tag: 'already_issued', certificateId: candidate.inForce };
  if (course === null) return { tag: 'attention', problem: `the course ${candidate.courseId} is not known` };
  const unmet = grounds.overridden ? [] : conditionsOf(candidate).filter((each) => !each.met);
  if (unmet.length > 0) return { tag: 'not_eligible', unmet };
  if (learner === null) return { tag: 'attention', problem: 'the learner is not known' };
  const name = cleanIssuedName(learner.name);
  if (!name.ok) return { tag: 'attention', problem: nameProblems[name.error] };
  for (const [what, text] of [
    ['name', name.value],
    ['course title', course.title],
  ]) {
    if (hasBraces(text ?? ''))
      return { tag: 'attention', problem: `the ${what} has the braces of a placeholder in it` };
  }
  const pack = grounds.packs(course.jurisdiction);
  const issueDate = dateAt(new Date(grounds.now).toISOString(), pack.timeZone);
  const completionDate = completion?.date ?? '';
  const dateProblem = problemOfCompletionDate(completionDate, addDays(issueDate, 1));
  if (dateProblem !== null) return { tag: 'attention', problem: dateProblem };
  const template =
    course.templateVersion === null
      ? grounds.templates[0]
      : grounds.templates.find(({ version }) => version === course.templateVersion);
  if (template === undefined) return { tag: 'attention', problem: 'there is no template for this course' };
  const custom = customFieldsOf({ ...course.customFields, ...completion?.customFields }, template);
  if (!custom.ok) return { tag: 'attention', problem: custom.error };
  const paper = course.paper === 'always' || (course.paper === 'as_ruled' && pack.paperOwed);
  if (paper && learner.address === null) {
    return { tag: 'attention', problem: 'paper is owed, and the learner has no address' };
  }
  return {
    tag: 'issue',
    draft: {
      candidate,
      issuedName: name.value,
      courseTitle: course.title,
      completionDate,
      issueDate,
      pack,
      jurisdiction: course.jurisdiction,
      numberScheme: course.numberScheme,
      controlNumber: course.controlNumbers,
      templateVersion: template.version,
      customFields: custom.value,
      paperTo: paper ? learner.address : null,
    },
  };
}

/** Custom fields as they are printed for ever: cleaned as names are, and all there that the template needs. */
function customFieldsOf(told: CustomFields, template: IssuableTemplate): Result<CustomFields | null, string> {
  const fields: CustomFields = {};
  for (const [key, raw] of Object.entries(told)) {
    const cleaned = cleanIssuedName(raw);
    if (!cleaned.ok)
      return err(`the custom field ${key} cannot be printed (${cleaned.error.replace('_', ' ')})`);
    if (hasBraces(cleaned.value)) return err(`the custom field ${key} has the braces of a placeholder in it`);
    fields[key] = cleaned.value;
  }
  const missing = template.needs.filter((key) => fields[key] === undefined);
  if (missing.length > 0) {
    return err(
      `the template prints ${missing.join(', ')}, which neither the course nor the completion gives`,
    );
  }
  return ok(Object.keys(fields).length === 0 ? null : fields);
}

/** What looks like a placeholder is never printed: no page could be told from one that was filled badly. */
function hasBraces(text: string): boolean {
  return text.includes('{{') || text.includes('}}');
}
