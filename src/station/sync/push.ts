import { z } from 'zod';
import { Fact } from '../../contract/central/facts.ts';
import type { FactConflict } from '../../contract/central/facts.ts';
import { ok } from '../../domain/result.ts';
import type { StationContext } from '../context.ts';
import { sqlRead, sqlWrite } from '../db/statements.ts';
import type { Writer } from '../db/statements.ts';
import { holdAfterRestore } from '../features/restore/service.ts';
import { newestFact } from '../record/facts.ts';
import { writeSetting } from '../record/settings.ts';
import type { Answer, Central } from './central.ts';
import { recordConflict } from './conflicts.ts';

/** Facts a call. */
const BATCH = 500;

const Stored = z.object({ sequence: z.int(), fact: z.string() });
const waiting = sqlRead<{ limit: number }, z.infer<typeof Stored>>(
  'SELECT sequence, fact FROM outbox WHERE pushed_at IS NULL ORDER BY sequence LIMIT @limit',
  Stored,
);
const firstWaiting = sqlRead<object, { sequence: number }>(
  'SELECT sequence FROM outbox WHERE pushed_at IS NULL ORDER BY sequence LIMIT 1',
  z.object({ sequence: z.int() }),
);
const markPushed = sqlWrite<{ through: number; at: number }>(
  'UPDATE outbox SET pushed_at = @at WHERE pushed_at IS NULL AND sequence <= @through',
);
const pushAgain = sqlWrite<{ after: number }>('UPDATE outbox SET pushed_at = NULL WHERE sequence > @after');
const moveAway = sqlWrite<{ from: number; by: number }>(
  'UPDATE outbox SET sequence = -(sequence + @by), pushed_at = NULL WHERE sequence >= @from',
);
const moveBack = sqlWrite<object>('UPDATE outbox SET sequence = -sequence WHERE sequence < 0');

/** Reports what happened, in order, until nothing waits. Answers with how many facts central has taken. */
export async function pushAll(ctx: StationContext, central: Central): Promise<Answer<number>> {
  let taken = 0;
  let rewound = false;
  for (;;) {
    const facts = ctx.db
      .read((tx) => waiting.all(tx, { limit: BATCH }))
      .map(({ sequence, fact }) => ({ sequence, fact: Fact.parse(JSON.parse(fact)) }));
    const first = facts[0];
    if (first === undefined || ctx.stopping.aborted) return ok(taken);
    const answer = await central.pushFacts(facts);
    if (!answer.ok) return answer;
    const { appliedThrough, conflicts, divergedAt } = answer.value;
    const gap = appliedThrough < first.sequence - 1;
    if ((gap || divergedAt !== null) && rewound)
      return {
        ok: false,
        error: { tag: 'failed', detail: 'Central asks for the same facts over and over.' },
      };
    rewound ||= gap || divergedAt !== null;
    taken += ctx.db.write((tx) => settle(tx, ctx, { appliedThrough, conflicts, divergedAt, gap, facts }));
  }
}

interface Answered {
  readonly appliedThrough: number;
  readonly conflicts: readonly FactConflict[];
  /** The first number under which central has another fact. */
  readonly divergedAt: number | null;
  readonly gap: boolean;
  readonly facts: readonly { readonly sequence: number; readonly fact: Fact }[];
}

function settle(tx: Writer, ctx: StationContext, answered: Answered): number {
  const { appliedThrough, divergedAt, facts } = answered;
  for (const conflict of answered.conflicts) {
    const fact = facts.find((each) => each.sequence === conflict.sequence)?.fact;
    recordConflict(tx, ctx, {
      conflictId: `fact:${conflict.sequence}:${conflict.kind}`,
      kind: conflict.kind,
      certificateId: fact !== undefined && 'certificateId' in fact ? fact.certificateId : null,
      detail: conflict.detail,
    });
  }
  if (answered.gap) {
    // Central knows less than it once did (it was restored from a backup): it gets everything after what it has.
    pushAgain.run(tx, { after: appliedThrough });
    return 0;
  }
  if (divergedAt !== null) {
    restored(tx, ctx, { appliedThrough, from: divergedAt });
    return 0;
  }
  const at = ctx.clock.now();
  writeSetting(tx, 'lastPushAt', at);
  ctx.live.changed(tx, [{ topic: 'sync' }]);
  const told = facts.at(-1)?.sequence ?? 0;
  return markPushed.run(tx, { through: Math.min(appliedThrough, told), at });
}

/**
 * This station was restored from a backup: central has facts of it that it does not know. Its new ones follow those, and what
 * may be on paper is held.
 *
 * @param from the first number under which central has something else.
 */
function restored(
  tx: Writer,
  ctx: StationContext,
  { appliedThrough, from }: { readonly appliedThrough: number; readonly from: number },
): void {
  holdAfterRestore(tx, ctx, `restored:${appliedThrough}`);
  recordConflict(tx, ctx, {
    conflictId: `restored:${appliedThrough}`,
    kind: 'out_of_order',
    certificateId: null,
    detail: `Central has ${appliedThrough} facts of this station, and others than here from number ${from} on: the data here are older than they were. What may be on paper is held until a supervisor has said what became of it.`,
  });
  moveAway.run(tx, { from, by: appliedThrough - from + 1 });
  moveBack.run(tx, {});
  writeSetting(tx, 'forgottenFacts', appliedThrough);
}

/**
 * Asks central how far it has this station's facts: more than there are here means that the database is an older one, and
 * nothing that may be on paper already is to be printed from it. Asked once after each start, before anything is told.
 */
export async function noticeRestore(ctx: StationContext, central: Central): Promise<Answer<null>> {
  const newest = ctx.db.read((tx) => newestFact(tx));
  const answer = await central.pushFacts([]);
  if (!answer.ok) return answer;
  const { appliedThrough } = answer.value;
  if (appliedThrough > newest)
    ctx.db.write((tx) => {
      restored(tx, ctx, { appliedThrough, from: firstWaiting.get(tx, {})?.sequence ?? newest + 1 });
    });
  return ok(null);
}
