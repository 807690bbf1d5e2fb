/** Leases: enough work in hand for a day without central, renewed while it lives, given back when it is dropped. */
import { z } from 'zod';
import { LeaseFilter } from '../../contract/central/leases.ts';
import type { Lease } from '../../contract/central/leases.ts';
import { ok } from '../../domain/result.ts';
import { PieceStage } from '../../domain/work/stages.ts';
import type { StationContext } from '../context.ts';
import { sqlRead, sqlWrite } from '../db/statements.ts';
import type { Writer } from '../db/statements.ts';
import { movePiece } from '../features/pieces/service.ts';
import { readSetting } from '../record/settings.ts';
import type { Answer, Central, HeldLease } from './central.ts';

/** So many deliverables are kept ready unless the setting says otherwise. */
export const LEASE_AHEAD = 500;
/** Leases a call. */
const AT_ONCE = 2000;
/** A lease that is to be given back: not usable any more, and central has still to hear of it. */
const GIVEN_BACK = 0;

const Held = z.object({ deliverableId: z.string(), epoch: z.int() });
const held = (where: string) =>
  sqlRead<{ limit: number; skip?: number; after?: string }, HeldLease>(
    `SELECT deliverable_id AS deliverableId, lease_epoch AS epoch FROM deliverables INDEXED BY deliverables_leased
     WHERE lease_epoch IS NOT NULL AND ${where}`,
    Held,
  );
/** What may still have to be begun, and what waits for its printer; paper that came out needs no lease any more. */
const toRenew = held(
  `lease_expires_at > ${GIVEN_BACK} AND stage IN ('queued', 'claimed', 'rendered', 'spooled')
     AND deliverable_id > @after ORDER BY deliverable_id LIMIT @limit`,
);
const toGiveBack = held(`lease_expires_at = ${GIVEN_BACK} LIMIT @limit`);
/** Giving work back is the word that no paper of it exists: after a restore nobody knows that yet. */
const surplus = held(
  `lease_expires_at > ${GIVEN_BACK} AND workable = 1 AND NOT EXISTS (
     SELECT 1 FROM restore_doubts r WHERE r.deliverable_id = deliverables.deliverable_id AND r.settled_at IS NULL)
   ORDER BY slack_at LIMIT @limit OFFSET @skip`,
);
const ready = sqlRead<{ now: number }, { n: number }>(
  `SELECT count(*) AS n FROM deliverables INDEXED BY deliverables_leased
   WHERE lease_epoch IS NOT NULL AND lease_expires_at > @now AND workable = 1`,
  z.object({ n: z.int() }),
);
const grant = sqlWrite<{ deliverableId: string; epoch: number; expiresAt: number }>(
  `UPDATE deliverables SET lease_epoch = @epoch, lease_expires_at = @expiresAt
   WHERE deliverable_id = @deliverableId AND (lease_epoch IS NULL OR lease_epoch <= @epoch) AND elsewhere_station_id IS NULL`,
);
const known = sqlRead<{ deliverableId: string }, { n: number }>(
  'SELECT count(*) AS n FROM deliverables WHERE deliverable_id = @deliverableId',
  z.object({ n: z.int() }),
);
/** Work that may not be begun any more is dropped; what has a piece in work is kept. */
const dropUnusable = sqlWrite<object>(
  `UPDATE deliverables SET lease_expires_at = ${GIVEN_BACK}
   WHERE lease_epoch IS NOT NULL AND lease_expires_at > ${GIVEN_BACK} AND workable = 0 AND stage = 'queued'`,
);
const drop = sqlWrite<{ deliverableId: string }>(
  `UPDATE deliverables SET lease_expires_at = ${GIVEN_BACK} WHERE deliverable_id = @deliverableId AND lease_epoch IS NOT NULL`,
);
const forget = sqlWrite<{ deliverableId: string; epoch: number }>(
  'UPDATE deliverables SET lease_epoch = NULL, lease_expires_at = NULL WHERE deliverable_id = @deliverableId AND lease_epoch = @epoch',
);
const unspooled = sqlRead<{ deliverableId: string }, { pieceId: string; stage: PieceStage }>(
  `SELECT piece_id AS pieceId, stage FROM pieces WHERE deliverable_id = @deliverableId AND stage IN ('claimed', 'rendered')`,
  z.object({ pieceId: z.string(), stage: PieceStage }),
);
const openRequests = sqlRead<object, { requestId: string; wanted: string }>(
  'SELECT request_id AS requestId, wanted FROM lease_requests ORDER BY created_at, request_id',
  z.object({ requestId: z.string(), wanted: z.string() }),
);
/** What a request asks for, as it is kept. */
const Wanted = z.object({ count: z.int().min(1).max(AT_ONCE), filter: LeaseFilter });
type Wanted = z.infer<typeof Wanted>;
const saveRequest = sqlWrite<{ requestId: string; wanted: string; at: number }>(
  'INSERT INTO lease_requests (request_id, wanted, created_at) VALUES (@requestId, @wanted, @at)',
);
const dropRequest = sqlWrite<{ requestId: string }>(
  'DELETE FROM lease_requests WHERE request_id = @requestId',
);

/** Keeps the leases of this station. */
export class LeaseKeeper {
  readonly #ctx: StationContext;
  #renewAt = 0;
  #skew: number | null = null;

  constructor(ctx: StationContext) {
    this.#ctx = ctx;
  }

  /**
   * Renews at half life, gives back what is dropped, takes what is missing. `skew`: central's clock less this one; leases
   * are kept in this station's time. `pullAgain` brings deliverables that a grant names and that are not here yet.
   */
  async keep(
    central: Central,
    skew: number,
    pullAgain: () => Promise<Answer<unknown>>,
  ): Promise<Answer<null>> {
    // A clock that was set makes all that was reckoned by it wrong: when to renew, and until when leases hold.
    if (this.#skew !== null && this.#skew !== skew) this.#renewAt = 0;
    const renewed = await this.#renew(central, skew);
    if (!renewed.ok) return renewed;
    this.#skew = skew;
    const given = await this.#giveBack(central);
    if (!given.ok) return given;
    this.#wantAhead();
    return this.settleRequests(central, skew, pullAgain);
  }

  /** Writes down that leases are wanted: on disk before central is asked, so that a repeated call is the same call. */
  want(tx: Writer, wanted: Wanted): void {
    saveRequest.run(tx, {
      requestId: this.#ctx.newId(),
      wanted: JSON.stringify(wanted),
      at: this.#ctx.clock.now(),
    });
  }

  /** Asks central for everything that is written down as wanted, and keeps what it grants. */
  async settleRequests(
    central: Central,
    skew: number,
    pullAgain: () => Promise<Answer<unknown>>,
  ): Promise<Answer<null>> {
    for (const { requestId, wanted } of this.#ctx.db.read((tx) => openRequests.all(tx, {}))) {
      const settled = await this.#settle(central, skew, pullAgain, {
        requestId,
        ...Wanted.parse(JSON.parse(wanted)),
      });
      if (!settled.ok) return settled;
    }
    return ok(null);
  }

  async #renew(central: Central, skew: number): Promise<Answer<null>> {
    const ctx = this.#ctx;
    const now = ctx.clock.now();
    if (now < this.#renewAt) return ok(null);
    const all: Lease[] = [];
    for (let after = ''; ;) {
      const leases = ctx.db.read((tx) => toRenew.all(tx, { limit: AT_ONCE, after }));
      const answer = leases.length === 0 ? null : await central.renewLeases(leases);
      if (answer?.ok === false) return answer;
      if (answer !== null) this.#keepRenewed(leases, answer.value, skew);
      all.push(...(answer?.value.renewed ?? []));
      const last = leases.at(-1);
      if (last === undefined || leases.length < AT_ONCE) break;
      after = last.deliverableId;
    }
    this.#halfLife(all, skew);
    return ok(null);
  }

  #keepRenewed(
    asked: readonly HeldLease[],
    { renewed, lost }: { readonly renewed: readonly Lease[]; readonly lost: readonly string[] },
    skew: number,
  ): void {
    const ctx = this.#ctx;
    const epochs = new Map(asked.map((lease) => [lease.deliverableId, lease.epoch]));
    ctx.db.write((tx) => {
      for (const lease of renewed)
        grant.run(tx, {
          deliverableId: lease.deliverableId,
          epoch: lease.epoch,
          expiresAt: lease.expiresAt - skew,
        });
      for (const deliverableId of lost)
        this.#lose(tx, { deliverableId, epoch: epochs.get(deliverableId) ?? 0 });
      if (lost.length > 0)
        ctx.live.changed(tx, [{ topic: 'queue' }, { topic: 'batches' }, { topic: 'sync' }]);
    });
  }

  #halfLife(leases: readonly { readonly expiresAt: number }[], skew: number): void {
    const now = this.#ctx.clock.now();
    const life = leases.reduce((least, lease) => Math.min(least, lease.expiresAt - skew - now), Infinity);
    if (Number.isFinite(life)) this.#renewAt = now + Math.max(0, life / 2);
  }

  /** A lease that is not this station's any more: what is not on paper yet goes back into the queue. */
  #lose(tx: Writer, lease: HeldLease): void {
    const { deliverableId } = lease;
    for (const { pieceId } of unspooled.all(tx, { deliverableId })) {
      const released = movePiece(tx, this.#ctx, {
        pieceId,
        event: 'release',
        actor: null,
        reason: 'lease_lost',
      });
      if (!released.ok)
        throw new Error(`A piece that is not on paper cannot be released: ${released.error.tag}`);
    }
    forget.run(tx, lease);
  }

  async #giveBack(central: Central): Promise<Answer<null>> {
    const ctx = this.#ctx;
    ctx.db.write((tx) => {
      dropUnusable.run(tx, {});
      const ahead = readSetting(tx, 'leaseAhead') ?? LEASE_AHEAD;
      const over = ready.get(tx, { now: ctx.clock.now() })?.n ?? 0;
      if (over > ahead * 1.2)
        for (const { deliverableId } of surplus.all(tx, { limit: AT_ONCE, skip: ahead }))
          drop.run(tx, { deliverableId });
    });
    const leases = ctx.db.read((tx) => toGiveBack.all(tx, { limit: AT_ONCE }));
    if (leases.length === 0) return ok(null);
    const answer = await central.releaseLeases(leases);
    if (!answer.ok) return answer;
    ctx.db.write((tx) => {
      for (const lease of leases) forget.run(tx, lease);
      ctx.live.changed(tx, [{ topic: 'queue' }, { topic: 'sync' }]);
    });
    return ok(null);
  }

  async #settle(
    central: Central,
    skew: number,
    pullAgain: () => Promise<Answer<unknown>>,
    request: Wanted & { readonly requestId: string },
  ): Promise<Answer<null>> {
    const ctx = this.#ctx;
    const answer = await central.takeLeases(request.requestId, request.count, request.filter);
    if (!answer.ok) return answer;
    const { leases } = answer.value;
    const missing = ctx.db.read((tx) =>
      leases.some(({ deliverableId }) => known.get(tx, { deliverableId })?.n === 0),
    );
    if (missing) {
      const pulled = await pullAgain();
      if (!pulled.ok) return pulled;
    }
    ctx.db.write((tx) => {
      for (const lease of leases)
        grant.run(tx, {
          deliverableId: lease.deliverableId,
          epoch: lease.epoch,
          expiresAt: lease.expiresAt - skew,
        });
      dropRequest.run(tx, { requestId: request.requestId });
      if (leases.length > 0) ctx.live.changed(tx, [{ topic: 'queue' }, { topic: 'sync' }]);
    });
    if (this.#renewAt === 0) this.#halfLife(leases, skew);
    return ok(null);
  }

  #wantAhead(): void {
    const ctx = this.#ctx;
    ctx.db.write((tx) => {
      if (openRequests.get(tx, {}) !== undefined) return;
      const ahead = readSetting(tx, 'leaseAhead') ?? LEASE_AHEAD;
      const count = Math.min(AT_ONCE, ahead - (ready.get(tx, { now: ctx.clock.now() })?.n ?? 0));
      if (count > 0) this.want(tx, { count, filter: {} });
    });
  }
}
