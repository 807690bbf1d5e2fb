import { unzipSync } from 'fflate';
import { z } from 'zod';
import { MAX_FILE_BYTES, openTemplatePackage } from '../../documents/template/templatePackage.ts';
import { ok } from '../../domain/result.ts';
import type { StationContext } from '../context.ts';
import { bulkWrite, sqlRead } from '../db/statements.ts';
import type { Answer, Central } from './central.ts';

const missing = sqlRead<object, { templateVersion: string }>(
  'SELECT template_version AS templateVersion FROM templates WHERE package IS NULL AND published = 1',
  z.object({ templateVersion: z.string() }),
);

const keep = bulkWrite<[Uint8Array, string]>('UPDATE templates SET package = ? WHERE template_version = ?');

/** Fetches the template packages that are not here yet. One that is not what its version says is not kept. */
export async function fetchTemplates(ctx: StationContext, central: Central): Promise<Answer<number>> {
  let fetched = 0;
  for (const { templateVersion } of ctx.db.read((tx) => missing.all(tx, {}))) {
    if (ctx.stopping.aborted) break;
    const answer = await central.templatePackage(templateVersion);
    if (!answer.ok) return answer;
    const problem = problemOf(answer.value, templateVersion);
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

/** The version is the SHA-256 of the package's content: it must come out again. */
function problemOf(file: Uint8Array, templateVersion: string): string | null {
  let files: Map<string, Uint8Array>;
  try {
    files = new Map(
      Object.entries(unzipSync(file, { filter: ({ originalSize }) => originalSize <= MAX_FILE_BYTES })),
    );
  } catch (problem) {
    return problem instanceof Error ? problem.message : String(problem);
  }
  const opened = openTemplatePackage(files);
  if (!opened.ok) return opened.error.map((fault) => `${fault.at}: ${fault.message}`).join('; ');
  return opened.value.id === templateVersion ? null : `its content is that of version ${opened.value.id}`;
}
