/** The main job as people do it, over RPC: whatever was interrupted, they look where things stand and do the next thing. */
import { setTimeout as delay } from 'node:timers/promises';
import { ORPCError } from '@orpc/client';
import type { BatchSummary } from '../../src/contract/station/batches.ts';
import type { Parcel } from '../../src/contract/station/packing.ts';
import type { StationClient } from './demoWorld.ts';

/** The people at the station; asked anew for each step, since a station that was started again has another door. */
export interface Floor {
  clerk(): Promise<StationClient>;
  qc(): Promise<StationClient>;
  shipping(): Promise<StationClient>;
  supervisor(): Promise<StationClient>;
  /** A second person agrees that a sheet is spoiled; the approval. `asker` is who spoils. */
  approval(asker: StationClient, pieceId: string): Promise<string>;
}

export interface MainJob {
  /** So many certificates are to go out. */
  readonly certificates: number;
  /** Pages in one document for the printer. */
  readonly chunkSize: number;
  /** Which sheet (by its place in the stack) is not good, the first time it comes out. */
  readonly spoils?: (piece: { readonly position: number; readonly attempt: number }) => boolean;
  /** Called before each step, with its name. */
  readonly onStep?: (step: string) => void;
}

/** What the people remember from one look to the next: the paper in their hands. */
export interface Memory {
  /** The serial printed on the sheet that each piece came out on. */
  readonly serialOf: Map<string, string>;
  /** Pieces that were thrown away. */
  readonly spoiled: Set<string>;
  nextSerial: number;
}

export function newMemory(): Memory {
  return { serialOf: new Map(), spoiled: new Set(), nextSerial: 1 };
}

const serial = (number: number) => `A${String(number).padStart(7, '0')}`;
const PACK_SHEETS = 400;

/**
 * Does the next thing that is to be done.
 *
 * @returns what was done, or null when so many certificates have been handed over.
 */
export async function nextStep(floor: Floor, job: MainJob, memory: Memory): Promise<string | null> {
  const clerk = await floor.clerk();
  const step = (name: string) => {
    job.onStep?.(name);
    return name;
  };
  if (await lacksPaper(clerk)) {
    step('receive paper');
    await receivePaper(clerk);
    return 'receive paper';
  }
  const batches = await allBatches(clerk);
  for (const batch of batches) {
    const done = await batchStep(floor, job, memory, batch, step);
    if (done !== null) return done;
  }
  const begun = await certificatesIn(clerk, batches);
  const packed = await packingStep(floor, step);
  if (packed !== null) return packed;
  const shipped = await shippingStep(floor, step);
  if (shipped !== null) return shipped;

  const requeued = [...begun.values()].filter((stages) => stages.every((stage) => stage === 'spoiled'));
  const missing = job.certificates - begun.size + requeued.length;
  if (missing > 0) {
    step('take work');
    await clerk.batches.create({
      count: missing,
      ...(requeued.length > 0 && begun.size >= job.certificates ? await onlyRequeued(clerk, begun) : {}),
    });
    return 'take work';
  }
  const waiting = [...begun.values()].filter(
    (stages) => !stages.some((stage) => ['handed_over', 'in_transit', 'delivered'].includes(stage)),
  );
  if (waiting.length === 0) return null;
  step('wait');
  await delay(50);
  return 'wait';
}

/** Until everything has been handed over. `bears` says whether a failure is one to go on after. */
export async function doMainJob(
  floor: Floor,
  job: MainJob,
  options: {
    readonly memory?: Memory;
    readonly bears?: (error: unknown) => Promise<boolean>;
    readonly mostSteps?: number;
  } = {},
): Promise<Memory> {
  const memory = options.memory ?? newMemory();
  const recent: string[] = [];
  for (let count = 0; count < (options.mostSteps ?? 20_000); count += 1) {
    try {
      const done = await nextStep(floor, job, memory);
      if (done === null) return memory;
      recent.push(done);
      if (recent.length > 20) recent.shift();
    } catch (error) {
      if (options.bears === undefined || !(await options.bears(error))) throw error;
    }
  }
  throw new Error(`The main job does not come to an end. Last steps: ${recent.join(', ')}`);
}

/** Somebody else was faster, or it was done before the answer was lost: look again. */
export function isStale(error: unknown): boolean {
  return (
    error instanceof ORPCError &&
    ['WRONG_STATE', 'WRONG_STAGE', 'NOTHING_TO_DO', 'SERIALS_OVERLAP', 'NOT_FOUND'].includes(
      String(error.code),
    )
  );
}

/** The station is gone or going: nobody knows what became of the call. */
export function isGone(error: unknown): boolean {
  if (error instanceof ORPCError) return error.code === 'STOPPING' || error.status === 503;
  return (
    error instanceof TypeError ||
    (error instanceof Error && /fetch failed|terminated|socket|aborted/iu.test(error.message))
  );
}

async function lacksPaper(clerk: StationClient): Promise<boolean> {
  return (await clerk.stock.list()).some(({ onHand, inBatches }) => onHand + inBatches === 0);
}

async function receivePaper(clerk: StationClient): Promise<void> {
  for (const item of await clerk.stock.list()) {
    if (item.onHand + item.inBatches > 0) continue;
    await clerk.stock.receive({
      stockItemId: item.stockItemId,
      sheets: PACK_SHEETS,
      reference: 'delivery note 1',
      ...(item.numbered ? { firstSerial: serial(1) } : {}),
    });
  }
}

async function allBatches(clerk: StationClient): Promise<BatchSummary[]> {
  const all: BatchSummary[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<StationClient['batches']['list']>> = await clerk.batches.list({
      limit: 200,
      ...(cursor === null ? {} : { cursor }),
    });
    all.push(...page.rows);
    cursor = page.next;
  } while (cursor !== null);
  return all;
}

/** The stages of all pieces of each certificate that was ever put into a batch. */
async function certificatesIn(
  clerk: StationClient,
  batches: readonly BatchSummary[],
): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for (const { batchId } of batches) {
    for (const { certificateId, stage } of (await clerk.batches.get({ batchId })).pieces) {
      found.set(certificateId, [...(found.get(certificateId) ?? []), stage]);
    }
  }
  return found;
}

/** When enough is begun, only what was spoiled is taken again. */
async function onlyRequeued(
  clerk: StationClient,
  begun: ReadonlyMap<string, string[]>,
): Promise<{ deliverableIds: string[] }> {
  const { rows } = await clerk.queue.list({ filter: {}, limit: 500 });
  return {
    deliverableIds: rows
      .filter(({ certificateId }) => begun.has(certificateId))
      .map(({ deliverableId }) => deliverableId),
  };
}

async function batchStep(
  floor: Floor,
  job: MainJob,
  memory: Memory,
  batch: BatchSummary,
  step: (name: string) => string,
): Promise<string | null> {
  const clerk = await floor.clerk();
  const { batchId } = batch;
  switch (batch.state) {
    case 'open': {
      step('render');
      const rendered = await clerk.batches.render({ batchId });
      if (rendered.findings > 0)
        throw new Error(`Preflight stopped ${rendered.findings} pages of a demo batch.`);
      return 'render';
    }
    case 'rendered': {
      step('print');
      const [printer] = await clerk.printing.printers();
      if (printer === undefined) throw new Error('The demo has no printer.');
      await clerk.printing.print({ batchId, printerId: printer.printerId, chunkSize: job.chunkSize });
      return 'print';
    }
    case 'printing': {
      const jobs = await clerk.printing.jobs({ batchId });
      const unknown = jobs.find(({ state }) => state === 'unknown');
      if (unknown !== undefined)
        throw new Error(`The folder printer can always tell, and yet: ${unknown.problem}`);
      // Nobody scans while sheets still come out: the driver waits for the tray.
      step('wait for the printer');
      await delay(30);
      return 'wait for the printer';
    }
    case 'printed': {
      const { pieces } = await clerk.batches.get({ batchId });
      const next = pieces.find(({ stage }) => stage === 'awaiting_scan' || stage === 'spooled');
      if (next === undefined) {
        step('close batch');
        await clerk.batches.close({ batchId });
        return 'close batch';
      }
      const attempt = 1 + [...memory.spoiled].filter((key) => key.startsWith(next.certificateId)).length;
      if (job.spoils?.({ position: next.position, attempt }) === true) {
        step('spoil');
        await spoil(floor, memory, next);
        return 'spoil';
      }
      step('scan');
      await scan(floor, memory, next);
      return 'scan';
    }
    case 'closed':
    case 'cancelled':
      return null;
  }
}

async function spoil(
  floor: Floor,
  memory: Memory,
  piece: { pieceId: string; certificateId: string },
): Promise<void> {
  const qc = await floor.qc();
  const spoiling = { pieceId: piece.pieceId, reason: 'smudged' } as const;
  const send = (more: { sheetSerial?: string; approvalId?: string }) => qc.qc.spoil({ ...spoiling, ...more });
  const wantsOf = async (more: { sheetSerial?: string }): Promise<string | null> => {
    try {
      await send(more);
      return null;
    } catch (error) {
      const asks = error instanceof ORPCError && ['SERIAL_NEEDED', 'APPROVAL_NEEDED'].includes(error.code);
      if (!asks) throw error;
      return error.code;
    }
  };
  // Numbered paper wants the number on the sheet, and some rules want a second person.
  let named: { sheetSerial?: string } = {};
  let wants = await wantsOf(named);
  if (wants === 'SERIAL_NEEDED') {
    named = { sheetSerial: numberOn(memory, piece.pieceId) };
    wants = await wantsOf(named);
  }
  if (wants === 'APPROVAL_NEEDED')
    await send({ ...named, approvalId: await floor.approval(qc, piece.pieceId) });
  memory.spoiled.add(`${piece.certificateId} ${piece.pieceId}`);
}

/** The sheet has its number printed on it: the same piece always shows the same one. */
function numberOn(memory: Memory, pieceId: string): string {
  let number = memory.serialOf.get(pieceId);
  if (number === undefined) {
    number = serial(memory.nextSerial);
    memory.nextSerial += 1;
    memory.serialOf.set(pieceId, number);
  }
  return number;
}

async function scan(
  floor: Floor,
  memory: Memory,
  piece: { pieceId: string; certificateNumber: string },
): Promise<void> {
  const qc = await floor.qc();
  const answer = await qc.qc.scan({ text: piece.certificateNumber });
  if (answer.verdict === 'pass') return;
  if (answer.verdict !== 'sheet_serial_needed')
    throw new Error(`Scan of ${piece.certificateNumber}: ${answer.verdict} ${answer.reason}`);
  const number = numberOn(memory, piece.pieceId);
  const bound = await qc.qc.scan({ text: number, pendingPieceId: piece.pieceId });
  if (bound.verdict !== 'pass' && bound.verdict !== 'already_scanned')
    throw new Error(`Serial ${number} of ${piece.certificateNumber}: ${bound.verdict} ${bound.reason}`);
}

async function packingStep(floor: Floor, step: (name: string) => string): Promise<string | null> {
  const shipping = await floor.shipping();
  const { pieces, parcels } = await shipping.packing.waiting();
  const [piece] = pieces;
  if (piece !== undefined) {
    step('pack');
    const { verdict, reason } = await shipping.packing.scan({ text: piece.certificateNumber });
    if (verdict !== 'packed' && verdict !== 'already_packed')
      throw new Error(`Packing ${piece.certificateNumber}: ${verdict} ${reason}`);
    return 'pack';
  }
  const open = parcels.find(({ state }) => state === 'open');
  if (open === undefined) return null;
  step('close envelope');
  await shipping.packing.close({
    parcelId: open.parcelId,
    checklist: ['sheet_in', 'letter_in', 'address_shows'],
  });
  return 'close envelope';
}

async function shippingStep(floor: Floor, step: (name: string) => string): Promise<string | null> {
  const shipping = await floor.shipping();
  const { rows } = await shipping.shipping.parcels({ states: ['packed', 'labelled', 'closed'], limit: 200 });
  const inState = (state: Parcel['state']) => rows.find((parcel) => parcel.state === state);
  const labelled = inState('labelled');
  if (labelled !== undefined) {
    step('verify label');
    const text = labelled.label?.tracking ?? '';
    const { verdict } = await shipping.shipping.verifyLabel({ parcelId: labelled.parcelId, text });
    if (verdict !== 'match') throw new Error(`The label of ${labelled.parcelNumber}: ${verdict}`);
    return 'verify label';
  }
  const packed = inState('packed');
  if (packed !== undefined) {
    step('buy label');
    return buyLabel(shipping, packed.parcelId);
  }
  const closed = rows.filter(({ state }) => state === 'closed').map(({ parcelId }) => parcelId);
  if (closed.length === 0) return null;
  step('hand over');
  const { leftOut } = await shipping.shipping.handOver({ parcelIds: closed });
  if (leftOut.length > 0) throw new Error(`Left out at hand-over: ${JSON.stringify(leftOut)}`);
  return 'hand over';
}

async function buyLabel(shipping: StationClient, parcelId: string): Promise<string> {
  const open = await shipping.shipping.openIntents();
  if (open.some((intent) => intent.parcelId === parcelId && intent.state !== 'refused')) {
    // The station looks it up at the carrier by itself; buying again is not for people to decide.
    await delay(50);
    return 'wait for the carrier';
  }
  const rates = await shipping.shipping.rates({ parcelId });
  const [cheapest] = rates.toSorted((left, right) => left.cost.minor - right.cost.minor);
  if (cheapest === undefined) throw new Error('The demo carrier offers nothing.');
  try {
    await shipping.shipping.buyLabel({ parcelId, rateId: cheapest.rateId });
  } catch (error) {
    if (!(error instanceof ORPCError) || error.code !== 'RATE_EXPIRED') throw error;
  }
  return 'buy label';
}
