/** What is owed and not yet begun, most urgent first. */
import { z } from 'zod';
import type { QueueFilter, QueueRow } from '../../../contract/station/queue.ts';
import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import { addDays, dateAt } from '../../../domain/time/dates.ts';
import { RulePack } from '../../../domain/time/rulePack.ts';
import type { RiskClass } from '../../../domain/time/slack.ts';
import { mayHold } from '../../../domain/work/stages.ts';
import type { PieceStage } from '../../../domain/work/stages.ts';
import type { Actor, StationContext } from '../../context.ts';
import type { Reader } from '../../db/statements.ts';
import { searchQueue } from '../../search/queueSearch.ts';
import { typedWords } from '../../search/words.ts';
import { setHold } from '../pieces/service.ts';
import * as repo from './repo.ts';
import type { QueueConditions, QueueValues, Waiting } from './repo.ts';
import { certificatesByCode } from './search.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const DAYS_AHEAD = 14;

const Cursor = z.tuple([z.int(), z.string().max(100)]);

function writeCursor(row: Waiting): string {
  return Buffer.from(JSON.stringify([row.slackAt, row.deliverableId])).toString('base64url');
}

/** Null for a text that is no cursor of this list: the list then begins anew. */
function readCursor(text: string): { readonly slackAt: number; readonly deliverableId: string } | null {
  try {
    const [slackAt, deliverableId] = Cursor.parse(
      JSON.parse(Buffer.from(text, 'base64url').toString('utf8')),
    );
    return { slackAt, deliverableId };
  } catch (problem) {
    if (problem instanceof SyntaxError || problem instanceof z.ZodError) return null;
    throw problem;
  }
}

/** What is wanted of the queue. */
export interface QueueLook {
  readonly filter: QueueFilter;
  readonly limit: number;
  readonly cursor?: string | undefined;
  /** Only what is under a lease that has not ended. */
  readonly leased?: boolean;
  /** Only these deliverables. */
  readonly deliverableIds?: readonly string[] | undefined;
}

/** Deliverables that wait, most urgent first, in the caller's transaction. */
export function waitingWork(tx: Reader, ctx: StationContext, look: QueueLook): Waiting[] {
  const { filter } = look;
  const after = look.cursor === undefined ? null : readCursor(look.cursor);
  const wanted: QueueConditions = {
    jurisdiction: filter.jurisdiction !== undefined,
    course: filter.courseId !== undefined,
    risk: filter.risk ?? null,
    onHold: filter.onHold ?? null,
    leased: look.leased ?? false,
    after: after !== null,
    ids: look.deliverableIds === undefined ? null : 'deliverables',
  };
  const values: QueueValues = {
    now: ctx.clock.now(),
    limit: look.limit,
    jurisdiction: filter.jurisdiction ?? null,
    courseId: filter.courseId ?? null,
    slackAt: after?.slackAt ?? null,
    deliverableId: after?.deliverableId ?? null,
    ids: look.deliverableIds === undefined ? null : JSON.stringify(look.deliverableIds),
  };
  const ask = (conditions: QueueConditions, ids: readonly string[] | null) =>
    repo
      .lookIntoQueue(conditions)
      .all(tx, repo.valuesFor(conditions, ids === null ? values : { ...values, ids: JSON.stringify(ids) }));
  if (filter.search === undefined || look.deliverableIds !== undefined) return ask(wanted, null);
  const byCode = certificatesByCode(tx, filter.search);
  if (byCode.length > 0) return ask({ ...wanted, ids: 'certificates' }, byCode);
  const words = typedWords(filter.search);
  if (words.length === 0) return ask(wanted, null);
  const asked = repo.valuesFor({ ...wanted, after: false }, values);
  const places = searchQueue(tx, {
    words,
    limit: look.limit,
    after,
    conditions: repo.conditionsOn(wanted),
    values: asked,
    few: wanted.onHold === true || wanted.leased,
  });
  return ask(
    { ...NOTHING_ASKED, ids: 'deliverables' },
    places.map(({ deliverableId }) => deliverableId),
  );
}

const NOTHING_ASKED: QueueConditions = {
  jurisdiction: false,
  course: false,
  risk: null,
  onHold: null,
  leased: false,
  after: false,
  ids: null,
};

/** One page of the queue, and where the next one begins. */
export function listQueue(ctx: StationContext, look: QueueLook): { rows: QueueRow[]; next: string | null } {
  const now = ctx.clock.now();
  const rows = ctx.db.read((tx) => waitingWork(tx, ctx, look));
  const last = rows.at(-1);
  return {
    rows: rows.map((row) => shown(row, now)),
    next: last !== undefined && rows.length === look.limit ? writeCursor(last) : null,
  };
}

function riskOf(work: { readonly dueAt: number | null; readonly slackAt: number }, now: number): RiskClass {
  if (work.dueAt === null) return 'fine';
  if (work.dueAt <= now) return 'late';
  if (work.slackAt <= now) return 'at_risk';
  return work.slackAt < now + DAY_MS ? 'soon' : 'fine';
}

function shown(row: Waiting, now: number): QueueRow {
  const { deliverableId, certificateId, certificateNumber, issuedName, courseTitle, courseId } = row;
  return {
    deliverableId,
    certificateId,
    certificateNumber,
    issuedName,
    courseTitle,
    courseId,
    jurisdiction: row.jurisdiction,
    completionDate: row.completionDate,
    validity: row.validity,
    dueAt: row.dueAt,
    slackMinutes: row.dueAt === null ? null : Math.floor((row.slackAt - now) / MINUTE_MS),
    risk: riskOf(row, now),
    leasedUntil: row.leaseExpiresAt !== null && row.leaseExpiresAt > now ? row.leaseExpiresAt : null,
    hold: row.holdReason === null ? null : { reason: row.holdReason },
    attempts: row.attempts,
  };
}

/** The queue in numbers. `dueByDay` holds the days that are over, today and the next 13, each in its jurisdiction's zone. */
export interface QueueSummary {
  readonly waiting: number;
  readonly leased: number;
  readonly onHold: number;
  readonly byRisk: Record<RiskClass, number>;
  readonly byJurisdiction: { jurisdiction: string; waiting: number }[];
  readonly byCourse: { courseId: string; courseTitle: string; waiting: number }[];
  readonly dueByDay: { day: string; waiting: number }[];
}

/** A count that took longer than this is kept for twenty times as long, so that counting never takes the day. */
const CHEAP_MS = 40;
const kept = new WeakMap<StationContext, { readonly summary: QueueSummary; readonly until: number }>();

/** The whole queue in numbers. With a very long queue it may be some seconds old. */
export function summarizeQueue(ctx: StationContext): QueueSummary {
  const known = kept.get(ctx);
  if (known !== undefined && performance.now() < known.until) return known.summary;
  const before = performance.now();
  const summary = ctx.db.read((tx) => counted(tx, ctx.clock.now()));
  const took = performance.now() - before;
  if (took > CHEAP_MS) kept.set(ctx, { summary, until: before + took * 21 });
  return summary;
}

function counted(tx: Reader, now: number): QueueSummary {
  const zones = new Map(
    repo.packs
      .all(tx, {})
      .map(({ jurisdiction, pack }) => [jurisdiction, RulePack.parse(JSON.parse(pack)).timeZone]),
  );
  const titles = new Map(repo.courseTitles.all(tx, {}).map(({ courseId, title }) => [courseId, title]));
  const byRisk: Record<RiskClass, number> = { late: 0, at_risk: 0, soon: 0, fine: 0 };
  const byJurisdiction = new Map<string, number>();
  const byCourse = new Map<string, number>();
  const byDay = new Map<string, number>();
  const count = { waiting: 0, leased: 0, onHold: 0 };
  const add = (to: Map<string, number>, key: string, more: number): void =>
    void to.set(key, (to.get(key) ?? 0) + more);
  for (const group of repo.groups.all(tx, { now })) {
    count.waiting += group.waiting;
    count.leased += group.leased;
    count.onHold += group.held;
    byRisk[riskOf(group, now)] += group.waiting;
    add(byJurisdiction, group.jurisdiction, group.waiting);
    add(byCourse, group.courseId, group.waiting);
    if (group.dueAt === null) continue;
    const zone = zones.get(group.jurisdiction) ?? 'UTC';
    // A deadline is the instant at which its day is over.
    const day = dateAt(new Date(group.dueAt - 1).toISOString(), zone);
    const lastShown = addDays(dateAt(new Date(now).toISOString(), zone), DAYS_AHEAD - 1);
    if (day <= lastShown) add(byDay, day, group.waiting);
  }
  return {
    ...count,
    byRisk,
    byJurisdiction: [...byJurisdiction].map(([jurisdiction, waiting]) => ({ jurisdiction, waiting })),
    byCourse: [...byCourse].map(([courseId, waiting]) => ({
      courseId,
      courseTitle: titles.get(courseId) ?? courseId,
      waiting,
    })),
    dueByDay: [...byDay]
      .toSorted(([left], [right]) => (left < right ? -1 : 1))
      .map(([day, waiting]) => ({ day, waiting })),
  };
}

/** Why nothing can be held or released. */
export type HoldRefusal =
  | { readonly tag: 'unknown_deliverable'; readonly deliverableId: string }
  | { readonly tag: 'too_late'; readonly stage: PieceStage };

/** Stops a deliverable with a reason, wherever its paper is before the hand-over. */
export function holdDeliverable(
  ctx: StationContext,
  actor: Actor,
  hold: { readonly deliverableId: string; readonly reason: string },
): Result<null, HoldRefusal> {
  return ctx.db.attempt<null, HoldRefusal>((tx) => {
    const found = repo.deliverableStage.get(tx, hold);
    if (found === undefined) return err({ tag: 'unknown_deliverable', deliverableId: hold.deliverableId });
    if (!mayHold(found.stage)) return err({ tag: 'too_late', stage: found.stage });
    setHold(tx, ctx, { ...hold, actor });
    return ok(null);
  });
}

/** Lets a deliverable go on. Releasing what is not held changes nothing. */
export function releaseDeliverable(
  ctx: StationContext,
  actor: Actor,
  deliverableId: string,
): Result<null, HoldRefusal> {
  return ctx.db.attempt<null, HoldRefusal>((tx) => {
    const found = repo.deliverableStage.get(tx, { deliverableId });
    if (found === undefined) return err({ tag: 'unknown_deliverable', deliverableId });
    if (found.holdReason !== null) setHold(tx, ctx, { deliverableId, reason: null, actor });
    return ok(null);
  });
}
