import { createHash } from 'node:crypto';
import { z } from 'zod';
import { LearningEvent } from '../../../contract/central/learning.ts';
import type { ImportReport } from '../../../contract/central/learning.ts';
import { cleanIssuedName } from '../../../domain/certificates/issuedName.ts';
import { addDays, dateAt } from '../../../domain/time/dates.ts';
import type { Context } from '../../context.ts';
import { wordsOfNameProblem } from '../issuing/decide.ts';
import { problemOfCompletionDate } from '../issuing/eligibility.ts';
import { parseCsv } from './csv.ts';
import { takeEvents } from './events.ts';

/** The columns of an import; those with an address may be left out together. */
export const importColumns = [
  'learner_id',
  'name',
  'email',
  'language',
  'street1',
  'street2',
  'city',
  'region',
  'postal_code',
  'country',
  'course_id',
  'order_id',
  'completion_date',
] as const;
type Column = (typeof importColumns)[number];

const needed: readonly Column[] = ['learner_id', 'name', 'course_id', 'completion_date'];
const EVENTS_AT_ONCE = 900;

/**
 * Imports completions from CSV: a header line, then one line for each learner and course. Every bad line is reported by its
 * number; a dry run changes nothing, a real one takes the good lines. Importing a file again changes nothing: events are
 * named by the line's content.
 */
export async function importCsv(context: Context, csv: string, dryRun: boolean): Promise<ImportReport> {
  const { records, openQuoteAt } = parseCsv(csv);
  const [head, ...rows] = records;
  const names = (head?.fields ?? []).map((each) => each.trim().toLowerCase());
  const missing = needed.filter((each) => !names.includes(each));
  const unknown = names.filter((each) => !importColumns.some((column) => column === each));
  const headProblems = [
    ...missing.map((each) => `the column ${each} is missing`),
    ...unknown.map((each) => `the column ${each} is not known`),
    ...(openQuoteAt === null ? [] : [`the quote that begins on line ${openQuoteAt} never ends`]),
  ];
  const empty = { lines: rows.length, good: 0, dryRun, accepted: 0, repeated: 0 };
  if (headProblems.length > 0)
    return { ...empty, bad: headProblems.map((problem) => ({ line: 1, problem })) };

  const courses = await context.db.reader.all(
    z.object({ id: z.string() }),
    'SELECT course_id AS id FROM courses',
  );
  const known = new Set(courses.map((each) => each.id));
  const now = context.clock.now();
  const tomorrow = addDays(dateAt(new Date(now).toISOString(), 'UTC'), 1);
  const before = await learnersBefore(
    context,
    rows.map(({ fields }) => fields[names.indexOf('learner_id')]?.trim() ?? '').filter(isKeepable),
  );
  const bad: { line: number; problem: string }[] = [];
  const events: LearningEvent[] = [];
  let good = 0;
  for (const { line, fields } of rows) {
    const value = (column: Column) => fields[names.indexOf(column)]?.trim() ?? '';
    const problems = problemsOf(
      value,
      fields.every(isKeepable),
      fields.length,
      names.length,
      known,
      tomorrow,
    );
    const found =
      problems.length > 0
        ? null
        : eventsOf(value, fields, now, (column) =>
            names.includes(column) ? null : (before.get(value('learner_id')) ?? null),
          );
    if (found?.ok === true) {
      good += 1;
      events.push(...found.events);
    } else {
      const all = found === null ? problems : found.problems;
      bad.push(...all.map((problem) => ({ line, problem })));
    }
  }
  if (dryRun) return { ...empty, good, bad };
  let accepted = 0;
  let repeated = 0;
  for (let from = 0; from < events.length; from += EVENTS_AT_ONCE) {
    const answer = await takeEvents(context, events.slice(from, from + EVENTS_AT_ONCE));
    accepted += answer.accepted;
    repeated += answer.repeated;
  }
  return { ...empty, good, bad, accepted, repeated };
}

/** May a database keep this text? Not NUL, nor half of a surrogate pair. */
const isKeepable = (text: string): boolean => text.isWellFormed() && !text.includes('\0');

type Value = (column: Column) => string;

function problemsOf(
  value: Value,
  keepable: boolean,
  fields: number,
  wanted: number,
  known: ReadonlySet<string>,
  tomorrow: string,
): string[] {
  const problems: string[] = [];
  if (fields !== wanted) problems.push(`it has ${fields} fields, the header has ${wanted}`);
  if (!keepable) problems.push('it holds a NUL or half a character, which no database keeps');
  if (value('learner_id') === '') problems.push('learner_id is empty');
  const name = cleanIssuedName(value('name'));
  if (!name.ok) problems.push(wordsOfNameProblem(name.error));
  if (!known.has(value('course_id')))
    problems.push(`the course ${value('course_id') || '(empty)'} is not known`);
  const date = problemOfCompletionDate(value('completion_date'), tomorrow);
  if (date !== null) problems.push(date);
  return problems;
}

type Found =
  | { readonly ok: true; readonly events: LearningEvent[] }
  | { readonly ok: false; readonly problems: string[] };

const Before = z.object({
  learnerId: z.string(),
  email: z.string().nullable(),
  language: z.string(),
  address: z.unknown(),
});
type Before = z.infer<typeof Before>;

/** What is known of learners already: a file without a column for it leaves it as it is. */
async function learnersBefore(
  context: Context,
  learnerIds: readonly string[],
): Promise<ReadonlyMap<string, Before>> {
  const rows = await context.db.reader.all(
    Before,
    `SELECT learner_id AS "learnerId", email, language, address FROM learners
     WHERE learner_id IN (SELECT jsonb_array_elements_text($1::jsonb))`,
    [JSON.stringify(learnerIds)],
  );
  return new Map(rows.map((row) => [row.learnerId, row]));
}

/** @param kept what was known before, for a column that the file does not have; else null. */
function eventsOf(
  value: Value,
  fields: readonly string[],
  at: number,
  kept: (column: Column) => Before | null,
): Found {
  const id = createHash('sha256').update(JSON.stringify(fields)).digest('hex').slice(0, 32);
  const hasAddress = value('street1') !== '';
  const address = {
    name: value('name'),
    street1: value('street1'),
    ...(value('street2') === '' ? {} : { street2: value('street2') }),
    city: value('city'),
    region: value('region'),
    postalCode: value('postal_code'),
    country: value('country') === '' ? 'US' : value('country'),
  };
  const common = { at, learnerId: value('learner_id') };
  const inCourse = { ...common, courseId: value('course_id') };
  const parsed = z.array(LearningEvent).safeParse([
    {
      ...common,
      eventId: `csv-l-${id}`,
      kind: 'learner',
      name: value('name'),
      email: value('email') === '' ? (kept('email')?.email ?? null) : value('email'),
      language: value('language') === '' ? (kept('language')?.language ?? 'en') : value('language'),
      address: hasAddress ? address : (kept('street1')?.address ?? null),
    },
    {
      ...inCourse,
      eventId: `csv-e-${id}`,
      kind: 'enrolled',
      orderId: value('order_id') === '' ? null : value('order_id'),
    },
    { ...inCourse, eventId: `csv-c-${id}`, kind: 'completed', completionDate: value('completion_date') },
  ]);
  if (parsed.success) return { ok: true, events: parsed.data };
  return {
    ok: false,
    problems: parsed.error.issues.map(
      (issue) => `${issue.path.slice(1).map(String).join('.')}: ${issue.message}`,
    ),
  };
}
