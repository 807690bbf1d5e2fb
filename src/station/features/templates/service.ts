/** Templates at this station: what is published, drafts of what will be, and how the one becomes the other. */
import type { StationContext } from '../../context.ts';
import type { Designing } from '../../documents/designing.ts';
import { createDrafts } from './drafts.ts';
import type { Drafts, FileNotPut, NotEdited, NotSaved, NotUploaded } from './drafts.ts';
import { createLibrary } from './library.ts';
import type { Library } from './library.ts';
import { createPublishing } from './publishing.ts';
import type { DraftNotPublished, NotPrinted, Publishing, PublishingParts } from './publishing.ts';

/** Every reason why something was not done. */
export type TemplateRefusal =
  | NotEdited
  | NotUploaded
  | NotSaved
  | FileNotPut
  | NotPrinted
  | DraftNotPublished;

/** What can be done with templates. */
export interface Templates {
  readonly library: Library;
  readonly drafts: Drafts;
  readonly publishing: Publishing;
}

/** Makes the templates of a station; `designing` opens and draws them. */
export function createTemplates(
  ctx: StationContext,
  designing: Designing,
  parts: PublishingParts,
): Templates {
  return {
    library: createLibrary(ctx, designing),
    drafts: createDrafts(ctx, designing),
    publishing: createPublishing(ctx, designing, parts),
  };
}
