import { z } from 'zod';
import type { Reply, TestSchool } from './school.ts';
import { SCHOOL } from './school.ts';

const Rows = z.object({ number: z.string(), validity: z.string(), learner: z.string() });

/** All certificates of a school, by number. */
export function certificatesOf(school: TestSchool) {
  return school.context.db.reader.all(
    Rows,
    'SELECT certificate_number AS number, validity, learner_id AS learner FROM certificates ORDER BY certificate_number',
  );
}

/** Tells central what the school's own systems tell. */
export const tell = (school: TestSchool, events: readonly unknown[]): Promise<Reply> =>
  school.call('POST', '/v1/events', { events }, SCHOOL);
