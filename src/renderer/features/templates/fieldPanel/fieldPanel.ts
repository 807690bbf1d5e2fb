import type { Template, TemplateField } from '../../../../documents/template/format.ts';

/** What every part of a field's settings is given. */
export interface FieldSettingsProps<Field extends TemplateField = TemplateField> {
  readonly template: Template;
  readonly field: Field;
  /** Changes the template; changes of one `step` in a row are undone together. */
  readonly onChange: (change: (template: Template) => Template, step: string) => void;
}
