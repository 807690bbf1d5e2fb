import type { CompiledTemplate } from './compiledTemplate.ts';
import { drawField } from './drawField.ts';
import type { Finding } from './findings.ts';
import type { FieldValues } from './template/fieldValues.ts';

/**
 * What would forbid printing these values on this template, without writing a page: missing values and glyphs, refused
 * characters, text that does not fit, a QR code that is too dense. Empty when the page can be rendered.
 */
export function checkFit(compiled: CompiledTemplate, values: FieldValues): readonly Finding[] {
  return compiled.fields.flatMap((field) => drawField(compiled, field, values).findings);
}
