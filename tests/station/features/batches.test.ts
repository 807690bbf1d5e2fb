import { describe, expect, test } from 'vitest';
import {
  batchWithPieces,
  cancelBatch,
  closeOut,
  listBatches,
  removePiece,
} from '../../../src/station/features/batches/service.ts';
import { scanToPack } from '../../../src/station/features/packing/service.ts';
import { previewPage, renderBatchPages } from '../../../src/station/features/pages/service.ts';
import {
  holdDeliverable,
  listQueue,
  releaseDeliverable,
  summarizeQueue,
} from '../../../src/station/features/queue/service.ts';
import { createBatches } from '../../../src/station/features/takingWork/service.ts';
import { clerk, counted, must, paperStation, quickRendering, shipper, supervisor } from '../paperStation.ts';
import { passedSheets, printedBatch } from '../passedPieces.ts';

describe('making a batch', () => {
  test('takes the most urgent first, and what is for one address one upon the other', async () => {
    const station = await paperStation();
    const address = {
      name: 'Family',
      street1: '9 Elm St',
      city: 'Sacramento',
      region: 'CA',
      postalCode: '95814',
      country: 'US',
    };
    await station.issue(1, { name: 'First', address });
    await station.issue(1, { name: 'Second' });
    await station.issue(1, { name: 'Third', address });
    await station.issue(1, { name: 'Fourth', dueInDays: 90 });
    const made = must(await createBatches(station.ctx, station.parts, clerk, { count: 3, filter: {} }));
    const pieces = batchWithPieces(station.ctx, made.batches[0]?.batchId ?? '')?.pieces;
    expect(pieces?.map(({ position, issuedName }) => [position, issuedName])).toEqual([
      [1, 'First'],
      [2, 'Third'],
      [3, 'Second'],
    ]);
    expect(made).toMatchObject({ notTaken: 0 });
    expect(listQueue(station.ctx, { filter: {}, limit: 5 }).rows.map(({ issuedName }) => issuedName)).toEqual(
      ['Fourth'],
    );
  });

  test('leaves out what is on hold, and says how many it could not have', async () => {
    const station = await paperStation();
    const issued = await station.issue(3);
    const [first] = issued;
    if (first === undefined) throw new Error('None issued');
    must(
      holdDeliverable(station.ctx, clerk, { deliverableId: first.deliverableId, reason: 'name in doubt' }),
    );
    const ids = issued.map(({ deliverableId }) => deliverableId);
    const made = must(
      await createBatches(station.ctx, station.parts, clerk, { count: 1, filter: {}, deliverableIds: ids }),
    );
    expect(made.batches[0]?.counts.total).toBe(2);
    expect(made.notTaken).toBe(1);
    expect(listQueue(station.ctx, { filter: { onHold: true }, limit: 5 }).rows).toMatchObject([
      { hold: { reason: 'name in doubt' } },
    ]);
    must(releaseDeliverable(station.ctx, supervisor, first.deliverableId));
    expect(
      must(await createBatches(station.ctx, station.parts, clerk, { count: 5, filter: {} })).batches[0]
        ?.counts.total,
    ).toBe(1);
  });

  test('goes on under the leases that are here while central is away, and says when none is left', async () => {
    const asked: number[] = [];
    const station = await paperStation({
      takeLeases: ({ count }) => {
        asked.push(count);
        return Promise.resolve({ tag: 'central_away', since: 1234 });
      },
    });
    await station.issue(2);
    await station.issue(2, { leased: false });
    const made = must(await createBatches(station.ctx, station.parts, clerk, { count: 4, filter: {} }));
    expect(made.batches[0]?.counts.total).toBe(2);
    expect(made.notTaken).toBe(2);
    expect(asked).toEqual([2]);
    const none = await createBatches(station.ctx, station.parts, clerk, { count: 4, filter: {} });
    expect(none).toEqual({ ok: false, error: { tag: 'no_lease', centralAwaySince: 1234 } });
  });

  test('has nothing to do on an empty queue, and nothing on paper while an emergency says digital only', async () => {
    const station = await paperStation();
    expect(await createBatches(station.ctx, station.parts, clerk, { count: 4, filter: {} })).toEqual({
      ok: false,
      error: { tag: 'nothing_to_do' },
    });
    await station.issue(1);
    station.ctx.db.write((tx) =>
      tx.writes.sqlite.exec(
        `INSERT INTO emergencies VALUES ('e1', 'digital_only', 'printer recall', 0, 'u-super', NULL, 0)`,
      ),
    );
    expect(await createBatches(station.ctx, station.parts, clerk, { count: 4, filter: {} })).toEqual({
      ok: false,
      error: { tag: 'digital_only', reason: 'printer recall' },
    });
  });
});

describe('a batch', () => {
  test('loses a piece or is dropped whole before printing, and everything waits again', async () => {
    const station = await paperStation();
    await station.issue(3);
    const made = must(await createBatches(station.ctx, station.parts, clerk, { count: 3, filter: {} }));
    const batchId = made.batches[0]?.batchId ?? '';
    const pieceId = batchWithPieces(station.ctx, batchId)?.pieces[1]?.pieceId ?? '';
    expect(
      must(removePiece(station.ctx, clerk, { batchId, pieceId, reason: 'not today' })).counts.cancelled,
    ).toBe(1);
    expect(listQueue(station.ctx, { filter: {}, limit: 5 }).rows).toHaveLength(1);
    expect(must(cancelBatch(station.ctx, clerk, { batchId, reason: 'wrong paper' })).state).toBe('cancelled');
    expect(listQueue(station.ctx, { filter: {}, limit: 5 }).rows).toHaveLength(3);
    expect(cancelBatch(station.ctx, clerk, { batchId, reason: 'again' })).toMatchObject({
      ok: false,
      error: { state: 'cancelled' },
    });
    expect(summarizeQueue(station.ctx)).toMatchObject({ waiting: 3, byRisk: { fine: 3 } });
  });

  test('that went to a printer cannot be dropped any more', async () => {
    const station = await paperStation();
    const { batchId } = await printedBatch(station, 1);
    expect(cancelBatch(station.ctx, clerk, { batchId, reason: 'too late' })).toMatchObject({
      ok: false,
      error: { tag: 'wrong_state' },
    });
    expect(closeOut(station.ctx, clerk, batchId)).toMatchObject({
      ok: false,
      error: { tag: 'sheets_unaccounted', missing: 1 },
    });
  });

  test('with a page that does not fit says where and why, and gives the same hash each time otherwise', async () => {
    const quick = quickRendering();
    let fault = true;
    const station = await paperStation({
      rendering: {
        ...quick,
        check: async (template, pages, watch) => {
          const { pages: checked, sheet } = must(await quick.check(template, pages, watch));
          const finding = {
            kind: 'missingGlyph',
            field: 'issuedName',
            character: '𓀀',
            codePoint: 'U+13000',
          } as const;
          return {
            ok: true,
            value: {
              sheet,
              pages: checked.map((page, index) =>
                fault && index === 0 ? { ...page, hash: null, findings: [finding] } : page,
              ),
            },
          };
        },
      },
    });
    await station.issue(2);
    const made = must(await createBatches(station.ctx, station.parts, clerk, { count: 2, filter: {} }));
    const batchId = made.batches[0]?.batchId ?? '';
    expect(must(await renderBatchPages(station.ctx, station.parts, clerk, batchId)).findings).toBe(1);
    expect(batchWithPieces(station.ctx, batchId)?.pieces[0]).toMatchObject({
      stage: 'claimed',
      findings: [{ code: 'missing_glyph' }],
    });
    fault = false;
    expect(must(await renderBatchPages(station.ctx, station.parts, clerk, batchId)).findings).toBe(0);
    expect(
      counted(station.ctx, `SELECT count(*) FROM pieces WHERE stage = 'rendered' AND page_hash IS NOT NULL`),
    ).toBe(2);
    expect(
      await previewPage(station.ctx, station.parts, { batchId, position: 9, format: 'pdf' }),
    ).toMatchObject({
      ok: false,
      error: { tag: 'no_page' },
    });
  });

  test('whose certificate carries a signature that is not ours is not printed', async () => {
    const station = await paperStation();
    await station.issue(1);
    station.ctx.db.write((tx) =>
      tx.writes.sqlite.exec(`UPDATE certificates SET issued_name = 'Somebody Else'`),
    );
    const made = must(await createBatches(station.ctx, station.parts, clerk, { count: 1, filter: {} }));
    const batchId = made.batches[0]?.batchId ?? '';
    must(await renderBatchPages(station.ctx, station.parts, clerk, batchId));
    expect(batchWithPieces(station.ctx, batchId)?.pieces[0]?.findings).toMatchObject([
      { code: 'signature_invalid', kind: 'badSignature', values: { verdict: 'bad_signature' } },
    ]);
  });

  test('is listed page by page, newest first', async () => {
    const station = await paperStation();
    for (let index = 0; index < 3; index += 1) {
      await station.issue(1);
      must(await createBatches(station.ctx, station.parts, clerk, { count: 1, filter: {} }));
      station.clock.time += 1000;
    }
    const first = listBatches(station.ctx, { limit: 2 });
    expect(first.rows.map(({ batchNumber }) => batchNumber)).toEqual(['B-2026-0003', 'B-2026-0002']);
    const second = listBatches(station.ctx, { limit: 2, cursor: first.next ?? '' });
    expect(second).toMatchObject({ rows: [{ batchNumber: 'B-2026-0001' }], next: null });
    expect(listBatches(station.ctx, { limit: 5, states: ['closed'] }).rows).toEqual([]);
  });
});

describe('the queue', () => {
  test('is read page by page without gaps, and filtered by risk, place and typed words', async () => {
    const station = await paperStation();
    const { ctx } = station;
    await station.issue(1, { name: 'Late Larry', dueInDays: -1 });
    await station.issue(1, { name: 'Risky Rosa', dueInDays: 1 });
    await station.issue(1, { name: 'Soon Sam', dueInDays: 2.5 });
    await station.issue(1, { name: 'Fine Fátima', jurisdiction: 'US-TX', dueInDays: 20 });
    await station.issue(1, { name: 'Timeless Tina', jurisdiction: 'NONE', dueInDays: null });
    const names = (filter: Parameters<typeof listQueue>[1]['filter']) =>
      listQueue(ctx, { filter, limit: 10 }).rows.map(({ issuedName }) => issuedName);
    expect(names({ risk: 'late' })).toEqual(['Late Larry']);
    expect(names({ risk: 'at_risk' })).toEqual(['Risky Rosa']);
    expect(names({ risk: 'soon' })).toEqual(['Soon Sam']);
    expect(names({ risk: 'fine' })).toEqual(['Fine Fátima', 'Timeless Tina']);
    expect(names({ jurisdiction: 'US-TX' })).toEqual(['Fine Fátima']);
    expect(names({ search: 'fati fine' })).toEqual(['Fine Fátima']);
    expect(names({ search: 'CA-2026-000003' })).toEqual(['Soon Sam']);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = listQueue(ctx, { filter: {}, limit: 2, cursor });
      seen.push(...page.rows.map(({ issuedName }) => issuedName));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual(names({}));
    expect(seen).toHaveLength(5);
    expect(listQueue(ctx, { filter: {}, limit: 2, cursor: 'garbage' }).rows).toHaveLength(2);
    const summary = summarizeQueue(ctx);
    expect(summary).toMatchObject({ waiting: 5, byRisk: { late: 1, at_risk: 1, soon: 1, fine: 2 } });
    expect(summary.dueByDay.map(({ waiting }) => waiting)).toEqual([1, 1, 1]);
  });

  test('holds nothing that is with the carrier already', async () => {
    const station = await paperStation();
    const [first] = await passedSheets(station, 1);
    if (first === undefined) throw new Error('None issued');
    await scanToPack(station.ctx, station.parts, shipper, { text: first.qr });
    expect(
      holdDeliverable(station.ctx, clerk, { deliverableId: first.deliverableId, reason: 'wait' }).ok,
    ).toBe(true);
    station.ctx.db.write((tx) => tx.writes.sqlite.exec(`UPDATE deliverables SET stage = 'handed_over'`));
    expect(
      holdDeliverable(station.ctx, clerk, { deliverableId: first.deliverableId, reason: 'wait' }),
    ).toEqual({
      ok: false,
      error: { tag: 'too_late', stage: 'handed_over' },
    });
  });
});
