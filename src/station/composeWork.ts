import { join } from 'node:path';
import { createSimulatedCarrier } from './carriers/simulated/simulatedCarrier.ts';
import type { StationContext } from './context.ts';
import { createNameStrip } from './documents/nameStrip.ts';
import { createRendering } from './documents/rendering.ts';
import { createPageChecks } from './features/pages/service.ts';
import type { PageChecks } from './features/pages/service.ts';
import { createPrinting } from './features/printing/service.ts';
import type { Printing } from './features/printing/service.ts';
import { shipFrom } from './features/settings/service.ts';
import { createShipping } from './features/shipping/service.ts';
import type { Shipping } from './features/shipping/service.ts';
import { layInDemoPaper } from './features/stock/service.ts';
import type { JobRunner } from './jobs/runner.ts';
import { createFolderPrinter } from './printers/folder/folderPrinter.ts';
import { readSetting } from './record/settings.ts';
import type { SyncLine } from './sync/line.ts';
import type { WorkParts } from './work.ts';

/** The work on paper, made and wired. */
export interface Work {
  readonly parts: WorkParts;
  readonly checks: PageChecks;
  readonly printing: Printing;
  readonly shipping: Shipping;
  /** Takes up what a crash left; before the jobs run. */
  start(): void;
  stop(): Promise<void>;
}

/** How long the simulated carrier may take to bring a sale onto its books, in milliseconds. */
const SETTLES_AFTER_MS = 2 * 60_000;

function partsOf(ctx: StationContext, line: SyncLine): WorkParts {
  const { paths, settings } = ctx.ports;
  const printer = { id: 'demo-printer', name: 'Demo printer', folder: join(paths.exports, 'printed') };
  const rendering = createRendering({
    fonts: join(paths.root, 'resources', 'fonts'),
    templates: join(paths.root, 'templates'),
  });
  const carrier = {
    folder: join(paths.data, 'demo-carrier'),
    settlesAfterMs: SETTLES_AFTER_MS,
    nameStrip: createNameStrip(rendering, paths.root),
  };
  return {
    rendering,
    printers: settings.demo ? [createFolderPrinter(printer)] : [],
    carriers: settings.demo ? [createSimulatedCarrier(carrier, ctx.clock)] : [],
    takeLeases: (wanted) => line.takeLeases(wanted),
    verifyBaseUrls: (tx) => readSetting(tx, 'pairing')?.verifyBaseUrls ?? [],
    shipFrom: (tx) => shipFrom(tx, ctx),
  };
}

/** Makes the work on paper for a station: demo printer and carrier where the settings say demo. */
export function createWork(ctx: StationContext, line: SyncLine, jobs: JobRunner): Work {
  const parts = partsOf(ctx, line);
  line.checkPackagesWith((file, version) => parts.rendering.packageProblem(file, version));
  const checks = createPageChecks(ctx, parts);
  const printing = createPrinting(ctx, parts);
  const shipping = createShipping(ctx, parts);
  for (const kind of shipping.jobs) jobs.register(kind);
  if (ctx.ports.settings.demo) {
    // New papers come with the feed, which names no row; the paper of a batch that moves does.
    ctx.live.listen((topics) => {
      if (topics.some(({ topic, id }) => topic === 'stock' && id === undefined)) layInDemoPaper(ctx);
    });
  }
  return {
    parts,
    checks,
    printing,
    shipping,
    start() {
      shipping.recover();
      printing.start();
      checks.start();
      if (ctx.ports.settings.demo) layInDemoPaper(ctx);
    },
    async stop() {
      await Promise.all([printing.settled(), checks.settled()]);
      await parts.rendering.stop();
    },
  };
}
