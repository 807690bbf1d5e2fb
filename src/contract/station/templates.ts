/**
 * Templates of certificates: what is published, and drafts of what will be. A draft lives on this station, saved as it is
 * edited; publishing hands it to central, from where it reaches every station. A published version never changes.
 */
import { z } from 'zod';
import { TemplateTitle, withoutUnseen } from '../../domain/shownText.ts';
import { Instant, procedure } from './base.ts';

const TemplateVersion = z.string().regex(/^[0-9a-f]{64}$/u, 'a SHA-256 in hex');
const DraftId = z.string().min(1).max(100);
/** What cannot be seen is taken out: it came along from a file's name or a clipboard. */
const Title = z.string().transform(withoutUnseen).pipe(TemplateTitle);

/** One published version. Versions of one title are versions of one template, newest first. */
export const PublishedTemplate = z.object({
  templateVersion: TemplateVersion,
  title: z.string(),
  /** Paper that it is printed on. */
  stockItemId: z.string(),
  paperName: z.string(),
  /** Null: published before this station noted when. */
  publishedAt: Instant.nullable(),
  /** The newest of its title. */
  newest: z.boolean(),
  widthMm: z.number(),
  heightMm: z.number(),
  twoSided: z.boolean(),
  jurisdiction: z.string().nullable(),
  /** Certificates on this station that were issued with it. */
  certificates: z.int(),
});
export type PublishedTemplate = z.infer<typeof PublishedTemplate>;

/** How a draft came to be: drawn by someone else and given its fields here, or laid out from a designer's HTML. */
export const DraftSource = z.enum(['version', 'pdf', 'html', 'package']);

export const DraftSummary = z.object({
  draftId: z.string(),
  title: z.string(),
  stockItemId: z.string(),
  paperName: z.string(),
  source: DraftSource,
  /** The published version it was begun from. */
  basedOn: TemplateVersion.nullable(),
  /** Raised at each save; a save names the one it was made on. */
  revision: z.int(),
  editedAt: Instant,
  editedBy: z.string(),
});
export type DraftSummary = z.infer<typeof DraftSummary>;

/** Something wrong with a draft, in words for the person who makes it. `at`: a field, a font, a file, a setting. */
export const DraftFault = z.object({ kind: z.string(), at: z.string(), message: z.string() });
export type DraftFault = z.infer<typeof DraftFault>;

export const Draft = DraftSummary.extend({
  /** `template.json` as text: parsed by `documents/template/format.ts`, kept although it may have faults. */
  templateJson: z.string(),
  /** Files of the package beside `template.json`: path and size in bytes. */
  files: z.array(z.object({ path: z.string(), bytes: z.int() })),
  /** What must be mended before it is published; empty: it can be. */
  faults: z.array(DraftFault),
});
export type Draft = z.infer<typeof Draft>;

export const TemplateFontFile = z.object({ name: z.string(), sha256: TemplateVersion, bytes: z.int() });
export type TemplateFontFile = z.infer<typeof TemplateFontFile>;

/** What one page is shown with: keys of the template's placeholders to texts; dates are ISO. */
export const SampleTexts = z.record(z.string().max(40), z.string().max(1000));

const templateErrors = {
  /** Everything that is wrong with what was given, at once. Nothing was kept. */
  NOT_SOUND: { status: 422, data: z.object({ faults: z.array(DraftFault) }) },
} as const;

const draftErrors = {
  /** Someone else saved this draft since: take theirs in, or save over it by naming their revision. */
  EDITED_ELSEWHERE: {
    status: 409,
    data: z.object({ revision: z.int(), editedBy: z.string(), editedAt: Instant }),
  },
} as const;

export const templatesContract = {
  /** All published versions, by title, the newest of each first. */
  published: procedure('templates.read').output(z.array(PublishedTemplate)),
  /** A published version as it looks, filled with a specimen: PNG. */
  picture: procedure('templates.read')
    .input(
      z.object({
        templateVersion: TemplateVersion,
        side: z.enum(['front', 'back']).default('front'),
        dpi: z.int().min(20).max(200).default(60),
      }),
    )
    .output(z.file())
    .errors(templateErrors),
  /** A published version as one file, to be kept or taken to another school. */
  export: procedure('templates.read')
    .input(z.object({ templateVersion: TemplateVersion }))
    .output(z.file()),
  /** What changed from one version to another; either may be a draft. */
  compare: procedure('templates.read')
    .input(z.object({ before: z.string().max(100), after: z.string().max(100) }))
    .output(
      z.object({
        changes: z.array(
          z.object({ at: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
        ),
        /** What the fields among them are called, where their maker named them. */
        fields: z.array(z.object({ id: z.string(), label: z.string() })),
      }),
    )
    .errors(templateErrors),
  /** The two as they look, and where they differ: PNG. */
  comparePicture: procedure('templates.read')
    .input(
      z.object({
        before: z.string().max(100),
        after: z.string().max(100),
        show: z.enum(['before', 'after', 'difference']),
        side: z.enum(['front', 'back']).default('front'),
      }),
    )
    .output(z.file())
    .errors(templateErrors),
  /** Fonts that a template may name without carrying them. */
  fonts: procedure('templates.read').output(z.array(TemplateFontFile)),
  /** One of them, by its hash; it never changes. */
  font: procedure('templates.read')
    .input(z.object({ sha256: TemplateVersion }))
    .output(z.file()),

  drafts: procedure('templates.write').output(z.array(DraftSummary)),
  /** Begins a draft from a published version. */
  edit: procedure('templates.write')
    .input(z.object({ templateVersion: TemplateVersion }))
    .output(Draft)
    .errors(templateErrors),
  /**
   * Begins a draft from a file: a PDF page (fields are laid onto it), HTML with placeholders (one file, or a ZIP with
   * `index.html` and what it names), or an exported template. At most 10 MB.
   */
  upload: procedure('templates.write')
    .input(z.object({ file: z.file(), title: Title, stockItemId: z.string().min(1).max(100) }))
    .output(Draft)
    .errors({
      ...templateErrors,
      /** HTML is laid out by a browser, and this machine has none that the station can use. */
      NO_LAYOUT_ENGINE: { status: 503, data: z.object({ wanted: z.string() }) },
    }),
  draft: procedure('templates.write')
    .input(z.object({ draftId: DraftId }))
    .output(Draft),
  /** One file of a draft's package: its background, a picture, a font. */
  draftFile: procedure('templates.write')
    .input(z.object({ draftId: DraftId, path: z.string().max(200) }))
    .output(z.file()),
  /** Saves what was edited. Faults do not stop it: a draft may be unfinished. */
  save: procedure('templates.write')
    .input(
      z.object({
        draftId: DraftId,
        revision: z.int(),
        title: Title.optional(),
        stockItemId: z.string().min(1).max(100).optional(),
        templateJson: z.string().max(1024 * 1024),
      }),
    )
    .output(Draft)
    .errors({ ...templateErrors, ...draftErrors }),
  /** Puts a file into the draft's package (a new background, a back side, a picture, a font), or takes one out. */
  putFile: procedure('templates.write')
    .input(
      z.object({
        draftId: DraftId,
        revision: z.int(),
        path: z.string().max(200),
        file: z.file().nullable(),
      }),
    )
    .output(Draft)
    .errors({ ...templateErrors, ...draftErrors }),
  discard: procedure('templates.write')
    .input(z.object({ draftId: DraftId }))
    .output(z.object({ discarded: z.literal(true) })),
  /** One page with crop marks and rulers, on plain paper: nothing is taken from stock and no piece is made. */
  testPrint: procedure('templates.write')
    .input(
      z.object({
        draftId: DraftId,
        printerId: z.string().max(100),
        texts: SampleTexts,
        marks: z.boolean().default(true),
      }),
    )
    .output(z.object({ printerJob: z.string() }))
    .errors({
      ...templateErrors,
      PRINTER_STOPPED: { status: 503, data: z.object({ reasons: z.array(z.string()) }) },
    }),
  /** The same page as a file. */
  testPage: procedure('templates.write')
    .input(z.object({ draftId: DraftId, texts: SampleTexts, marks: z.boolean().default(true) }))
    .output(z.file())
    .errors(templateErrors),
  /** Hands the draft to central, which checks it again and sends it to every station. The draft ends. */
  publish: procedure('templates.write')
    .input(
      z.object({
        draftId: DraftId,
        revision: z.int(),
        /** Courses that use the version this draft was begun from use the new one from now on. */
        moveCourses: z.boolean().default(true),
      }),
    )
    .output(z.object({ templateVersion: TemplateVersion, coursesMoved: z.int() }))
    .errors({
      ...templateErrors,
      ...draftErrors,
      /** Only central publishes. The draft is safe; try again when the line is back. */
      CENTRAL_UNREACHABLE: { status: 503, data: z.object({ detail: z.string() }) },
      /** Central did not let it in: who signs there, which paper it knows, what a template must show. */
      CENTRAL_REFUSED: { status: 422, data: z.object({ reasons: z.array(z.string()) }) },
    }),
};
