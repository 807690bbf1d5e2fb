import type { Condition } from '../../../contract/central/learning.ts';
import { IsoDate } from '../../../domain/time/dates.ts';
import type { Candidate } from './candidates.ts';

type Check = (candidate: Candidate, course: NonNullable<Candidate['course']>) => Omit<Condition, 'condition'>;

const enrolledAccess: Check = ({ enrolled, refunded }) => ({
  met: enrolled && !refunded,
  detail: refunded
    ? 'The order was refunded in full.'
    : enrolled
      ? 'Enrolled.'
      : 'Not enrolled in this course.',
});

const paidAccess: Check = ({ paid, refunded }) => ({
  met: paid,
  detail: paid
    ? 'Paid for.'
    : refunded
      ? 'The order was refunded in full.'
      : 'Neither a paid order nor a subscription gives access to this course.',
});

const lessons: Check = ({ lessonsDone, lessonsPublished }) => ({
  met: lessonsPublished > 0 && lessonsDone >= lessonsPublished,
  detail:
    lessonsPublished === 0
      ? 'The course has no published lessons.'
      : `${lessonsDone} of ${lessonsPublished} published lessons are done.`,
});

const prerequisites: Check = ({ missingPrerequisites }) => ({
  met: missingPrerequisites.length === 0,
  detail:
    missingPrerequisites.length === 0
      ? 'All courses that come first are done.'
      : `These courses come first: ${missingPrerequisites.join(', ')}.`,
});

/**
 * Each thing that the course demands, met or not, and why, in words for a person of the school; earned when all are met.
 * An unknown course is met by nobody.
 */
export function conditionsOf(candidate: Candidate): Condition[] {
  const { course } = candidate;
  if (course === null) {
    return [
      { condition: 'course_published', met: false, detail: `The course ${candidate.courseId} is not known.` },
    ];
  }
  const { requirements } = course;
  const checks: (readonly [Condition['condition'], Check])[] = [
    ['access', requirements.access === 'paid' ? paidAccess : enrolledAccess],
    [
      'course_published',
      () => ({
        met: course.published,
        detail: course.published ? 'The course is published.' : 'The course is not published.',
      }),
    ],
    [
      'certificates_enabled',
      () => ({
        met: course.certificatesEnabled,
        detail: course.certificatesEnabled
          ? 'The course gives certificates.'
          : 'Certificates are switched off for this course.',
      }),
    ],
    [
      'completed',
      ({ completion }) => ({
        met: completion !== null,
        detail: completion === null ? 'The course is not completed.' : 'Completed.',
      }),
    ],
    ...workOf(candidate),
  ];
  return checks.map(([condition, check]) => ({ condition, ...check(candidate, course) }));
}

/** The conditions about work that was done; what completes a course of the kind `derived`. */
function workOf(candidate: Candidate): (readonly [Condition['condition'], Check])[] {
  const requirements = candidate.course?.requirements;
  const checks: (readonly [Condition['condition'], Check])[] = [];
  if (requirements?.allLessons === true) checks.push(['lessons', lessons]);
  const minimum = requirements?.minimumMinutes ?? null;
  if (minimum !== null) {
    checks.push([
      'seat_time',
      ({ minutes }) => ({ met: minutes >= minimum, detail: `${minutes} of ${minimum} minutes.` }),
    ]);
  }
  if (requirements?.finalExam === true) {
    checks.push([
      'exam',
      ({ examPassed }) => ({
        met: examPassed,
        detail: examPassed ? 'The final exam is passed.' : 'The final exam is not passed.',
      }),
    ]);
  }
  if ((requirements?.prerequisites.length ?? 0) > 0) checks.push(['prerequisites', prerequisites]);
  return checks;
}

/** Is the work of the course done, so that a course of the kind `derived` counts as completed? */
export function workIsDone(candidate: Candidate): boolean {
  const { course } = candidate;
  if (course === null) return false;
  const own = workOf(candidate).filter(([condition]) => condition !== 'prerequisites');
  return own.length > 0 && own.every(([, check]) => check(candidate, course).met);
}

/** Before this nobody completed a course here: an older date is a typing error or an empty field of another system. */
const EARLIEST_COMPLETION = '1990-01-01';

/**
 * Why a completion date cannot stand on a certificate, or null.
 *
 * @param tomorrow the date after today in the jurisdiction's time zone: a school east of it may be a day ahead.
 */
export function problemOfCompletionDate(completionDate: string, tomorrow: IsoDate): string | null {
  if (completionDate.trim() === '') return 'there is no completion date';
  const date = IsoDate.safeParse(completionDate);
  if (!date.success) return 'the completion date is no date of the calendar';
  if (date.data > tomorrow) return 'the completion date lies in the future';
  if (date.data < EARLIEST_COMPLETION) return `the completion date lies before ${EARLIEST_COMPLETION}`;
  return null;
}
