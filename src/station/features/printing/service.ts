/** Printers, and sending rendered batches to them in chunks. A spooler's success proves nothing: a scan does. */
import type { BatchState } from '../../../contract/station/batches.ts';
import type { Printer, PrintJob } from '../../../contract/station/printing.ts';
import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import type { Actor, StationContext } from '../../context.ts';
import type { Reader } from '../../db/statements.ts';
import { CheckedFor, stillHolds } from '../../printers/layout.ts';
import type { PrintLayout } from '../../printers/layout.ts';
import { recordAudit } from '../../record/audit.ts';
import type { WorkParts } from '../../work.ts';
import {
  beginPrinting,
  printableBatch,
  refreshPrinted,
  settlePrinted,
  takeOutStopped,
} from '../batches/service.ts';
import { movePiece } from '../pieces/service.ts';
import { known, layoutFor } from '../printers/service.ts';
import type { KnownPrinter } from '../printers/service.ts';
import { openRestoreDoubts } from '../restore/service.ts';
import { balanceOf, moveSheets } from '../stock/service.ts';
import { endChunk, nothingPrinted, seenOfChunk } from './chunkEnds.ts';
import type { SheetsSeen } from './chunkEnds.ts';
import { createPrintRun } from './printRun.ts';
import * as repo from './repo.ts';
import type { JobRow } from './repo.ts';

/** What is to be printed. `chunkSize`: pages in one document. */
export interface PrintWanted {
  readonly batchId: string;
  readonly printerId: string;
  readonly chunkSize: number;
}

/** Why nothing goes to the printer. Only `not_printable` changes something: the pieces it names are taken out. */
export type PrintRefusal =
  | { readonly tag: 'unknown_batch'; readonly batchId: string }
  | { readonly tag: 'unknown_printer'; readonly printerId: string }
  | { readonly tag: 'wrong_state'; readonly state: BatchState }
  | { readonly tag: 'preflight_failed'; readonly positions: number[] }
  | {
      readonly tag: 'not_printable';
      readonly pieces: { pieceId: string; certificateNumber: string; reason: string }[];
    }
  | { readonly tag: 'lease_expired'; readonly pieces: number }
  | { readonly tag: 'restore_unconfirmed'; readonly pieces: number }
  | { readonly tag: 'printer_stopped'; readonly reasons: string[] }
  | { readonly tag: 'not_enough_stock'; readonly needed: number; readonly onHand: number }
  /** The pages were checked for another printer, or other settings of this one. */
  | { readonly tag: 'check_again'; readonly printer: string }
  | { readonly tag: 'one_side_only'; readonly printer: string; readonly tray: string };

/** Why a chunk's fate cannot be told by a person now. */
export type ResolveRefusal =
  | { readonly tag: 'unknown_job'; readonly printJobId: string }
  | { readonly tag: 'wrong_job_state'; readonly state: PrintJob['state'] }
  | SheetsSeen;

/** Printing at this station. */
export interface Printing {
  printers(): Promise<Printer[]>;
  /** Puts chunks and spooled pieces on record in one transaction; {@link Printing.tick} sends them. */
  print(actor: Actor, wanted: PrintWanted): Promise<Result<PrintJob[], PrintRefusal>>;
  jobs(batchId: string): PrintJob[] | null;
  resolveUnknown(
    actor: Actor,
    resolution: { readonly printJobId: string; readonly outcome: 'all_printed' | 'nothing_printed' },
  ): Result<PrintJob, ResolveRefusal>;
  /** Asks printers about open chunks and sends the next ones. Harmless at any time; runs one at a time. */
  tick(): Promise<void>;
  /** After a start: asks about every chunk that may have been sent, then ticks while anything is open. */
  start(): void;
  /** Resolves when no round runs any more. */
  settled(): Promise<void>;
}

/** How often printers are asked while a chunk is open, in milliseconds. */
const TICK_MS = 750;

/** What the contract shows of a chunk. */
export function shownJob(tx: Reader, job: JobRow): PrintJob {
  const {
    printJobId,
    batchId,
    chunk,
    firstPosition,
    lastPosition,
    state,
    printerJob,
    problem,
    sentAt,
    endedAt,
  } = job;
  return {
    printJobId,
    batchId,
    chunk,
    firstPosition,
    lastPosition,
    state,
    printerJob,
    problem,
    sentAt,
    endedAt,
    seen: state === 'unknown' ? seenOfChunk(tx, printJobId) : [],
  };
}

/** Makes printing for a station. */
export function createPrinting(ctx: StationContext, parts: WorkParts): Printing {
  const run = createPrintRun(ctx, parts);
  let scheduled: (() => void) | null = null;
  let ticking: Promise<void> | null = null;

  const tick = (): Promise<void> => {
    ticking ??= run().finally(() => {
      ticking = null;
    });
    return ticking;
  };

  const watch = (): void => {
    if (scheduled !== null || ctx.stopping.aborted) return;
    scheduled = ctx.timer.after(TICK_MS, () => {
      scheduled = null;
      go();
    });
  };

  const go = (): void => {
    if (ctx.stopping.aborted) return;
    tick().then(
      () => {
        const open = ctx.db.read((tx) => repo.openJobs.all(tx, {})).some(({ state }) => state !== 'unknown');
        if (open) watch();
      },
      (problem: unknown) => {
        ctx.log.error({ problem }, 'watching the printers failed; it goes on');
        watch();
      },
    );
  };

  const printers = async (): Promise<Printer[]> =>
    Promise.all(
      parts.printers.map(async (printer) => {
        const { state, reasons } = await printer.state();
        const { id, name, kind, demo } = printer;
        return { printerId: id, name, kind, demo, state, reasons: [...reasons] };
      }),
    );

  return {
    printers,
    tick,
    start: go,
    async settled() {
      scheduled?.();
      await Promise.allSettled([ticking]);
    },
    async print(actor, wanted) {
      const printer = parts.printers.find(({ id }) => id === wanted.printerId);
      const early = ctx.db.read((tx) => refusalBefore(tx, wanted));
      if (early !== null) return err(early);
      if (printer === undefined) return err({ tag: 'unknown_printer', printerId: wanted.printerId });
      const condition = await printer.state();
      if (condition.state === 'stopped' || condition.state === 'unreachable') {
        const reasons = condition.reasons.length > 0 ? [...condition.reasons] : [condition.state];
        return err({ tag: 'printer_stopped', reasons });
      }
      const planned = plan(ctx, actor, wanted, await known(printer));
      if (planned.ok) go();
      return planned;
    },
    jobs(batchId) {
      return ctx.db.read((tx) =>
        printableBatch(tx, batchId) === null
          ? null
          : repo.jobsOfBatch.all(tx, { batchId }).map((job) => shownJob(tx, job)),
      );
    },
    resolveUnknown(actor, { printJobId, outcome }) {
      const resolved = ctx.db.attempt<PrintJob, ResolveRefusal>((tx) => {
        const job = repo.jobById.get(tx, { printJobId });
        if (job === undefined) return err({ tag: 'unknown_job', printJobId });
        if (job.state !== 'unknown') return err({ tag: 'wrong_job_state', state: job.state });
        recordAudit(tx, ctx, {
          userId: actor.userId,
          action: 'print.resolved',
          subject: printJobId,
          detail: { outcome, document: job.documentName },
        });
        if (outcome === 'all_printed') endChunk(tx, ctx, job, actor);
        else {
          const taken = nothingPrinted(tx, ctx, job, { actor, problem: 'nothing was in the tray' });
          if (!taken.ok) return taken;
        }
        refreshPrinted(tx, ctx, job.batchId);
        const after = repo.jobById.get(tx, { printJobId });
        return after === undefined ? err({ tag: 'unknown_job', printJobId }) : ok(shownJob(tx, after));
      });
      if (resolved.ok) go();
      return resolved;
    },
  };
}

/** What forbids printing as things are, before the printer is asked. */
function refusalBefore(
  tx: Reader,
  wanted: PrintWanted,
  batch: ReturnType<typeof printableBatch> = printableBatch(tx, wanted.batchId),
): PrintRefusal | null {
  if (batch === null) return { tag: 'unknown_batch', batchId: wanted.batchId };
  if (batch.state !== 'rendered') return { tag: 'wrong_state', state: batch.state };
  const pieces = openRestoreDoubts(tx, wanted.batchId);
  if (pieces > 0) return { tag: 'restore_unconfirmed', pieces };
  const faulty = batch.rows.filter(
    ({ stage, findings }) => stage === 'claimed' || (stage === 'rendered' && findings !== '[]'),
  );
  if (faulty.length > 0)
    return { tag: 'preflight_failed', positions: faulty.map(({ position }) => position) };
  return null;
}

/**
 * Puts the chunks on record as planned and their pieces as spooled, and issues the sheets, all in one transaction, before
 * anything is sent. A crash from here on can only lead to looking a document up, never to sending it blindly.
 */
function plan(
  ctx: StationContext,
  actor: Actor,
  wanted: PrintWanted,
  printer: KnownPrinter,
): Result<PrintJob[], PrintRefusal> {
  const { batchId, chunkSize } = wanted;
  // Taking out is kept although the answer is no, so it has a transaction of its own.
  const pieces = ctx.db.write((tx) => {
    if (refusalBefore(tx, wanted) !== null) return [];
    const out = takeOutStopped(tx, ctx, batchId, { holds: true });
    // Pieces may also have left it: their leases were lost, or another station has them.
    settlePrinted(tx, ctx, batchId);
    return out;
  });
  if (pieces.length > 0) return err({ tag: 'not_printable', pieces });
  return ctx.db.attempt<PrintJob[], PrintRefusal>((tx) => {
    const batch = printableBatch(tx, batchId);
    const refusal = refusalBefore(tx, wanted, batch);
    if (batch === null || refusal !== null) return err(refusal ?? { tag: 'unknown_batch', batchId });
    const layout = layoutFor(tx, printer, batch.stockItemId);
    const unfit = unfitFor(batch.checkedFor, layout, printer.name);
    if (unfit !== null) return err(unfit);
    const rows = batch.rows.filter(({ stage }) => stage === 'rendered');
    const now = ctx.clock.now();
    const expired = rows.filter(
      ({ leaseExpiresAt }) => leaseExpiresAt === null || leaseExpiresAt <= now,
    ).length;
    if (expired > 0) return err({ tag: 'lease_expired', pieces: expired });
    const { onHand } = balanceOf(tx, ctx, batch.stockItemId);
    if (onHand < rows.length) return err({ tag: 'not_enough_stock', needed: rows.length, onHand });
    const firstChunk = repo.jobsOfBatch.all(tx, { batchId }).length + 1;
    for (const [index, part] of chunksOf(rows, chunkSize, layout).entries()) {
      const chunk = firstChunk + index;
      const first = part[0]?.position ?? 1;
      const last = part.at(-1)?.position ?? first;
      const printJobId = ctx.newId();
      repo.insertJob.run(tx, {
        printJobId,
        batchId,
        chunk,
        firstPosition: first,
        lastPosition: last,
        printerId: printer.id,
        documentName: `${batch.batchNumber}-${String(chunk).padStart(2, '0')}-${batchId.replaceAll('-', '').slice(-12)}`,
        layout: JSON.stringify(layout),
      });
      for (const { pieceId } of part) {
        repo.addPiece.run(tx, { printJobId, pieceId });
        const moved = movePiece(tx, ctx, { pieceId, event: 'spool', actor });
        if (!moved.ok)
          throw new Error(`A piece that was asked about could not be spooled: ${moved.error.tag}`);
      }
    }
    moveSheets(tx, ctx, {
      stockItemId: batch.stockItemId,
      kind: 'issued_to_batch',
      sheets: rows.length,
      batchId,
      actor,
    });
    beginPrinting(tx, ctx, batchId, printer.id);
    recordAudit(tx, ctx, {
      userId: actor.userId,
      action: 'batch.printed',
      subject: batchId,
      detail: { printer: printer.id, sheets: String(rows.length) },
    });
    ctx.live.changed(tx, [{ topic: 'printing', id: batchId }]);
    return ok(repo.jobsOfBatch.all(tx, { batchId }).map((job) => shownJob(tx, job)));
  });
}

/** What forbids printing pages that were checked for one layout with another. */
function unfitFor(checkedFor: string | null, layout: PrintLayout, printer: string): PrintRefusal | null {
  if (checkedFor === null) return { tag: 'check_again', printer };
  const checked = CheckedFor.parse(JSON.parse(checkedFor));
  if (checked.sheet.twoSided && layout.duplex === 'none')
    return { tag: 'one_side_only', printer, tray: layout.tray ?? '' };
  return stillHolds(checked.layout, layout, checked.sheet) ? null : { tag: 'check_again', printer };
}

/**
 * The chunks in the order in which they are sent. Where sheets come out face up the stack grows from its end, so the last
 * chunk goes first, and the finished stack reads first to last either way.
 */
function chunksOf<Row>(rows: readonly Row[], size: number, layout: PrintLayout): Row[][] {
  const parts: Row[][] = [];
  for (let from = 0; from < rows.length; from += size) parts.push(rows.slice(from, from + size));
  return layout.output === 'face_up' ? parts.toReversed() : parts;
}
