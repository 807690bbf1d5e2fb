import { z } from 'zod';

/** Control characters, and those that make a text be read in another order than it stands in (Unicode TR36, section 2.5). */
const UNSEEN = /[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu;

/** The text without control characters and without direction overrides, trimmed. */
export function withoutUnseen(text: string): string {
  return text.replaceAll(UNSEEN, '').trim();
}

/** Text that is shown as it is: no control characters, and none that make it be read in another order than it stands. */
export const ShownText = z
  .string()
  .trim()
  .min(1)
  .refine((text) => withoutUnseen(text) === text, 'without control characters');

/** What a template is called. */
export const TemplateTitle = ShownText.max(120);
