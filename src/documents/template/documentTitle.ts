import type { Template } from './format.ts';
import { fillText, placeholdersOf } from './placeholders.ts';

/** The title in a file's properties, from the template's pattern and a page's values. */
export function documentTitle(template: Template, values: Readonly<Record<string, string>>): string {
  const parts = placeholdersOf(template.title);
  const text = parts.ok
    ? fillText(parts.value, values, template.language, template.dateFormat).text
    : template.title;
  return text.replaceAll(/\p{Cc}|\p{Cs}/gu, '');
}
