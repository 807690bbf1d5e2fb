import { IsoDate } from '../../../domain/time/dates.ts';

/** One thing that a course demands before it gives a certificate, and whether it is so. */
export interface Condition {
  readonly condition: 'access' | 'course_published' | 'certificates_enabled' | 'completed';
  readonly met: boolean;
  /** Why, in words for a person of the school. */
  readonly detail: string;
}

/** What is known of a learner in a course. */
export interface Standing {
  readonly enrolled: boolean;
  /** The order that paid for it was refunded in full. */
  readonly refunded: boolean;
  readonly coursePublished: boolean;
  readonly certificatesEnabled: boolean;
  /** As the school sent it; null where the course is not completed. */
  readonly completionDate: string | null;
}

/** Each condition with met or not met and why; earned when all are met. */
export function conditionsOf(standing: Standing): Condition[] {
  return [
    {
      condition: 'access',
      met: standing.enrolled && !standing.refunded,
      detail: standing.refunded
        ? 'The order was refunded in full.'
        : standing.enrolled
          ? 'Enrolled.'
          : 'Not enrolled in this course.',
    },
    {
      condition: 'course_published',
      met: standing.coursePublished,
      detail: standing.coursePublished ? 'The course is published.' : 'The course is not published.',
    },
    {
      condition: 'certificates_enabled',
      met: standing.certificatesEnabled,
      detail: standing.certificatesEnabled
        ? 'The course gives certificates.'
        : 'Certificates are switched off for this course.',
    },
    {
      condition: 'completed',
      met: standing.completionDate !== null,
      detail: standing.completionDate === null ? 'The course is not completed.' : 'Completed.',
    },
  ];
}

/** Before this nobody completed a course here: an older date is a typing error or an empty field of another system. */
const EARLIEST_COMPLETION = '1990-01-01';

/**
 * Why a completion date cannot stand on a certificate, or null.
 *
 * @param tomorrow the date after today in the jurisdiction's time zone: a school east of it may be a day ahead.
 */
export function problemOfCompletionDate(completionDate: string, tomorrow: IsoDate): string | null {
  if (completionDate.trim() === '') return 'no completion date';
  const date = IsoDate.safeParse(completionDate);
  if (!date.success) return 'the completion date is no date of the calendar';
  if (date.data > tomorrow) return 'the completion date lies in the future';
  if (date.data < EARLIEST_COMPLETION) return `the completion date lies before ${EARLIEST_COMPLETION}`;
  return null;
}
