import { EventEmitter, once } from 'node:events';
import { describe, expect, test } from 'vitest';
import type { PageCheck } from '../../../../src/contract/station/batches.ts';
import { DiskFull } from '../../../../src/station/db/problems.ts';
import { ThreadEnded } from '../../../../src/station/documents/rendering.ts';
import type { Rendering } from '../../../../src/station/documents/rendering.ts';
import { batchWithPieces, cancelBatch } from '../../../../src/station/features/batches/service.ts';
import { createPageChecks, previewPage } from '../../../../src/station/features/pages/service.ts';
import { createPrinting } from '../../../../src/station/features/printing/service.ts';
import { clerk, counted, must, paperStation, quickRendering } from '../../paperStation.ts';
import type { PaperStation } from '../../paperStation.ts';
import { findingsOf, openBatch, realRendering } from './pageStation.ts';

/** A rendering of which each page waits until a test lets it go on. */
function steppedRendering(): Rendering & {
  readonly asked: string[][];
  /** Lets so many pages be done. */
  letGo(pages: number): Promise<void>;
} {
  const quick = quickRendering();
  const asked: string[][] = [];
  const said = new EventEmitter();
  const count = { allowed: 0, done: 0 };
  return {
    ...quick,
    asked,
    async letGo(pages) {
      count.allowed += pages;
      said.emit('allowed');
      while (count.done < count.allowed) await once(said, 'page');
    },
    async check(template, pages, watch) {
      asked.push(pages.map(({ key }) => key));
      const all = must(await quick.check(template, pages, { layout: watch.layout }));
      const quit = new Promise<'quit'>((resolve) =>
        watch.signal?.addEventListener('abort', () => resolve('quit'), { once: true }),
      );
      for (const page of all.pages) {
        while (count.done >= count.allowed) {
          const what = await Promise.race([once(said, 'allowed'), quit]);
          if (what === 'quit') return { ok: false, error: { tag: 'not_wanted' } };
        }
        count.done += 1;
        watch.report?.(page);
        said.emit('page');
      }
      return { ok: true, value: all };
    },
  };
}

function stagesOf(station: PaperStation, batchId: string): Record<string, number> {
  const stages = batchWithPieces(station.ctx, batchId)?.pieces.map(({ stage }) => stage) ?? [];
  return Object.fromEntries(
    [...Map.groupBy(stages, (stage) => stage)].map(([stage, all]) => [stage, all.length]),
  );
}

describe('a check of pages', () => {
  test('tells of each page, and is asked about by whoever comes later', async () => {
    const rendering = steppedRendering();
    const station = await paperStation({ rendering });
    const batchId = await openBatch(station, 30);
    const told: PageCheck[] = [];
    station.ctx.live.watchPages((check) => told.push(check));
    const checks = createPageChecks(station.ctx, station.parts);
    const ended = checks.check(clerk, { batchId });
    await rendering.letGo(3);
    expect(told.map(({ done, total }) => [done, total])).toEqual([
      [1, 30],
      [2, 30],
      [3, 30],
    ]);
    expect(checks.running()).toEqual([{ batchId, done: 3, total: 30, stopped: 0 }]);
    await rendering.letGo(27);
    expect(must(await ended).state).toBe('rendered');
    expect(checks.running()).toEqual([]);
    expect(told).toHaveLength(30);
  });

  test('that somebody asks for a second time is joined, not begun again', async () => {
    const rendering = steppedRendering();
    const station = await paperStation({ rendering });
    const batchId = await openBatch(station, 2);
    const checks = createPageChecks(station.ctx, station.parts);
    const first = checks.check(clerk, { batchId });
    await rendering.letGo(1);
    const second = checks.check(clerk, { batchId });
    await rendering.letGo(1);
    expect(must(await first)).toEqual(must(await second));
    expect(rendering.asked).toHaveLength(1);
  });

  test('is not printed from while it runs, also when it passed before', async () => {
    const rendering = steppedRendering();
    const station = await paperStation({ rendering });
    const batchId = await openBatch(station, 1);
    const checks = createPageChecks(station.ctx, station.parts);
    const first = checks.check(clerk, { batchId });
    await rendering.letGo(1);
    await first;
    const again = checks.check(clerk, { batchId });
    await expect.poll(() => rendering.asked.length).toBe(2);
    const printing = createPrinting(station.ctx, station.parts);
    expect(await printing.print(clerk, { batchId, printerId: 'demo-printer', chunkSize: 5 })).toEqual({
      ok: false,
      error: { tag: 'wrong_state', state: 'open' },
    });
    await rendering.letGo(1);
    expect(must(await again).state).toBe('rendered');
  });

  test.each([0, 1, 24, 25, 26, 39])(
    'cancelled after page %i of 40 leaves whole parts and begins anew',
    async (pages) => {
      const rendering = steppedRendering();
      const station = await paperStation({ rendering });
      const batchId = await openBatch(station, 40);
      const checks = createPageChecks(station.ctx, station.parts);
      const ended = checks.check(clerk, { batchId });
      await rendering.letGo(pages);
      await expect.poll(() => rendering.asked.length).toBe(pages < 25 ? 1 : 2);
      expect(must(checks.cancel(batchId)).state).toBe('open');
      expect(checks.running()).toEqual([]);
      expect(must(await ended).state).toBe('open');
      expect(stagesOf(station, batchId)['rendered'] ?? 0).toBe(pages < 25 ? 0 : 25);
      const again = checks.check(clerk, { batchId });
      await rendering.letGo(40);
      expect(must(await again)).toMatchObject({ state: 'rendered', findings: 0 });
      expect(stagesOf(station, batchId)).toEqual({ rendered: 40 });
    },
  );

  test('cancelled with its whole batch ends, and everything waits again', async () => {
    const rendering = steppedRendering();
    const station = await paperStation({ rendering });
    const batchId = await openBatch(station, 3);
    const checks = createPageChecks(station.ctx, station.parts);
    const ended = checks.check(clerk, { batchId });
    await rendering.letGo(1);
    must(cancelBatch(station.ctx, clerk, { batchId, reason: 'not today' }));
    await rendering.letGo(2);
    expect(must(await ended).state).toBe('cancelled');
    expect(counted(station.ctx, 'SELECT count(*) FROM page_checks')).toBe(0);
    expect(stagesOf(station, batchId)).toEqual({ cancelled: 3 });
  });

  test('goes on after the program was closed in its middle, at the part that was in work', async () => {
    const rendering = steppedRendering();
    const station = await paperStation({ rendering });
    const batchId = await openBatch(station, 30);
    const before = createPageChecks(station.ctx, station.parts);
    const left = before.check(clerk, { batchId });
    await rendering.letGo(27);
    station.stopping.abort();
    await before.settled();
    expect(must(await left).state).toBe('open');
    expect(stagesOf(station, batchId)).toEqual({ rendered: 25, claimed: 5 });

    const next = { ...station.ctx, stopping: new AbortController().signal };
    const after = createPageChecks(next, station.parts);
    after.start();
    expect(after.running()).toEqual([{ batchId, done: 25, total: 30, stopped: 0 }]);
    await rendering.letGo(5);
    await after.settled();
    expect(batchWithPieces(station.ctx, batchId)?.state).toBe('rendered');
    expect(stagesOf(station, batchId)).toEqual({ rendered: 30 });
    expect(rendering.asked.map(({ length }) => length)).toEqual([25, 5, 5]);
  });

  test('on a full disk says so, and goes on at the next start', async () => {
    const station = await paperStation();
    const batchId = await openBatch(station, 3);
    let full = true;
    const db = new Proxy(station.ctx.db, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== 'function') return member;
        return (...given: unknown[]): unknown => {
          if (full && name === 'write') throw new DiskFull(station.folder, new Error('ENOSPC'));
          return Reflect.apply(member, target, given);
        };
      },
    });
    const checks = createPageChecks({ ...station.ctx, db }, station.parts);
    await expect(checks.check(clerk, { batchId })).rejects.toBeInstanceOf(DiskFull);
    expect(stagesOf(station, batchId)).toEqual({ claimed: 3 });
    full = false;
    checks.start();
    await checks.settled();
    expect(batchWithPieces(station.ctx, batchId)?.state).toBe('rendered');
  });

  test('survives the death of the thread, and names the page that kills it', async () => {
    const quick = quickRendering();
    let deadly = '';
    let deaths = 0;
    const station = await paperStation({
      rendering: {
        ...quick,
        check: async (template, pages, watch) => {
          const all = must(await quick.check(template, pages, { layout: watch.layout }));
          for (const page of all.pages) {
            if (page.key === deadly) {
              deaths += 1;
              throw new ThreadEnded(134);
            }
            watch.report?.(page);
          }
          return { ok: true, value: all };
        },
      },
    });
    const batchId = await openBatch(station, 5);
    deadly = batchWithPieces(station.ctx, batchId)?.pieces[2]?.pieceId ?? '';
    const checks = createPageChecks(station.ctx, station.parts);
    expect(must(await checks.check(clerk, { batchId })).findings).toBe(1);
    expect(deaths).toBe(2);
    expect(findingsOf(station, batchId)).toEqual([
      [1, []],
      [2, []],
      [3, ['notMade']],
      [4, []],
      [5, []],
    ]);
  });
});

describe('the rendering thread', { timeout: 60_000 }, () => {
  test('killed in the middle of a check is begun anew, and no page is missed', async () => {
    const rendering = realRendering();
    let killed = false;
    const station = await paperStation({
      rendering: {
        ...rendering,
        check: (template, pages, watch) =>
          rendering.check(template, pages, {
            ...watch,
            report: (page) => {
              watch.report?.(page);
              if (killed) return;
              killed = true;
              void rendering.stop();
            },
          }),
      },
    });
    const batchId = await openBatch(station, 30);
    const checks = createPageChecks(station.ctx, station.parts);
    expect(must(await checks.check(clerk, { batchId }))).toMatchObject({ state: 'rendered', findings: 0 });
    expect(killed).toBe(true);
    expect(counted(station.ctx, 'SELECT count(DISTINCT page_hash) FROM pieces')).toBe(30);
  });

  test('lets another batch in at once when a check is cancelled, and shows pages between those of a check', async () => {
    const rendering = realRendering();
    const station = await paperStation({ rendering });
    const { ctx, parts } = station;
    const long = await openBatch(station, 200);
    const short = await openBatch(station, 2);
    const checks = createPageChecks(ctx, parts);
    const begun = Promise.withResolvers<void>();
    let ofLong = 0;
    ctx.live.watchPages(({ batchId }) => {
      if (batchId !== long) return;
      ofLong += 1;
      begun.resolve();
    });
    const cancelled = checks.check(clerk, { batchId: long });
    await begun.promise;
    must(await previewPage(ctx, parts, { batchId: short, position: 1, format: 'png' }));
    const shown = ofLong;
    expect(shown).toBeLessThan(25);
    // Two batches are checked by turns: the short one does not wait for the long one.
    expect(must(await checks.check(clerk, { batchId: short })).state).toBe('rendered');
    expect(ofLong).toBeLessThan(200);
    checks.cancel(long);
    expect(must(await cancelled).state).toBe('open');
    const third = await openBatch(station, 1);
    expect(must(await checks.check(clerk, { batchId: third })).state).toBe('rendered');
  });
});
