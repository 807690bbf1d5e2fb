/** Paper: what is on hand, what left, what became of every sheet. The ledger is the truth; balances are read off it. */
import type { StockItem, StockMovement } from '../../../contract/station/stock.ts';
import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import { batchSheets, emptyBalance, moved } from '../../../domain/stock/ledger.ts';
import type { BatchSheets, MovementKind, StockBalance } from '../../../domain/stock/ledger.ts';
import {
  formatSerial,
  numberInRange,
  rangesOverlap,
  sheetCount,
  SheetRange,
} from '../../../domain/stock/sheetRange.ts';
import type { Actor, StationContext } from '../../context.ts';
import type { Reader, Writer } from '../../db/statements.ts';
import { recordAudit } from '../../record/audit.ts';
import { recordFact } from '../../record/facts.ts';
import { displayNameOf } from '../people/service.ts';
import * as repo from './repo.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const FORTNIGHT_DAYS = 14;
/** The backlog is counted up to so many certificates; a longer one empties the store all the same. */
const BACKLOG_MOST = 20_000;

/** One line for the ledger. */
export interface SheetsMoved {
  readonly stockItemId: string;
  readonly kind: MovementKind;
  /** Positive, but for a counted adjustment. */
  readonly sheets: number;
  readonly actor: Pick<Actor, 'userId'> | null;
  readonly batchId?: string;
  readonly pieceId?: string;
  readonly reference?: string;
  readonly firstSerial?: string;
}

/** Writes one line into the ledger, with its fact for central, in the transaction of what moved the sheets. */
export function moveSheets(tx: Writer, ctx: StationContext, line: SheetsMoved): void {
  const at = ctx.clock.now();
  const userId = line.actor?.userId ?? null;
  repo.insertMovement.run(tx, {
    movementId: ctx.newId(),
    stockItemId: line.stockItemId,
    at,
    kind: line.kind,
    sheets: line.sheets,
    batchId: line.batchId ?? null,
    pieceId: line.pieceId ?? null,
    userId,
    reference: line.reference ?? null,
  });
  recordFact(tx, ctx, {
    kind: 'sheets',
    at,
    userId,
    stockItemId: line.stockItemId,
    movement: line.kind,
    sheets: line.sheets,
    firstSerial: line.firstSerial ?? null,
    reference: line.reference ?? null,
  });
  ctx.live.changed(tx, [{ topic: 'stock', id: line.stockItemId }]);
}

/** Is this paper numbered, each sheet accounted for? Unknown paper is not. */
export function isNumbered(tx: Reader, stockItemId: string): boolean {
  return repo.itemById.get(tx, { stockItemId })?.numbered ?? false;
}

/** Why a serial cannot be bound to a piece. */
export type SerialRefusal =
  | { readonly tag: 'not_received' }
  | { readonly tag: 'already_bound'; readonly pieceId: string | null };

/** Binds a numbered sheet to a piece: it must have been received, and may never be bound twice. */
export function bindSheet(
  tx: Writer,
  ctx: StationContext,
  sheet: {
    readonly stockItemId: string;
    readonly serial: string;
    readonly pieceId: string;
    readonly batchId: string | null;
  },
): Result<null, SerialRefusal> {
  const { stockItemId, serial, pieceId, batchId } = sheet;
  const received = repo.rangesOf
    .all(tx, { stockItemId })
    .some((range) => numberInRange(range, serial) !== null);
  if (!received) return err({ tag: 'not_received' });
  const known = repo.sheetBySerial.get(tx, { stockItemId, serial });
  if (known !== undefined && known.state !== 'returned')
    return err({ tag: 'already_bound', pieceId: known.pieceId });
  repo.saveSheet.run(tx, { stockItemId, serial, state: 'bound', pieceId, batchId, at: ctx.clock.now() });
  return ok(null);
}

/** Notes that a numbered sheet is spoiled. */
export function spoilSheet(
  tx: Writer,
  ctx: StationContext,
  sheet: {
    readonly stockItemId: string;
    readonly serial: string;
    readonly pieceId: string;
    readonly batchId: string | null;
  },
): void {
  repo.saveSheet.run(tx, { ...sheet, state: 'spoiled', at: ctx.clock.now() });
}

/** The piece that a serial was bound to (or spoiled with), or null. */
export function pieceOfSerial(tx: Reader, serial: string): string | null {
  return repo.pieceOfSerial.get(tx, { serial })?.pieceId ?? null;
}

/** Sheets of a batch: out, passed, spoiled, returned. */
export function sheetsOfBatch(tx: Reader, batchId: string): BatchSheets {
  return batchSheets(repo.ledgerOfBatch.all(tx, { batchId }), batchId);
}

interface Known {
  readonly through: number;
  readonly balance: StockBalance;
}

const balances = new WeakMap<StationContext, Map<string, Known>>();

/**
 * Where all sheets of one paper are. The ledger is append only, so what was added up before is added to; only what is on
 * disk is remembered.
 */
export function balanceOf(tx: Reader, ctx: StationContext, stockItemId: string): StockBalance {
  const known = balances.get(ctx) ?? new Map<string, Known>();
  balances.set(ctx, known);
  let { through, balance } = known.get(stockItemId) ?? { through: 0, balance: emptyBalance };
  for (const movement of repo.ledgerAfter.each(tx, { stockItemId, after: through })) {
    through = movement.movementRow;
    balance = moved(balance, {
      stockItemId,
      kind: movement.kind,
      quantity: movement.sheets,
      batchId: movement.batchId,
    });
  }
  const uncommitted = 'writes' in tx;
  if (!uncommitted) known.set(stockItemId, { through, balance });
  return balance;
}

/** All paper, with what is left of it and for how long. */
export function listStock(ctx: StationContext): StockItem[] {
  return ctx.db.read((tx) => repo.allItems.all(tx, {}).map((item) => described(tx, ctx, item)));
}

/** The newest lines of one paper's ledger, or null when there is no such paper. */
export function listMovements(
  ctx: StationContext,
  stockItemId: string,
  limit: number,
): StockMovement[] | null {
  return ctx.db.read((tx) => {
    if (repo.itemById.get(tx, { stockItemId }) === undefined) return null;
    return repo.movementsOf
      .all(tx, { stockItemId, limit })
      .map(({ movementId, at, kind, sheets, userId, reference }) => ({
        movementId,
        stockItemId,
        at,
        kind,
        sheets,
        who: userId === null ? null : displayNameOf(tx, userId),
        reference,
      }));
  });
}

/** A delivery of paper. `firstSerial` is required for numbered paper. */
export interface Delivery {
  readonly stockItemId: string;
  readonly sheets: number;
  readonly firstSerial?: string | undefined;
  readonly reference?: string | undefined;
}

/** Why a delivery is not taken in. */
export type DeliveryRefusal =
  | { readonly tag: 'unknown_stock'; readonly stockItemId: string }
  | { readonly tag: 'serials_needed' }
  | { readonly tag: 'serials_overlap'; readonly first: string; readonly last: string }
  | { readonly tag: 'bad_serial'; readonly serial: string };

/** Takes a delivery of paper in. */
export function receiveStock(
  ctx: StationContext,
  actor: Actor,
  delivery: Delivery,
): Result<StockItem, DeliveryRefusal> {
  const received = ctx.db.attempt((tx) => takeIn(tx, ctx, actor, delivery));
  if (!received.ok) return received;
  const { stockItemId } = delivery;
  return ctx.db.read((tx) => {
    const item = repo.itemById.get(tx, { stockItemId });
    if (item === undefined) throw new Error('Stock that was just received into is gone');
    return ok(described(tx, ctx, item));
  });
}

/** First serial and size of a pack of the demo's paper. */
const DEMO_PACK = { firstSerial: 'A0000001', sheets: 1000, reference: 'Demo paper' };

/** Lays in a pack of each paper that never moved, so that a demo can print at once. Not for real paper: nobody counted it. */
export function layInDemoPaper(ctx: StationContext): void {
  ctx.db.write((tx) => {
    for (const { stockItemId, numbered } of repo.allItems.all(tx, {})) {
      if (repo.movementsOf.all(tx, { stockItemId, limit: 1 }).length > 0) continue;
      const { firstSerial, ...pack } = DEMO_PACK;
      const taken = takeIn(tx, ctx, null, { stockItemId, ...pack, ...(numbered ? { firstSerial } : {}) });
      if (!taken.ok) throw new Error(`The demo's paper was not taken in: ${taken.error.tag}`);
    }
  });
}

function takeIn(
  tx: Writer,
  ctx: StationContext,
  actor: Actor | null,
  delivery: Delivery,
): Result<null, DeliveryRefusal> {
  const { stockItemId, sheets, firstSerial, reference } = delivery;
  const item = repo.itemById.get(tx, { stockItemId });
  if (item === undefined) return err({ tag: 'unknown_stock', stockItemId });
  let serial: string | undefined;
  if (item.numbered) {
    const range = rangeFrom(firstSerial, sheets);
    if (!range.ok) return range;
    const known = repo.rangesOf.all(tx, { stockItemId }).find((other) => rangesOverlap(other, range.value));
    if (known !== undefined) {
      return err({
        tag: 'serials_overlap',
        first: formatSerial(known, known.first),
        last: formatSerial(known, known.last),
      });
    }
    repo.insertRange.run(tx, { stockItemId, ...range.value, receivedAt: ctx.clock.now() });
    serial = formatSerial(range.value, range.value.first);
  }
  moveSheets(tx, ctx, {
    stockItemId,
    kind: 'received',
    sheets,
    actor,
    ...(reference === undefined ? {} : { reference }),
    ...(serial === undefined ? {} : { firstSerial: serial }),
  });
  recordAudit(tx, ctx, {
    userId: actor?.userId ?? null,
    action: 'stock.received',
    subject: stockItemId,
    detail: { sheets: String(sheets), ...(serial === undefined ? {} : { firstSerial: serial }) },
  });
  return ok(null);
}

/** The range of a pack that begins with this serial. */
function rangeFrom(firstSerial: string | undefined, count: number): Result<SheetRange, DeliveryRefusal> {
  if (firstSerial === undefined || firstSerial === '') return err({ tag: 'serials_needed' });
  const serial = firstSerial.toUpperCase().replace(/\s/gu, '');
  const [, prefix = '', digits = ''] = /^([A-Z]{0,6}-?)([0-9]{5,11})$/u.exec(serial) ?? [];
  const first = Number(digits);
  const range = SheetRange.safeParse({ prefix, width: digits.length, first, last: first + count - 1 });
  return digits === '' || !range.success ? err({ tag: 'bad_serial', serial: firstSerial }) : ok(range.data);
}

function described(
  tx: Reader,
  ctx: StationContext,
  item: { stockItemId: string; name: string; numbered: boolean; reorderAt: number },
): StockItem {
  const { stockItemId, name, numbered, reorderAt } = item;
  const { onHand, outInBatches } = balanceOf(tx, ctx, stockItemId);
  return {
    stockItemId,
    name,
    numbered,
    onHand,
    inBatches: outInBatches,
    daysOfCover: daysOfCover(tx, ctx, stockItemId, onHand),
    reorderAt,
    ranges: numbered ? openRanges(tx, stockItemId) : [],
  };
}

function daysOfCover(tx: Reader, ctx: StationContext, stockItemId: string, onHand: number): number | null {
  const used =
    repo.usedSince.get(tx, { stockItemId, since: ctx.clock.now() - FORTNIGHT_DAYS * DAY_MS })?.sheets ?? 0;
  if (used <= 0) return null;
  const backlog = repo.backlogOf.get(tx, { stockItemId, most: BACKLOG_MOST })?.waiting ?? 0;
  const days = (Math.max(0, onHand - backlog) / used) * FORTNIGHT_DAYS;
  return Math.round(days * 10) / 10;
}

function openRanges(tx: Reader, stockItemId: string): StockItem['ranges'] {
  return repo.rangesOf
    .all(tx, { stockItemId })
    .map((range) => {
      const first = formatSerial(range, range.first);
      const last = formatSerial(range, range.last);
      const used = repo.usedInRange.get(tx, { stockItemId, first, last })?.used ?? 0;
      return { first, last, remaining: sheetCount(range) - used };
    })
    .filter(({ remaining }) => remaining > 0);
}
