import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { LearningEvent } from '../../../contract/central/learning.ts';
import type { PostalAddress } from '../../../domain/address.ts';
import { dateAt } from '../../../domain/time/dates.ts';
import { demoCourses } from './school.ts';
import type { DemoCourse } from './school.ts';

const Names = z.record(z.string(), z.array(z.string()).min(1));
const Addresses = z.record(
  z.string(),
  z.array(z.tuple([z.string(), z.string(), z.string(), z.string()])).min(1),
);

/** What the school's systems told, and when. */
export interface DemoDay {
  /** Milliseconds; the demo school learned of it then. */
  readonly at: number;
  readonly events: readonly LearningEvent[];
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** A stream of numbers from 0 up to 1 that is the same each time (mulberry32). */
export function steadyNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Learner numbers of the demo with a story of their own. */
const WITHOUT_NAME = 41;
const REFUNDED = 57;
const SAME_HOUSEHOLD_EVERY = 12;

/**
 * The learning records of the demo school: the same for a day each time they are made. Most completed over the last
 * weeks, some within the last hour; every twelfth shares the address of the one before; one was refunded, one has no name.
 *
 * @param folder holds `names.json` and `addresses.json`.
 * @param now milliseconds.
 */
export async function demoDays(folder: string, now: number): Promise<DemoDay[]> {
  const names = Names.parse(JSON.parse(await readFile(join(folder, 'names.json'), 'utf8')));
  const addresses = Addresses.parse(JSON.parse(await readFile(join(folder, 'addresses.json'), 'utf8')));
  const allNames = interleave(Object.values(names));
  const next = steadyNumbers(20_251);
  const days = new Map<number, LearningEvent[]>();
  let index = 0;
  let lastAddress: PostalAddress | null = null;
  for (const course of demoCourses) {
    for (let each = 0; each < course.learners; each += 1) {
      index += 1;
      const ago = each < course.learners / 12 ? 0 : 1 + Math.floor(next() * course.overDays);
      const at = ago === 0 ? now - Math.floor(next() * 50) * MINUTE_MS - MINUTE_MS : now - ago * DAY_MS;
      const name = index === WITHOUT_NAME ? '' : nameFor(allNames, index, next);
      const household: PostalAddress | null = index % SAME_HOUSEHOLD_EVERY === 0 ? lastAddress : null;
      const address: PostalAddress =
        household === null ? addressFor(addresses, course, name, next) : { ...household, name };
      lastAddress = address;
      const day = ago === 0 ? now : at;
      const events = days.get(day) ?? [];
      events.push(...eventsOf({ index, course, name, address, at }));
      days.set(day, events);
    }
  }
  return [...days].toSorted(([left], [right]) => left - right).map(([at, events]) => ({ at, events }));
}

/** One of each list in turn, so that every script comes early. */
function interleave(lists: readonly (readonly string[])[]): string[] {
  const longest = Math.max(...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, row) =>
    lists.flatMap((list) => list.slice(row, row + 1)),
  ).flat();
}

/** Each name once as it is; after that, first and last words of plain names newly combined. */
function nameFor(names: readonly string[], index: number, next: () => number): string {
  const own = names[index - 1];
  if (own !== undefined) return own;
  const plain = names.filter((name) => /^[A-Z][a-z]+ [A-Z][a-z]+$/u.test(name));
  const pick = () => (plain[Math.floor(next() * plain.length)] ?? 'Alex Reed').split(' ');
  return `${pick()[0] ?? 'Alex'} ${pick()[1] ?? 'Reed'}`;
}

function addressFor(
  addresses: z.infer<typeof Addresses>,
  course: DemoCourse,
  name: string,
  next: () => number,
): PostalAddress {
  const ofPlace = addresses[course.jurisdiction] ?? [];
  const place = ofPlace[Math.floor(next() * ofPlace.length)];
  if (place === undefined) throw new Error(`The demo has no address for ${course.jurisdiction}`);
  const [street1, city, region, postalCode] = place;
  return {
    name,
    street1,
    street2: `Unit ${1 + Math.floor(next() * 400)}`,
    city,
    region,
    postalCode,
    country: 'US',
  };
}

function eventsOf(about: {
  readonly index: number;
  readonly course: DemoCourse;
  readonly name: string;
  readonly address: PostalAddress;
  readonly at: number;
}): LearningEvent[] {
  const { index, course, name, address, at } = about;
  const learnerId = `learner-${String(index).padStart(4, '0')}`;
  const orderId = `order-${String(index).padStart(4, '0')}`;
  const id = (kind: string) => `demo-${kind}-${index}`;
  const completionDate = dateAt(new Date(at).toISOString(), 'America/Los_Angeles');
  const events: LearningEvent[] = [
    {
      eventId: id('learner'),
      at,
      kind: 'learner',
      learnerId,
      name,
      email: `${learnerId}@example.org`,
      language: index % 5 === 0 ? 'es' : 'en',
      address,
    },
    { eventId: id('enrolled'), at, kind: 'enrolled', learnerId, courseId: course.courseId, orderId },
    { eventId: id('completed'), at, kind: 'completed', learnerId, courseId: course.courseId, completionDate },
  ];
  if (index !== REFUNDED) return events;
  const paid = { orderId, amountMinor: course.priceMinor, amountRefundedMinor: course.priceMinor };
  return [...events, { eventId: id('refunded'), at: at + MINUTE_MS, kind: 'refunded', ...paid }];
}
