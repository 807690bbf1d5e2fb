import { ORPCError } from '@orpc/server';
import type { Templates, TemplateRefusal } from '../features/templates/service.ts';
import { notFound, unanswered } from './edge.ts';
import type { Edge } from './edge.ts';

/** What the browser to lay HTML out with is called, for someone who has none. */
const WANTED_BROWSER = 'Chromium, Chrome or Edge on this machine; or the desktop program, which has its own';

/** The contract's error for a refusal; each procedure declares those of its own. */
function refused(refusal: TemplateRefusal): ORPCError<string, unknown> {
  switch (refusal.tag) {
    case 'unknown_template':
      return notFound('template', refusal.templateVersion);
    case 'unknown_draft':
      return notFound('draft', refusal.draftId);
    case 'unknown_paper':
      return notFound('stock', refusal.stockItemId);
    case 'unknown_printer':
      return notFound('printer', refusal.printerId);
    case 'not_sound':
      return new ORPCError('NOT_SOUND', { status: 422, data: { faults: refusal.faults } });
    case 'edited_elsewhere': {
      const { tag: _, ...data } = refusal;
      return new ORPCError('EDITED_ELSEWHERE', { status: 409, data });
    }
    case 'no_layout_engine':
      return new ORPCError('NO_LAYOUT_ENGINE', { status: 503, data: { wanted: WANTED_BROWSER } });
    case 'printer_stopped':
      return new ORPCError('PRINTER_STOPPED', { status: 503, data: { reasons: refusal.reasons } });
    case 'central_unreachable':
      return new ORPCError('CENTRAL_UNREACHABLE', { status: 503, data: { detail: refusal.detail } });
    case 'central_refused':
      return new ORPCError('CENTRAL_REFUSED', { status: 422, data: { reasons: refusal.reasons } });
    default:
      return unanswered(refusal);
  }
}

/** Templates: what is published, and drafts of what will be. */
export function templatesRpc(edge: Edge, { library, drafts, publishing }: Templates) {
  const { templates } = edge.signedIn;
  return {
    published: templates.published.handler(() => library.published()),
    picture: templates.picture.handler(async ({ input }) => {
      const picture = await library.picture(input);
      if (picture.ok) return picture.value;
      throw refused(picture.error);
    }),
    export: templates.export.handler(({ input }) => {
      const file = library.exported(input.templateVersion);
      if (file.ok) return file.value;
      throw refused(file.error);
    }),
    compare: templates.compare.handler(async ({ input }) => {
      const compared = await library.compare(input);
      if (compared.ok) return { changes: [...compared.value.changes], fields: [...compared.value.fields] };
      throw refused(compared.error);
    }),
    comparePicture: templates.comparePicture.handler(async ({ input }) => {
      const picture = await library.comparePicture(input);
      if (picture.ok) return picture.value;
      throw refused(picture.error);
    }),
    fonts: templates.fonts.handler(() => library.fonts()),
    font: templates.font.handler(async ({ input }) => {
      const font = await library.font(input.sha256);
      if (font === null) throw notFound('template', input.sha256);
      return font;
    }),

    drafts: templates.drafts.handler(() => drafts.list()),
    edit: templates.edit.handler(async ({ input, context }) => {
      const begun = await drafts.edit(context.actor, input.templateVersion);
      if (begun.ok) return begun.value;
      throw refused(begun.error);
    }),
    upload: templates.upload.handler(async ({ input, context }) => {
      const begun = await drafts.upload(context.actor, input);
      if (begun.ok) return begun.value;
      throw refused(begun.error);
    }),
    draft: templates.draft.handler(async ({ input }) => {
      const draft = await drafts.get(input.draftId);
      if (draft.ok) return draft.value;
      throw refused(draft.error);
    }),
    draftFile: templates.draftFile.handler(async ({ input }) => {
      const file = await drafts.file(input.draftId, input.path);
      if (!file.ok) throw refused(file.error);
      if (file.value === null) throw notFound('page', input.path);
      return file.value;
    }),
    save: templates.save.handler(async ({ input, context }) => {
      const saved = await drafts.save(context.actor, input);
      if (saved.ok) return saved.value;
      throw refused(saved.error);
    }),
    putFile: templates.putFile.handler(async ({ input, context }) => {
      const saved = await drafts.putFile(context.actor, input);
      if (saved.ok) return saved.value;
      throw refused(saved.error);
    }),
    discard: templates.discard.handler(({ input, context }) => {
      const discarded = drafts.discard(context.actor, input.draftId);
      if (discarded.ok) return { discarded: true as const };
      throw refused(discarded.error);
    }),
    testPrint: templates.testPrint.handler(async ({ input, context }) => {
      const printed = await publishing.testPrint(context.actor, input);
      if (printed.ok) return { printerJob: printed.value };
      throw refused(printed.error);
    }),
    testPage: templates.testPage.handler(async ({ input }) => {
      const page = await publishing.testPage(input);
      if (page.ok) return page.value;
      throw refused(page.error);
    }),
    publish: templates.publish.handler(async ({ input, context }) => {
      const published = await publishing.publish(context.actor, input);
      if (published.ok) return published.value;
      throw refused(published.error);
    }),
  };
}
