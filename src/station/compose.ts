import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { uuidv7 } from '../domain/ids.ts';
import { ok } from '../domain/result.ts';
import { composeTemplates } from './composeTemplates.ts';
import { createWork } from './composeWork.ts';
import type { StationContext } from './context.ts';
import { openDatabase } from './db/open.ts';
import { JobRunner } from './jobs/runner.ts';
import type { CreateStation } from './ports/station.ts';
import { realTimer } from './ports/timer.ts';
import { LiveBus } from './record/live.ts';
import { Wake } from './record/wake.ts';
import { createEdge } from './rpc/edge.ts';
import { createHandler } from './rpc/handler.ts';
import { stationRouter } from './rpc/router.ts';
import { SyncLine } from './sync/line.ts';

/**
 * Makes a station from what a host supplies: takes the data folder, opens the database and brings it to the newest form.
 * Nothing runs on its own until `start`.
 */
export const createStation: CreateStation = (ports) => {
  const opened = openDatabase({
    folder: ports.paths.data,
    migrations: join(ports.paths.root, 'migrations', 'station'),
    now: ports.clock.now(),
    taskFailed: (problem) =>
      ports.log.error({ problem }, 'something that follows a commit failed; the commit stands'),
  });
  if (!opened.ok) return Promise.resolve(opened);
  const stopping = new AbortController();
  const ctx: StationContext = {
    db: opened.value.db,
    clock: ports.clock,
    newId: () => uuidv7(ports.clock.now(), ports.random),
    random: ports.random,
    log: ports.log,
    ports,
    live: new LiveBus(),
    wake: new Wake(),
    timer: ports.timer ?? realTimer,
    stopping: stopping.signal,
  };
  const edge = createEdge(ctx);
  const line = new SyncLine(ctx);
  const jobs = new JobRunner(ctx);
  const work = createWork(ctx, line, jobs);
  const templates = composeTemplates(ctx, line, work);
  const handler = createHandler(
    ctx,
    stationRouter(edge, ctx, {
      line,
      work,
      jobs,
      templates: templates.parts,
      version: versionOf(ports.paths.root),
    }),
  );
  let stopped: Promise<void> | null = null;
  return Promise.resolve(
    ok({
      handler: handler.handle,
      start: () => {
        line.start();
        // Chunks and purchases that were begun go on by themselves: not from a database that was restored from a backup.
        void line.firstAsked().then(() => {
          if (stopping.signal.aborted) return;
          work.start();
          jobs.start();
        });
        return Promise.resolve();
      },
      stop: () => {
        stopped ??= (async () => {
          stopping.abort();
          await Promise.all([handler.idle(), line.stop(), jobs.stop()]);
          await Promise.all([work.stop(), templates.stop()]);
          opened.value.close();
        })();
        return stopped;
      },
    }),
  );
};

function versionOf(root: string): string {
  const about = z.object({ version: z.string() });
  return about.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))).version;
}
