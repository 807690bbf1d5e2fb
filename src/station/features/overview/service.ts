/** The status strip, the rail's counts, and the doctor. */
import { statfs, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { DoctorCheck } from '../../../contract/station/overview.ts';
import { Validity } from '../../../domain/certificates/validity.ts';
import { lifecycleOf } from '../../../domain/work/lifecycle.ts';
import type { Lifecycle } from '../../../domain/work/lifecycle.ts';
import { PieceStage } from '../../../domain/work/stages.ts';
import type { StationContext } from '../../context.ts';
import { DATABASE_FILE } from '../../db/open.ts';
import { sqlRead } from '../../db/statements.ts';
import { syncStatus } from '../../sync/status.ts';
import type { WorkParts } from '../../work.ts';
import { checkAudit } from '../audit/service.ts';
import { pullList } from '../history/service.ts';
import { summarizeQueue } from '../queue/service.ts';
import { listStock } from '../stock/service.ts';

const stageCounts = sqlRead(
  `SELECT
     (SELECT count(*) FROM pieces INDEXED BY pieces_stage WHERE stage NOT IN ('delivered', 'spoiled', 'cancelled') AND stage IN ('claimed', 'rendered')) AS toPrint,
     (SELECT count(*) FROM pieces INDEXED BY pieces_stage WHERE stage NOT IN ('delivered', 'spoiled', 'cancelled') AND stage IN ('spooled', 'awaiting_scan')) AS toCheck,
     (SELECT count(*) FROM pieces INDEXED BY pieces_stage WHERE stage NOT IN ('delivered', 'spoiled', 'cancelled') AND stage = 'qc_passed') AS toPack,
     (SELECT count(*) FROM parcels WHERE state IN ('packed', 'labelled', 'closed')) AS toShip,
     (SELECT count(*) FROM label_intents WHERE state IN ('parked', 'in_doubt')) AS parkedLabels,
     (SELECT count(*) FROM jobs WHERE state = 'parked') AS parkedJobs,
     (SELECT count(DISTINCT q.parcel_id) FROM pieces q INDEXED BY pieces_stage
       WHERE q.stage NOT IN ('delivered', 'spoiled', 'cancelled') AND q.stage = 'returned'
       AND NOT EXISTS (SELECT 1 FROM pulled WHERE pulled.piece_id = q.piece_id)) AS returned,
     (SELECT count(*) FROM restore_doubts WHERE settled_at IS NULL AND deliverable_id IS NOT NULL) AS restored`,
  z.object({
    toPrint: z.int(),
    toCheck: z.int(),
    toPack: z.int(),
    toShip: z.int(),
    parkedLabels: z.int(),
    parkedJobs: z.int(),
    returned: z.int(),
    restored: z.int(),
  }),
);

/** Live counts of the rooms. */
export type RoomCounts = Readonly<
  Record<
    | 'queue'
    | 'toPrint'
    | 'toCheck'
    | 'toPack'
    | 'toShip'
    | 'pull'
    | 'late'
    | 'atRisk'
    | 'lowStock'
    | 'parkedLabels'
    | 'parkedJobs'
    | 'returned'
    | 'restored',
    number
  >
>;

/** What waits in each room, and what is wrong. */
export function roomCounts(ctx: StationContext): RoomCounts {
  const queue = summarizeQueue(ctx);
  const { stages, pull } = ctx.db.read((tx) => ({
    stages: stageCounts.get(tx, {}),
    pull: pullList(tx).length,
  }));
  if (stages === undefined) throw new Error('Counting gives one row');
  return {
    ...stages,
    queue: queue.waiting,
    pull,
    late: queue.byRisk.late,
    atRisk: queue.byRisk.at_risk,
    lowStock: listStock(ctx).filter((item) => item.onHand <= item.reorderAt).length,
  };
}

const some = sqlRead<
  { after: number; through: number },
  { validity: Validity; stage: PieceStage | null; n: number }
>(
  `SELECT c.validity, d.stage, count(*) AS n FROM certificates c LEFT JOIN deliverables d ON d.certificate_id = c.certificate_id
   WHERE c.certificate_row > @after AND c.certificate_row <= @through GROUP BY c.validity, d.stage`,
  z.object({ validity: Validity, stage: PieceStage.nullable(), n: z.int() }),
);
const lastRow = sqlRead(
  'SELECT coalesce(max(certificate_row), 0) AS row FROM certificates',
  z.object({ row: z.int() }),
);
const COUNTED_AT_ONCE = 10_000;

/** All certificates of this station by lifecycle. Counted in parts, so that scanning goes on meanwhile. */
export async function countByLifecycle(ctx: StationContext): Promise<Record<Lifecycle, number>> {
  const counts: Record<Lifecycle, number> = {
    pending: 0,
    generated: 0,
    printed: 0,
    shipped: 0,
    delivered: 0,
    archived: 0,
    returned: 0,
    damaged: 0,
    revoked: 0,
  };
  const last = ctx.db.read((tx) => lastRow.get(tx, {}))?.row ?? 0;
  for (let after = 0; after < last; after += COUNTED_AT_ONCE) {
    for (const { validity, stage, n } of ctx.db.read((tx) =>
      some.all(tx, { after, through: after + COUNTED_AT_ONCE }),
    )) {
      counts[lifecycleOf({ validity, stage, record: 'live' })] += n;
    }
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  return counts;
}

type Verdict = DoctorCheck['verdict'];
const MIB = 1024 * 1024;
const DAY_MS = 86_400_000;
/** Reading a larger file whole would keep the benches waiting. */
const READ_WHOLE_BYTES = 256 * MIB;

/** Looks at everything that can go wrong, and says in a sentence each how it is. */
export async function examine(
  ctx: StationContext,
  parts: WorkParts,
  received: number | null,
): Promise<DoctorCheck[]> {
  const sync = syncStatus(ctx, received);
  const now = ctx.clock.now();
  return [
    await databaseCheck(ctx),
    await diskCheck(ctx),
    check(
      'clock',
      sync.problem !== null && sync.state === 'online' ? 'bad' : 'good',
      sync.state === 'online' ? (sync.problem ?? 'As central has it.') : 'Central is away: not compared.',
    ),
    centralCheck(sync, now),
    check(
      'leases',
      sync.leased === 0 && sync.state !== 'not_paired' ? 'attention' : 'good',
      leaseText(sync, now),
    ),
    outboxCheck(ctx, sync.waitingFacts, now),
    await printerCheck(parts),
    check(
      'carrier',
      parts.carriers.length === 0 ? 'attention' : 'good',
      parts.carriers.length === 0 ? 'No carrier is set up.' : `${parts.carriers.length} set up.`,
    ),
    await auditCheck(ctx),
    stockCheck(ctx),
    templateCheck(ctx),
  ];
}

function check(what: DoctorCheck['check'], verdict: Verdict, detail: string): DoctorCheck {
  return { check: what, verdict, detail };
}

async function databaseCheck(ctx: StationContext): Promise<DoctorCheck> {
  const { size } = await stat(join(ctx.ports.paths.data, DATABASE_FILE));
  const large = `${Math.round(size / MIB)} MiB`;
  if (size > READ_WHOLE_BYTES)
    return check('database', 'good', `${large}; too large to be read whole while people work.`);
  const damage = ctx.db.check();
  return damage === null
    ? check('database', 'good', `${large}, every page is sound.`)
    : check('database', 'bad', damage);
}

async function diskCheck(ctx: StationContext): Promise<DoctorCheck> {
  const { bavail, bsize } = await statfs(ctx.ports.paths.data);
  const free = Math.floor((bavail * bsize) / MIB);
  return check('disk', free < 200 ? 'bad' : free < 1024 ? 'attention' : 'good', `${free} MiB free.`);
}

function centralCheck(sync: ReturnType<typeof syncStatus>, now: number): DoctorCheck {
  switch (sync.state) {
    case 'online':
      return check('central', 'good', 'Central answers.');
    case 'not_paired':
      return check('central', 'attention', 'This station is not paired with a central.');
    case 'refused':
      return check('central', 'bad', sync.problem ?? 'Central does not let this station in.');
    case 'offline':
      return check(
        'central',
        now - (sync.since ?? now) > DAY_MS ? 'bad' : 'attention',
        `Away for ${spanText(now - (sync.since ?? now))}: ${sync.problem ?? ''}`,
      );
    default:
      return sync.state satisfies never;
  }
}

function leaseText(sync: ReturnType<typeof syncStatus>, now: number): string {
  return sync.leasesUntil === null
    ? 'None is held.'
    : `${sync.leased} held, the first ends in ${spanText(sync.leasesUntil - now)}.`;
}

const oldestFact = sqlRead(
  'SELECT created_at AS at FROM outbox WHERE pushed_at IS NULL ORDER BY sequence LIMIT 1',
  z.object({ at: z.int() }),
);

function outboxCheck(ctx: StationContext, waiting: number, now: number): DoctorCheck {
  const oldest = ctx.db.read((tx) => oldestFact.get(tx, {}))?.at;
  if (oldest === undefined) return check('outbox', 'good', 'Central has everything.');
  return check(
    'outbox',
    now - oldest > DAY_MS ? 'attention' : 'good',
    `${waiting} wait, the oldest for ${spanText(now - oldest)}.`,
  );
}

async function printerCheck(parts: WorkParts): Promise<DoctorCheck> {
  const states = await Promise.all(parts.printers.map(async (printer) => printer.state()));
  const stopped = states.filter(({ state }) => state === 'stopped' || state === 'unreachable').length;
  if (states.length === 0) return check('printers', 'attention', 'No printer is set up.');
  return check(
    'printers',
    stopped === 0 ? 'good' : 'bad',
    stopped === 0 ? `${states.length} ready.` : `${stopped} of ${states.length} do not print.`,
  );
}

async function auditCheck(ctx: StationContext): Promise<DoctorCheck> {
  const found = await checkAudit(ctx);
  return found.intact
    ? check('audit', 'good', `${found.entries} entries, the chain holds.`)
    : check('audit', 'bad', `The log was altered at entry ${found.firstBroken ?? '?'}.`);
}

function stockCheck(ctx: StationContext): DoctorCheck {
  const low = listStock(ctx).filter((item) => item.onHand <= item.reorderAt);
  return low.length === 0
    ? check('stock', 'good', 'Enough of everything.')
    : check('stock', 'attention', `Low: ${low.map((item) => `${item.name} (${item.onHand})`).join(', ')}.`);
}

const missingTemplates = sqlRead(
  'SELECT count(*) AS n FROM templates WHERE published = 1 AND package IS NULL',
  z.object({ n: z.int() }),
);

function templateCheck(ctx: StationContext): DoctorCheck {
  const missing = ctx.db.read((tx) => missingTemplates.get(tx, {}))?.n ?? 0;
  return missing === 0
    ? check('templates', 'good', 'All are here.')
    : check('templates', 'attention', `${missing} were not fetched from central yet.`);
}

function spanText(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000);
  if (minutes < 120) return `${minutes} minutes`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} hours` : `${Math.round(hours / 24)} days`;
}
