/** Template packages, by content. */
import { z } from 'zod';
import { Instant, procedure } from './base.ts';

const TemplateVersion = z.string().regex(/^[0-9a-f]{64}$/u, 'a SHA-256 in hex');

export const TemplateRecord = z.object({
  templateVersion: TemplateVersion,
  title: z.string(),
  stockItemId: z.string(),
  published: z.boolean(),
  storedAt: Instant,
  /** Courses and certificates that refer to it: while there are any, it cannot be deleted. */
  courses: z.int(),
  certificates: z.int(),
});
export type TemplateRecord = z.infer<typeof TemplateRecord>;

export const templatesContract = {
  /** One package as one ZIP file; immutable, so a station keeps it for ever. */
  package: procedure('station')
    .route({
      method: 'GET',
      path: '/v1/templates/{templateVersion}',
      summary: 'A published template package',
    })
    .input(z.object({ templateVersion: TemplateVersion }))
    .output(z.file()),
  list: procedure('administrator')
    .route({
      method: 'GET',
      path: '/v1/templates',
      summary: 'All template versions; the first is the default',
    })
    .output(z.array(TemplateRecord)),
  /** A ZIP file of at most 10 MB with `template.json` at its root, as multipart form data. */
  upload: procedure('administrator')
    .route({ method: 'POST', path: '/v1/templates', summary: 'Check and publish a template package' })
    .input(
      z.object({
        file: z.file(),
        title: z.string().trim().min(1).max(120),
        stockItemId: z.string().min(1).max(100),
      }),
    )
    .output(TemplateRecord)
    .errors({ NOT_SOUND: { status: 422, data: z.object({ faults: z.array(z.string()) }) } }),
  delete: procedure('administrator')
    .route({
      method: 'DELETE',
      path: '/v1/templates/{templateVersion}',
      summary: 'Delete a version that nothing refers to',
    })
    .input(z.object({ templateVersion: TemplateVersion }))
    .output(z.object({ deleted: z.literal(true) }))
    .errors({ IN_USE: { status: 409 } }),
};
