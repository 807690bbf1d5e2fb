/** Sends chunks and follows them, so that each is printed once however often the station dies in between. */
import type { StationContext } from '../../context.ts';
import type { Writer } from '../../db/statements.ts';
import type { DocumentFate, PrinterAdapter } from '../../printers/adapter.ts';
import { pageLayout, PLAIN_LAYOUT, PrintLayout, sidesOf } from '../../printers/layout.ts';
import { stoppedBecause } from '../../record/scannedPiece.ts';
import type { WorkParts } from '../../work.ts';
import { printableBatch, refreshPrinted, takeOutStopped } from '../batches/service.ts';
import { pagesFor } from '../pages/service.ts';
import { endChunk, returnSheets, seenOfChunk, unspool } from './chunkEnds.ts';
import * as repo from './repo.ts';
import type { JobRow } from './repo.ts';

/** Chunks of one batch that may be at the printer at a time: enough to keep it busy, few enough to stop a late revocation. */
const AT_PRINTER = 2;

/**
 * One round over all open chunks. A chunk is `planned` until the printer has taken it; `sentAt` marks that handing over
 * has begun, so that a planned chunk without it was certainly never sent, and one with it is looked up first.
 */
export function createPrintRun(ctx: StationContext, parts: WorkParts): () => Promise<void> {
  return async () => {
    const jobs = ctx.db.read((tx) => repo.openJobs.all(tx, {}));
    for (const [, ofBatch] of Map.groupBy(jobs, ({ batchId }) => batchId))
      await batchRound(ctx, parts, ofBatch);
  };
}

async function batchRound(ctx: StationContext, parts: WorkParts, jobs: readonly JobRow[]): Promise<void> {
  let atPrinter = 0;
  for (const job of jobs) {
    if (ctx.stopping.aborted) return;
    const printer = parts.printers.find(({ id }) => id === job.printerId);
    const state = await oneChunk(ctx, parts, job, printer, atPrinter < AT_PRINTER);
    // What comes after a chunk of unknown fate waits for a person: the stack would be out of order.
    if (state === 'unknown' || state === 'waiting') return;
    if (state === 'open') atPrinter += 1;
  }
}

async function oneChunk(
  ctx: StationContext,
  parts: WorkParts,
  job: JobRow,
  printer: PrinterAdapter | undefined,
  maySend: boolean,
): Promise<'ended' | 'open' | 'waiting' | 'unknown'> {
  if (job.state === 'unknown') return 'unknown';
  if (printer === undefined) {
    if (job.sentAt !== null && settle(ctx, job, 'cannot_tell') === 'unknown') return 'unknown';
    note(ctx, job, 'the printer is not set up any more');
    return 'waiting';
  }
  if (job.sentAt !== null) {
    const now = settle(ctx, job, await printer.lookUp(job.documentName));
    if (now !== 'not_sent') return now;
  }
  if (!maySend) return 'waiting';
  return send(ctx, parts, job.printJobId, printer);
}

function note(ctx: StationContext, job: JobRow, problem: string | null): void {
  if (job.problem === problem) return;
  ctx.db.write((tx) => {
    repo.updateJob.run(tx, { ...job, problem });
    ctx.live.changed(tx, [{ topic: 'printing', id: job.batchId }]);
  });
}

/** Writes down what the printer says of a chunk that may have been sent. */
function settle(
  ctx: StationContext,
  job: JobRow,
  fate: DocumentFate,
): 'ended' | 'open' | 'unknown' | 'not_sent' {
  switch (fate) {
    case 'done':
      ctx.db.write((tx) => {
        endChunk(tx, ctx, job, null);
        refreshPrinted(tx, ctx, job.batchId);
      });
      return 'ended';
    case 'queued':
    case 'printing':
      if (job.state !== 'printing')
        ctx.db.write((tx) => change(tx, ctx, job, { state: 'printing', problem: null }));
      return 'open';
    case 'absent':
      if (job.state === 'planned' && ctx.db.read((tx) => seenOfChunk(tx, job.printJobId)).length === 0) {
        // Handing over was begun and nothing arrived: this is as before the first try.
        ctx.db.write((tx) => change(tx, ctx, job, { state: 'planned', sentAt: null }));
        return 'not_sent';
      }
      // It was taken once, or sheets of it are about: a printer that has forgotten it proves nothing.
      ctx.db.write((tx) =>
        change(tx, ctx, job, {
          state: 'unknown',
          problem: 'the printer had it and knows nothing of it any more; some sheets may be out',
        }),
      );
      return 'unknown';
    case 'failed':
      ctx.db.write((tx) =>
        change(tx, ctx, job, { state: 'unknown', problem: 'the printer gave up; some sheets may be out' }),
      );
      return 'unknown';
    case 'cannot_tell':
      ctx.db.write((tx) =>
        change(tx, ctx, job, { state: 'unknown', problem: 'the printer cannot say what became of it' }),
      );
      return 'unknown';
    default:
      throw new Error('A printer said something that no printer says');
  }
}

function change(
  tx: Writer,
  ctx: StationContext,
  job: JobRow,
  to: Partial<Pick<JobRow, 'state' | 'problem' | 'sentAt' | 'printerJob'>>,
): void {
  repo.updateJob.run(tx, { ...job, ...to });
  ctx.live.changed(tx, [{ topic: 'printing', id: job.batchId }]);
}

/** The gates once more, right before the chunk: what may not go on is taken back, and the rest goes. */
function lastLook(ctx: StationContext, parts: WorkParts, printJobId: string) {
  return ctx.db.write((tx) => {
    const job = repo.jobById.get(tx, { printJobId });
    if (job === undefined || job.state !== 'planned' || job.sentAt !== null) return null;
    const places = { first: job.firstPosition, last: job.lastPosition };
    const batch = printableBatch(tx, job.batchId, places);
    if (batch === null) return null;
    const now = ctx.clock.now();
    const mine = batch.rows.filter(({ stage }) => stage === 'spooled');
    let back = 0;
    for (const row of mine) {
      const late = row.leaseExpiresAt === null || row.leaseExpiresAt <= now ? 'lease_expired' : null;
      const reason = stoppedBecause(row) ?? late;
      if (reason === null) continue;
      unspool(tx, ctx, row.pieceId, null, reason);
      repo.dropPiece.run(tx, { printJobId, pieceId: row.pieceId });
      back += 1;
    }
    returnSheets(tx, ctx, {
      stockItemId: batch.stockItemId,
      sheets: back,
      batchId: job.batchId,
      actor: null,
    });
    takeOutStopped(tx, ctx, job.batchId, { holds: true, ...places });
    if (back === mine.length) {
      repo.updateJob.run(tx, {
        ...job,
        state: 'failed',
        problem: 'nothing of it may be printed any more',
        endedAt: now,
      });
      refreshPrinted(tx, ctx, job.batchId);
      ctx.live.changed(tx, [{ topic: 'printing', id: job.batchId }]);
      return { tag: 'nothing_left' } as const;
    }
    const rows =
      printableBatch(tx, job.batchId, places)?.rows.filter(({ stage }) => stage === 'spooled') ?? [];
    const pages = pagesFor(tx, parts, job.batchId, rows);
    if (pages === null) throw new Error(`The template of the chunk ${job.documentName} is gone`);
    return { tag: 'ready', job, ...pages } as const;
  });
}

async function send(
  ctx: StationContext,
  parts: WorkParts,
  printJobId: string,
  printer: PrinterAdapter,
): Promise<'ended' | 'open' | 'waiting' | 'unknown'> {
  const condition = await printer.state();
  if (condition.state === 'stopped' || condition.state === 'unreachable') {
    const job = ctx.db.read((tx) => repo.jobById.get(tx, { printJobId }));
    if (job !== undefined) note(ctx, job, condition.reasons.join(', ') || condition.state);
    return 'waiting';
  }
  const look = lastLook(ctx, parts, printJobId);
  if (look === null) return 'waiting';
  if (look.tag === 'nothing_left') return 'ended';
  const { template, pages, batchNumber } = look;
  const layout = layoutOf(look.job);
  const made = await parts.rendering.document(
    template,
    look.job.documentName,
    pages,
    pageLayout(layout, batchNumber),
  );
  if (!made.ok) {
    note(ctx, look.job, made.error.faults.join(' '));
    return 'waiting';
  }
  // From here on the document may be at the printer, and a crash leads to a look-up.
  const begun = ctx.db.write((tx) =>
    beginSending(
      tx,
      ctx,
      printJobId,
      pages.map(({ key }) => key),
    ),
  );
  if (begun === null) return send(ctx, parts, printJobId, printer);
  const answer = await printer.send({
    name: begun.documentName,
    pdf: made.value.pdf,
    pages: made.value.pages,
    copies: 1,
    sides: sidesOf(layout, made.value.sheet.twoSided),
    media: { widthMm: made.value.sheet.widthMm, heightMm: made.value.sheet.heightMm },
    tray: layout.tray,
  });
  switch (answer.tag) {
    case 'accepted': {
      const sent: JobRow = { ...begun, state: 'sent', printerJob: answer.printerJob, problem: null };
      ctx.db.write((tx) => change(tx, ctx, begun, sent));
      const now = settle(ctx, sent, await printer.lookUp(begun.documentName));
      return now === 'not_sent' ? 'waiting' : now;
    }
    case 'refused':
      ctx.db.write((tx) => change(tx, ctx, begun, { sentAt: null, problem: answer.reasons.join(', ') }));
      return 'waiting';
    case 'in_doubt': {
      const now = settle(ctx, begun, await printer.lookUp(begun.documentName));
      return now === 'not_sent' ? 'waiting' : now;
    }
    default:
      throw new Error('A printer answered something that no printer answers');
  }
}

/** How the chunk was to be laid out when it was planned. Chunks from before layouts were kept have the plain one. */
function layoutOf({ layout }: JobRow): PrintLayout {
  return layout === null ? PLAIN_LAYOUT : PrintLayout.parse(JSON.parse(layout));
}

/**
 * Marks that handing over begins. Null when a certificate was stopped or its lease was lost while its page was being made:
 * the document in hand is then not the one to print.
 */
function beginSending(
  tx: Writer,
  ctx: StationContext,
  printJobId: string,
  pieceIds: readonly string[],
): JobRow | null {
  const job = repo.jobById.get(tx, { printJobId });
  if (job === undefined) throw new Error('A chunk on record is gone');
  const rows =
    printableBatch(tx, job.batchId, { first: job.firstPosition, last: job.lastPosition })?.rows ?? [];
  const wanted = new Set(pieceIds);
  const going = rows.filter(
    (row) =>
      row.stage === 'spooled' &&
      wanted.has(row.pieceId) &&
      stoppedBecause(row) === null &&
      row.leaseExpiresAt !== null &&
      row.leaseExpiresAt > ctx.clock.now(),
  );
  if (going.length !== pieceIds.length) return null;
  const begun = { ...job, sentAt: ctx.clock.now(), problem: null };
  repo.updateJob.run(tx, begun);
  ctx.live.changed(tx, [{ topic: 'printing', id: job.batchId }]);
  return begun;
}
