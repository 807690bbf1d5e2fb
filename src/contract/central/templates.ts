/** Template packages, by content. */
import { z } from 'zod';
import { procedure } from './base.ts';

export const templatesContract = {
  /** One package as one file; immutable, so a station keeps it for ever. */
  package: procedure('station')
    .route({
      method: 'GET',
      path: '/v1/templates/{templateVersion}',
      summary: 'A published template package',
    })
    .input(z.object({ templateVersion: z.string().regex(/^[0-9a-f]{64}$/) }))
    .output(z.file()),
};
