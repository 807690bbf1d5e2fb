import { z } from 'zod';
import { ok } from '../../domain/result.ts';
import type { StationContext } from '../context.ts';
import { bulkWrite, sqlRead } from '../db/statements.ts';
import type { Answer, Central } from './central.ts';

const missing = sqlRead<object, { templateVersion: string }>(
  'SELECT template_version AS templateVersion FROM templates WHERE package IS NULL AND published = 1',
  z.object({ templateVersion: z.string() }),
);

const keep = bulkWrite<[Uint8Array, string]>('UPDATE templates SET package = ? WHERE template_version = ?');

/** What is wrong with a package that came as this version; null when it is what it says. */
export type PackageCheck = (file: Uint8Array, templateVersion: string) => Promise<string | null>;

/** Fetches the template packages that are not here yet. One that is not what its version says is not kept. */
export async function fetchTemplates(
  ctx: StationContext,
  central: Central,
  problemOf: PackageCheck,
): Promise<Answer<number>> {
  let fetched = 0;
  for (const { templateVersion } of ctx.db.read((tx) => missing.all(tx, {}))) {
    if (ctx.stopping.aborted) break;
    const answer = await central.templatePackage(templateVersion);
    if (!answer.ok) return answer;
    const problem = await problemOf(answer.value, templateVersion);
    if (problem === null) {
      ctx.db.write((tx) => {
        keep.run(tx, answer.value, templateVersion);
        ctx.live.changed(tx, [{ topic: 'batches' }, { topic: 'templates' }]);
      });
      fetched += 1;
    } else {
      ctx.log.error(
        { templateVersion, problem },
        'a template package from central is damaged and was not kept',
      );
    }
  }
  return ok(fetched);
}
