/** What the station did not take, kept in the browser until it does: a session that ends takes no edit with it. */
import { z } from 'zod';
import { parseTemplateJson } from '../../../../documents/preview/editedTemplate.ts';
import type { Template } from '../../../../documents/template/format.ts';

/** Everything of a draft that is edited and undone together. */
export interface DraftContent {
  readonly title: string;
  readonly stockItemId: string;
  readonly template: Template;
}

const Kept = z.object({
  revision: z.int(),
  title: z.string(),
  stockItemId: z.string(),
  templateJson: z.string(),
});

type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const keyOf = (draftId: string) => `station.unsaved.${draftId}`;

/** Keeps what was edited on a revision and could not be saved. */
export function keepUnsaved(shelf: Shelf, draftId: string, revision: number, content: DraftContent): void {
  const { title, stockItemId, template } = content;
  const kept = { revision, title, stockItemId, templateJson: JSON.stringify(template) };
  shelf.setItem(keyOf(draftId), JSON.stringify(kept));
}

/** Nothing is unsaved any more. */
export function forgetUnsaved(shelf: Shelf, draftId: string): void {
  shelf.removeItem(keyOf(draftId));
}

/** What was kept of this very revision; undefined when there is nothing, or someone saved another since. */
export function unsavedOf(shelf: Shelf, draftId: string, revision: number): DraftContent | undefined {
  const text = shelf.getItem(keyOf(draftId));
  if (text === null) return undefined;
  let stored: unknown;
  try {
    stored = JSON.parse(text);
  } catch {
    return undefined;
  }
  const kept = Kept.safeParse(stored);
  if (!kept.success || kept.data.revision !== revision) return undefined;
  const template = parseTemplateJson(kept.data.templateJson);
  const { title, stockItemId } = kept.data;
  return template.ok ? { title, stockItemId, template: template.value } : undefined;
}
