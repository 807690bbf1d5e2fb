/** Template packages, by content. */
import { z } from 'zod';
import { ShownText, TemplateTitle } from '../../domain/shownText.ts';
import { Instant, procedure } from './base.ts';

const OwnText = ShownText.max(1000);
const TemplateVersion = z.string().regex(/^[0-9a-f]{64}$/u, 'a SHA-256 in hex');

/** What a published version says of itself, read from its package. */
export const TemplateAbout = z.object({
  /** A PDF page with a field map, or laid out from HTML. */
  kind: z.enum(['pdf', 'html']).default('pdf'),
  widthMm: z.number().nullable().default(null),
  heightMm: z.number().nullable().default(null),
  language: z.string().nullable().default(null),
  /** The only one that it is made for, if any. */
  jurisdiction: z.string().nullable().default(null),
  signatoryName: z.string().nullable().default(null),
  signatoryTitle: z.string().nullable().default(null),
  jurisdictionText: z.string().nullable().default(null),
  /** Every value that it shows. */
  placeholders: z.array(z.string()).default([]),
  /** Custom fields without which no certificate can be printed on it: the course or the completion gives them. */
  needs: z.array(z.string()).default([]),
});
export type TemplateAbout = z.infer<typeof TemplateAbout>;

export const TemplateRecord = z.object({
  templateVersion: TemplateVersion,
  title: z.string(),
  stockItemId: z.string(),
  published: z.boolean(),
  storedAt: Instant,
  /** Courses and certificates that refer to it: while there are any, it cannot be deleted. */
  courses: z.int(),
  certificates: z.int(),
  about: TemplateAbout,
  /** The version that came in its place. */
  replacedBy: TemplateVersion.nullable(),
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
  /**
   * At most 10 MB, as multipart form data: a package (a ZIP with `template.json` at its root: a PDF page and its field map), or
   * HTML with placeholders (one file, or a ZIP with `index.html` and what it names). A template that lacks a required
   * placeholder is refused with the list of what is missing.
   */
  upload: procedure('administrator')
    .route({ method: 'POST', path: '/v1/templates', summary: 'Check and publish a template' })
    .input(
      z.object({
        file: z.file(),
        title: TemplateTitle,
        stockItemId: z.string().min(1).max(100),
        /** Printed where the template has `{{signatoryName}}`, `{{signatoryTitle}}` and `{{jurisdictionText}}`. */
        signatoryName: OwnText.optional(),
        signatoryTitle: OwnText.optional(),
        jurisdictionText: OwnText.optional(),
        /** Courses that use this version use the new one; the old one goes when nothing refers to it any more. */
        replaces: TemplateVersion.optional(),
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
        title: TemplateTitle,
        stockItemId: z.string().min(1).max(100),
        personId: z.string().min(1).max(100),
        /** Null, or left out: it replaces none. */
        replaces: TemplateVersion.nullish(),
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
