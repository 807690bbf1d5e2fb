import { join } from 'node:path';
import type { Work } from './composeWork.ts';
import type { StationContext } from './context.ts';
import { createDesigning } from './documents/designing.ts';
import { createTemplates } from './features/templates/service.ts';
import type { Templates } from './features/templates/service.ts';
import type { SyncLine } from './sync/line.ts';

/** A person who published waits so long for the new version to come from central, in milliseconds; else it comes by itself. */
const CATCH_UP_MS = 8000;

/** Makes what has to do with templates, with a thread of its own. */
export function composeTemplates(
  ctx: StationContext,
  line: SyncLine,
  work: Work,
): { readonly parts: Templates; stop(): Promise<void> } {
  const { paths, layoutEngine } = ctx.ports;
  const folders = { fonts: join(paths.root, 'resources', 'fonts'), templates: join(paths.root, 'templates') };
  const designing = createDesigning(folders, layoutEngine, {
    taskFailed: (problem) =>
      ctx.log.error({ problem }, 'a template could not be worked on; its thread is begun anew'),
  });
  const parts = createTemplates(ctx, designing, {
    printers: () => work.parts.printers,
    publishTemplate: (made) => line.publishTemplate(made),
    catchUp: async () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      const cancel = ctx.timer.after(CATCH_UP_MS, resolve);
      // A round that fails is told of by the line; what was published stays published.
      await Promise.race([
        line.syncOnce().then(
          () => resolve(),
          () => resolve(),
        ),
        promise,
      ]);
      cancel();
      ctx.wake.call('sync');
    },
  });
  return { parts, stop: () => designing.stop() };
}
