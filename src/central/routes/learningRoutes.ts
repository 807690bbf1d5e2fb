import { addControlNumbers, listControlNumbers } from '../services/issuing/controlNumbers.ts';
import { courseById, deleteEnrollment, eligibilityOf, saveCourse } from '../services/learning/courses.ts';
import { takeEvents } from '../services/learning/events.ts';
import { importCsv } from '../services/learning/importCsv.ts';
import { courseReports, needsAttention } from '../services/learning/reports.ts';
import { os } from './router.ts';

/** Courses, learning records and what is earned by them. */
export const learningRoutes = {
  learning: {
    events: os.learning.events.handler(({ input, context }) => takeEvents(context.central, input.events)),
    courses: os.learning.courses.handler(({ context }) => courseReports(context.central)),
    needsAttention: os.learning.needsAttention.handler(({ context }) => needsAttention(context.central)),
    course: os.learning.course.handler(async ({ input, context, errors }) => {
      const course = await courseById(context.central.db.reader, input.courseId);
      if (course === null) throw errors.NOT_FOUND({ data: { what: 'course', id: input.courseId } });
      return course;
    }),
    saveCourse: os.learning.saveCourse.handler(async ({ input, context, errors }) => {
      const saved = await saveCourse(context.central, input);
      if (saved.ok) return saved.value;
      throw saved.error === 'unknown_template' ? errors.UNKNOWN_TEMPLATE() : errors.CERTIFICATES_DISABLED();
    }),
    eligibility: os.learning.eligibility.handler(({ input, context }) =>
      eligibilityOf(context.central, input),
    ),
    deleteEnrollment: os.learning.deleteEnrollment.handler(async ({ input, context, errors }) => {
      const deleted = await deleteEnrollment(context.central, input);
      if (deleted.ok) return { deleted: deleted.value };
      throw errors.HAS_CERTIFICATE({ data: deleted.error });
    }),
    importCsv: os.learning.importCsv.handler(({ input, context }) =>
      importCsv(context.central, input.csv, input.dryRun),
    ),
    controlNumbers: os.learning.controlNumbers.handler(({ context }) => listControlNumbers(context.central)),
    addControlNumbers: os.learning.addControlNumbers.handler(async ({ input, context, errors }) => {
      const added = await addControlNumbers(context.central, input);
      if (added.ok) return added.value;
      throw errors.OVERLAPS({ data: { blockId: added.error.overlaps } });
    }),
  },
};
