/** What a school's own systems tell: courses, enrollments, completions. */
import { z } from 'zod';
import { PostalAddress } from '../../domain/address.ts';
import { NumberScheme } from '../../domain/certificates/certificateNumber.ts';
import { CustomFields, Jurisdiction } from '../../domain/certificates/snapshot.ts';
import { Instant, procedure } from './base.ts';

const event = { eventId: z.string().min(1).max(100), at: Instant };

const Id = z.string().min(1).max(100);
const learnerInCourse = { learnerId: Id, courseId: Id };

export const LearningEvent = z.discriminatedUnion('kind', [
  z.object({
    ...event,
    kind: z.literal('learner'),
    learnerId: Id,
    name: z.string().max(500),
    email: z.string().max(320).nullable(),
    language: z.enum(['en', 'es']).default('en'),
    address: PostalAddress.nullable(),
  }),
  z.object({ ...event, kind: z.literal('enrolled'), ...learnerInCourse, orderId: Id.nullable() }),
  z.object({
    ...event,
    kind: z.literal('completed'),
    ...learnerInCourse,
    completionDate: z.string().max(40),
    /** Printed beside the usual, before what the course has under the same name. */
    customFields: CustomFields.optional(),
  }),
  /** A lesson of a course is there, or is not published any more. */
  z.object({ ...event, kind: z.literal('lesson'), courseId: Id, lessonId: Id, published: z.boolean() }),
  z.object({ ...event, kind: z.literal('lesson_completed'), ...learnerInCourse, lessonId: Id }),
  /** Minutes more than before. */
  z.object({
    ...event,
    kind: z.literal('seat_time'),
    ...learnerInCourse,
    minutes: z.int().min(1).max(100_000),
  }),
  /** An attempt at the final exam. */
  z.object({ ...event, kind: z.literal('exam'), ...learnerInCourse, passed: z.boolean() }),
  /** A paid order for a course: it gives access, as an enrollment does. */
  z.object({
    ...event,
    kind: z.literal('ordered'),
    ...learnerInCourse,
    orderId: Id,
    amountMinor: z.int().nonnegative(),
  }),
  /** Access to all courses for a time. */
  z.object({
    ...event,
    kind: z.literal('subscription'),
    learnerId: Id,
    subscriptionId: Id,
    startsAt: Instant,
    endsAt: Instant.nullable(),
  }),
  z.object({
    ...event,
    kind: z.literal('refunded'),
    orderId: Id,
    amountMinor: z.int().nonnegative(),
    amountRefundedMinor: z.int().nonnegative(),
  }),
]);
export type LearningEvent = z.infer<typeof LearningEvent>;

/** What a course demands before it gives a certificate. */
export const CourseRequirements = z.object({
  /**
   * `told`: the school says when a course is completed. `derived`: it is completed by the event after which lessons, seat
   * time and exam are as demanded.
   */
  completion: z.enum(['told', 'derived']).default('told'),
  /** `enrolled`: an enrollment whose order is not refunded in full. `paid`: a paid order, or a subscription at the time. */
  access: z.enum(['enrolled', 'paid']).default('enrolled'),
  allLessons: z.boolean().default(false),
  minimumMinutes: z.int().min(1).nullable().default(null),
  finalExam: z.boolean().default(false),
  /** Courses of which the learner must have a certificate in force, or a completion where they give none. */
  prerequisites: z.array(Id).max(50).default([]),
});
export type CourseRequirements = z.infer<typeof CourseRequirements>;

export const Course = z.object({
  courseId: Id,
  title: z.string().trim().min(1).max(300),
  jurisdiction: Jurisdiction,
  published: z.boolean(),
  certificatesEnabled: z.boolean(),
  issuance: z.enum(['on_completion', 'on_first_download', 'manual']),
  numberScheme: NumberScheme,
  /** Each certificate gets a number of the regulator's blocks too. */
  controlNumbers: z.boolean(),
  paper: z.enum(['as_ruled', 'always', 'never']),
  requirements: CourseRequirements,
  templateVersion: z.string().nullable(),
  /** Printed on every certificate of the course where the template asks for them. */
  customFields: CustomFields,
});
export type Course = z.infer<typeof Course>;

export const Condition = z.object({
  condition: z.enum([
    'access',
    'course_published',
    'certificates_enabled',
    'completed',
    'lessons',
    'seat_time',
    'exam',
    'prerequisites',
  ]),
  met: z.boolean(),
  detail: z.string(),
});
export type Condition = z.infer<typeof Condition>;

export const ControlNumberBlock = z.object({
  blockId: z.string(),
  jurisdiction: z.string(),
  prefix: z.string(),
  width: z.int(),
  first: z.int(),
  last: z.int(),
  left: z.int(),
});
export type ControlNumberBlock = z.infer<typeof ControlNumberBlock>;

export const ImportReport = z.object({
  lines: z.int(),
  good: z.int(),
  bad: z.array(z.object({ line: z.int(), problem: z.string() })),
  dryRun: z.boolean(),
  accepted: z.int(),
  repeated: z.int(),
});
export type ImportReport = z.infer<typeof ImportReport>;

export const learningContract = {
  /** Idempotent by event id; bad ones are named and the others kept. */
  events: procedure('school')
    .route({
      method: 'POST',
      path: '/v1/events',
      summary: 'Learning records and payments, in any order, any number of times',
    })
    .input(z.object({ events: z.array(z.unknown()).min(1).max(1000) }))
    .output(
      z.object({
        accepted: z.int(),
        repeated: z.int(),
        rejected: z.array(z.object({ index: z.int(), eventId: z.string().nullable(), problem: z.string() })),
      }),
    ),
  courses: procedure('administrator')
    .route({ method: 'GET', path: '/v1/courses', summary: 'Courses with their certificates' })
    .output(
      z.array(
        z.object({
          courseId: z.string(),
          title: z.string(),
          jurisdiction: z.string(),
          certificates: z.int(),
          waiting: z.int(),
        }),
      ),
    ),
  /** Completions that could not be issued, and why. */
  needsAttention: procedure('administrator')
    .route({
      method: 'GET',
      path: '/v1/needs-attention',
      summary: 'Completions that could not be issued, and why',
    })
    .output(
      z.array(z.object({ learnerId: z.string(), courseId: z.string(), problem: z.string(), since: Instant })),
    ),
  course: procedure('administrator')
    .route({ method: 'GET', path: '/v1/courses/{courseId}', summary: 'A course and what it demands' })
    .input(z.object({ courseId: Id }))
    .output(Course),
  saveCourse: procedure('administrator')
    .route({
      method: 'PUT',
      path: '/v1/courses/{courseId}',
      summary: 'Make a course, or change it; nothing issued changes',
    })
    .input(
      Course.extend({
        published: z.boolean().default(true),
        certificatesEnabled: z.boolean().default(true),
        issuance: Course.shape.issuance.default('on_completion'),
        controlNumbers: z.boolean().default(false),
        paper: Course.shape.paper.default('as_ruled'),
        requirements: CourseRequirements.prefault({}),
        templateVersion: z.string().nullable().default(null),
        customFields: CustomFields.default({}),
      }),
    )
    .output(Course)
    .errors({ CERTIFICATES_DISABLED: { status: 409 }, UNKNOWN_TEMPLATE: { status: 422 } }),
  eligibility: procedure('school')
    .route({
      method: 'GET',
      path: '/v1/learners/{learnerId}/courses/{courseId}',
      summary: 'Each condition, met or not, and why',
    })
    .input(z.object({ learnerId: Id, courseId: Id }))
    .output(
      z.object({
        eligible: z.boolean(),
        conditions: z.array(Condition),
        certificateId: z.string().nullable(),
      }),
    ),
  /** Refused while a certificate proves something about it. */
  deleteEnrollment: procedure('administrator')
    .route({
      method: 'DELETE',
      path: '/v1/learners/{learnerId}/courses/{courseId}',
      summary: 'Delete an enrollment',
    })
    .input(z.object({ learnerId: Id, courseId: Id }))
    .output(z.object({ deleted: z.boolean() }))
    .errors({ HAS_CERTIFICATE: { status: 409, data: z.object({ certificateNumber: z.string() }) } }),
  importCsv: procedure('school')
    .route({
      method: 'POST',
      path: '/v1/import',
      summary: 'Completions as CSV; a dry run changes nothing and names every bad line',
    })
    .input(z.object({ csv: z.string().max(10_000_000), dryRun: z.boolean().default(true) }))
    .output(ImportReport),
  controlNumbers: procedure('administrator')
    .route({
      method: 'GET',
      path: '/v1/control-numbers',
      summary: 'Ranges that regulators gave, and how many numbers are left',
    })
    .output(z.array(ControlNumberBlock)),
  addControlNumbers: procedure('administrator')
    .route({ method: 'POST', path: '/v1/control-numbers', summary: 'Enter a range that a regulator gave' })
    .input(
      z
        .object({
          jurisdiction: Jurisdiction,
          prefix: z.string().regex(/^[A-Z0-9-]{0,12}$/u),
          width: z.int().min(1).max(15),
          first: z.int().min(0),
          last: z.int().min(0),
        })
        .refine((range) => range.first <= range.last, 'the first number comes after the last')
        .refine(
          (range) => String(range.last).length <= range.width,
          'the last number does not fit the width',
        ),
    )
    .output(ControlNumberBlock)
    .errors({ OVERLAPS: { status: 409, data: z.object({ blockId: z.string() }) } }),
};
