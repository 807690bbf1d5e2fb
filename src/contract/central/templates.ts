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
  /**
   * The same from a station, for an administrator who is signed in there. Publishing what is published already answers
   * as the first time. `replaces`: courses that use that version use the new one from now on.
   */
  publish: procedure('station')
    .route({
      method: 'POST',
      path: '/v1/stations/templates',
      summary: 'Check and publish a package made at a station',
    })
    .input(
      z.object({
        file: z.file(),
        title: z.string().trim().min(1).max(120),
        stockItemId: z.string().min(1).max(100),
        personId: z.string().min(1).max(100),
        replaces: TemplateVersion.nullable(),
      }),
    )
    .output(z.object({ templateVersion: TemplateVersion, coursesMoved: z.int() }))
    .errors({
      NOT_SOUND: { status: 422, data: z.object({ faults: z.array(z.string()) }) },
      /** That person is no administrator, or no longer. */
      NOT_AN_ADMINISTRATOR: { status: 403 },
    }),
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
