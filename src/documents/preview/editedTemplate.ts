import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import { missingPlaceholders } from '../html/placeholderNames.ts';
import { templateSchema } from '../template/format.ts';
import type { Template } from '../template/format.ts';
import { placeholdersOf } from '../template/placeholders.ts';

/** Reads `template.json`. The error says all that is wrong, each with its place. */
export function parseTemplateJson(
  text: string,
): Result<Template, readonly { readonly at: string; readonly message: string }[]> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    return err([{ at: 'template.json', message: cause instanceof Error ? cause.message : String(cause) }]);
  }
  const parsed = templateSchema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  return err(
    parsed.error.issues.map(({ path, message }) => ({
      at: path.map(String).join('.') || 'template.json',
      message,
    })),
  );
}

/** Keys that every certificate must show and this template does not. */
export function lackingKeys(template: Template): readonly string[] {
  return template.kind === 'certificate' ? missingPlaceholders(template).map(({ key }) => key) : [];
}

/** Keys of the values that a text shows, in order; undefined when a placeholder in it is not closed or misspelt. */
export function keysOf(text: string): readonly string[] | undefined {
  const parts = placeholdersOf(text);
  return parts.ok ? parts.value.flatMap((part) => (part.kind === 'value' ? [part.key] : [])) : undefined;
}
