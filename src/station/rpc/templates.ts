import type { DraftFault } from '../../contract/station/templates.ts';
import type { Templates } from '../features/templates/service.ts';
import { notFound, unanswered } from './edge.ts';
import type { Edge } from './edge.ts';

/** What the browser to lay HTML out with is called, for someone who has none. */
const WANTED_BROWSER = 'Chromium, Chrome or Edge on this machine; or the desktop program, which has its own';

/** The faults as the contract has them. */
function told(faults: readonly DraftFault[]): { data: { faults: DraftFault[] } } {
  return { data: { faults: [...faults] } };
}

/** Templates: what is published, and drafts of what will be. */
export function templatesRpc(edge: Edge, { library, drafts, publishing }: Templates) {
  const { templates } = edge.signedIn;
  return {
    published: templates.published.handler(() => library.published()),
    picture: templates.picture.handler(async ({ input, errors }) => {
      const picture = await library.picture(input);
      if (picture.ok) return picture.value;
      if (picture.error.tag === 'not_sound') throw errors.NOT_SOUND(told(picture.error.faults));
      throw notFound('template', picture.error.templateVersion);
    }),
    export: templates.export.handler(({ input }) => {
      const file = library.exported(input.templateVersion);
      if (file.ok) return file.value;
      throw notFound('template', input.templateVersion);
    }),
    compare: templates.compare.handler(async ({ input, errors }) => {
      const compared = await library.compare(input);
      if (compared.ok) return { changes: [...compared.value] };
      if (compared.error.tag === 'not_sound') throw errors.NOT_SOUND(told(compared.error.faults));
      throw notFound('template', compared.error.templateVersion);
    }),
    comparePicture: templates.comparePicture.handler(async ({ input, errors }) => {
      const picture = await library.comparePicture(input);
      if (picture.ok) return picture.value;
      if (picture.error.tag === 'not_sound') throw errors.NOT_SOUND(told(picture.error.faults));
      throw notFound('template', picture.error.templateVersion);
    }),
    fonts: templates.fonts.handler(() => library.fonts()),
    font: templates.font.handler(async ({ input }) => {
      const font = await library.font(input.sha256);
      if (font === null) throw notFound('template', input.sha256);
      return font;
    }),

    drafts: templates.drafts.handler(() => drafts.list()),
    edit: templates.edit.handler(async ({ input, context, errors }) => {
      const begun = await drafts.edit(context.actor, input.templateVersion);
      if (begun.ok) return begun.value;
      if (begun.error.tag === 'not_sound') throw errors.NOT_SOUND(told(begun.error.faults));
      throw notFound('template', begun.error.templateVersion);
    }),
    upload: templates.upload.handler(async ({ input, context, errors }) => {
      const begun = await drafts.upload(context.actor, input);
      if (begun.ok) return begun.value;
      const refusal = begun.error;
      switch (refusal.tag) {
        case 'not_sound':
          throw errors.NOT_SOUND(told(refusal.faults));
        case 'unknown_paper':
          throw notFound('stock', refusal.stockItemId);
        case 'no_layout_engine':
          throw errors.NO_LAYOUT_ENGINE({ data: { wanted: WANTED_BROWSER } });
        default:
          return unanswered(refusal);
      }
    }),
    draft: templates.draft.handler(async ({ input }) => {
      const draft = await drafts.get(input.draftId);
      if (draft.ok) return draft.value;
      throw notFound('draft', input.draftId);
    }),
    draftFile: templates.draftFile.handler(async ({ input }) => {
      const file = await drafts.file(input.draftId, input.path);
      if (!file.ok) throw notFound('draft', input.draftId);
      if (file.value === null) throw notFound('page', input.path);
      return file.value;
    }),
    save: templates.save.handler(async ({ input, context, errors }) => {
      const saved = await drafts.save(context.actor, input);
      if (saved.ok) return saved.value;
      const refusal = saved.error;
      switch (refusal.tag) {
        case 'unknown_draft':
          throw notFound('draft', refusal.draftId);
        case 'unknown_paper':
          throw notFound('stock', refusal.stockItemId);
        case 'edited_elsewhere': {
          const { tag: _, ...data } = refusal;
          throw errors.EDITED_ELSEWHERE({ data });
        }
        default:
          return unanswered(refusal);
      }
    }),
    putFile: templates.putFile.handler(async ({ input, context, errors }) => {
      const saved = await drafts.putFile(context.actor, input);
      if (saved.ok) return saved.value;
      const refusal = saved.error;
      switch (refusal.tag) {
        case 'unknown_draft':
          throw notFound('draft', refusal.draftId);
        case 'not_sound':
          throw errors.NOT_SOUND(told(refusal.faults));
        case 'edited_elsewhere': {
          const { tag: _, ...data } = refusal;
          throw errors.EDITED_ELSEWHERE({ data });
        }
        default:
          return unanswered(refusal);
      }
    }),
    discard: templates.discard.handler(({ input, context }) => {
      if (!drafts.discard(context.actor, input.draftId).ok) throw notFound('draft', input.draftId);
      return { discarded: true as const };
    }),
    testPrint: templates.testPrint.handler(async ({ input, context, errors }) => {
      const printed = await publishing.testPrint(context.actor, input);
      if (printed.ok) return { printerJob: printed.value };
      const refusal = printed.error;
      switch (refusal.tag) {
        case 'unknown_draft':
          throw notFound('draft', refusal.draftId);
        case 'unknown_printer':
          throw notFound('printer', refusal.printerId);
        case 'not_sound':
          throw errors.NOT_SOUND(told(refusal.faults));
        case 'printer_stopped':
          throw errors.PRINTER_STOPPED({ data: { reasons: [...refusal.reasons] } });
        default:
          return unanswered(refusal);
      }
    }),
    testPage: templates.testPage.handler(async ({ input, errors }) => {
      const page = await publishing.testPage(input);
      if (page.ok) return page.value;
      if (page.error.tag === 'not_sound') throw errors.NOT_SOUND(told(page.error.faults));
      throw notFound('draft', input.draftId);
    }),
    publish: templates.publish.handler(async ({ input, context, errors }) => {
      const published = await publishing.publish(context.actor, input);
      if (published.ok) return published.value;
      const refusal = published.error;
      switch (refusal.tag) {
        case 'unknown_draft':
          throw notFound('draft', refusal.draftId);
        case 'not_sound':
          throw errors.NOT_SOUND(told(refusal.faults));
        case 'edited_elsewhere': {
          const { tag: _, ...data } = refusal;
          throw errors.EDITED_ELSEWHERE({ data });
        }
        case 'central_unreachable':
          throw errors.CENTRAL_UNREACHABLE({ data: { detail: refusal.detail } });
        case 'central_refused':
          throw errors.CENTRAL_REFUSED({ data: { reasons: [...refusal.reasons] } });
        default:
          return unanswered(refusal);
      }
    }),
  };
}
