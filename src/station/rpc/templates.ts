import { notFound } from './edge.ts';
import type { Edge } from './edge.ts';

/** Templates: what is published, and drafts of what will be. */
export function templatesRpc(edge: Edge) {
  const { templates } = edge.signedIn;
  return {
    published: templates.published.handler(() => []),
    picture: templates.picture.handler(({ input }) => {
      throw notFound('template', input.templateVersion);
    }),
    export: templates.export.handler(({ input }) => {
      throw notFound('template', input.templateVersion);
    }),
    compare: templates.compare.handler(({ input }) => {
      throw notFound('template', input.before);
    }),
    comparePicture: templates.comparePicture.handler(({ input }) => {
      throw notFound('template', input.before);
    }),
    fonts: templates.fonts.handler(() => []),
    font: templates.font.handler(({ input }) => {
      throw notFound('template', input.sha256);
    }),
    drafts: templates.drafts.handler(() => []),
    edit: templates.edit.handler(({ input }) => {
      throw notFound('template', input.templateVersion);
    }),
    upload: templates.upload.handler(({ input }) => {
      throw notFound('stock', input.stockItemId);
    }),
    draft: templates.draft.handler(({ input }) => {
      throw notFound('draft', input.draftId);
    }),
    draftFile: templates.draftFile.handler(({ input }) => {
      throw notFound('draft', input.draftId);
    }),
    save: templates.save.handler(({ input }) => {
      throw notFound('draft', input.draftId);
    }),
    putFile: templates.putFile.handler(({ input }) => {
      throw notFound('draft', input.draftId);
    }),
    discard: templates.discard.handler(({ input }) => {
      throw notFound('draft', input.draftId);
    }),
    testPrint: templates.testPrint.handler(({ input }) => {
      throw notFound('draft', input.draftId);
    }),
    testPage: templates.testPage.handler(({ input }) => {
      throw notFound('draft', input.draftId);
    }),
    publish: templates.publish.handler(({ input }) => {
      throw notFound('draft', input.draftId);
    }),
  };
}
