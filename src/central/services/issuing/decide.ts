import type { PostalAddress } from '../../../domain/address.ts';
import type { NumberScheme } from '../../../domain/certificates/certificateNumber.ts';
import { cleanIssuedName } from '../../../domain/certificates/issuedName.ts';
import type { NameProblem } from '../../../domain/certificates/snapshot.ts';
import { addDays, dateAt } from '../../../domain/time/dates.ts';
import type { IsoDate } from '../../../domain/time/dates.ts';
import type { RulePack } from '../../../domain/time/rulePack.ts';
import type { Candidate } from './candidates.ts';
import { conditionsOf, problemOfCompletionDate } from './eligibility.ts';
import type { Condition } from './eligibility.ts';

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
  readonly templateVersion: string;
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

/**
 * Decides about one completion from what is known: pure, so that every case can be tried.
 *
 * @param packs the rules of a jurisdiction.
 * @param now milliseconds; decides the issue date in the jurisdiction's time zone.
 * @param defaultTemplate the template of a course that has none of its own; null where there is none.
 */
export function decide(
  candidate: Candidate,
  packs: (jurisdiction: string) => RulePack,
  now: number,
  defaultTemplate: string | null,
): Decision {
  if (candidate.inForce !== null) return { tag: 'already_issued', certificateId: candidate.inForce };
  const { courseTitle, jurisdiction, numberScheme } = candidate;
  if (courseTitle === null || jurisdiction === null || numberScheme === null) {
    return { tag: 'attention', problem: `the course ${candidate.courseId} is not known` };
  }
  const unmet = conditionsOf({
    enrolled: candidate.enrolled,
    refunded: candidate.refunded,
    coursePublished: candidate.published === true,
    certificatesEnabled: candidate.certificatesEnabled === true,
    completionDate: candidate.completionDate,
  }).filter((each) => !each.met);
  if (unmet.length > 0) return { tag: 'not_eligible', unmet };
  if (candidate.name === null) return { tag: 'attention', problem: 'the learner is not known' };
  const name = cleanIssuedName(candidate.name);
  if (!name.ok) return { tag: 'attention', problem: nameProblems[name.error] };
  const pack = packs(jurisdiction);
  const issueDate = dateAt(new Date(now).toISOString(), pack.timeZone);
  const dateProblem = problemOfCompletionDate(candidate.completionDate, addDays(issueDate, 1));
  if (dateProblem !== null) return { tag: 'attention', problem: dateProblem };
  const templateVersion = candidate.templateVersion ?? defaultTemplate;
  if (templateVersion === null) return { tag: 'attention', problem: 'there is no template for this course' };
  const paper = candidate.paper === 'always' || (candidate.paper === 'as_ruled' && pack.paperOwed);
  if (paper && candidate.address === null) {
    return { tag: 'attention', problem: 'paper is owed, and the learner has no address' };
  }
  return {
    tag: 'issue',
    draft: {
      candidate,
      issuedName: name.value,
      courseTitle,
      completionDate: candidate.completionDate,
      issueDate,
      pack,
      jurisdiction,
      numberScheme,
      templateVersion,
      paperTo: paper ? candidate.address : null,
    },
  };
}
