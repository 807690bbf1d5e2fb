/** Changes of a template's fields. Each returns a new template and leaves the old one as it was. */
import type { Template, TemplateField } from '../../../../documents/template/format.ts';
import { moved, onPage } from './geometry.ts';
import type { Box } from './geometry.ts';

export type FieldKind = TemplateField['kind'];

/** What is not the same for every kind of field can only be changed on a field of that kind. */
type Change<Kind extends FieldKind> = Partial<Omit<Extract<TemplateField, { kind: Kind }>, 'kind' | 'id'>>;

/** The field with these entries; those that are undefined are taken out. */
function merged<Field extends object>(field: Field, change: object): Field {
  const entries = Object.entries({ ...field, ...change }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Field;
}

/** Changes a field of a kind; nothing when there is none of that id and kind. */
export function changeField<Kind extends FieldKind>(
  template: Template,
  id: string,
  kind: Kind,
  change: { readonly [Name in keyof Change<Kind>]: Change<Kind>[Name] | undefined },
): Template {
  const fields = template.fields.map((field) =>
    field.id === id && field.kind === kind ? merged(field, change) : field,
  );
  return { ...template, fields };
}

/** Puts a field's box elsewhere. */
export function placeField(template: Template, id: string, box: Box): Template {
  const fields = template.fields.map((field) => (field.id === id ? { ...field, box } : field));
  return { ...template, fields };
}

/** An id that no field has: the wished one, or with a number after it. */
export function freshId(template: Template, wished: string): string {
  const base = wished.replace(/\d+$/u, '').slice(0, 36) || 'field';
  const taken = new Set(template.fields.map(({ id }) => id));
  if (!taken.has(wished)) return wished;
  for (let number = 2; ; number += 1) {
    const id = `${base}${number}`;
    if (!taken.has(id)) return id;
  }
}

/** May a field be called that? Letters and digits, beginning with a small letter, and no other field's. */
export function isFreeId(template: Template, id: string, own: string): boolean {
  return (
    /^[a-z][A-Za-z0-9]{0,39}$/u.test(id) && (id === own || template.fields.every((field) => field.id !== id))
  );
}

/** Calls a field otherwise. */
export function renameField(template: Template, id: string, name: string): Template {
  const fields = template.fields.map((field) => (field.id === id ? { ...field, id: name } : field));
  return { ...template, fields };
}

/** A new field in the middle of the page, last in reading order. Undefined where it needs something that is not there. */
export function addField(
  template: Template,
  kind: FieldKind,
  side: TemplateField['side'],
  words: string,
): { readonly template: Template; readonly id: string } | undefined {
  const { page } = template;
  const centred = (width: number, height: number): Box =>
    onPage({ x: (page.widthMm - width) / 2, y: (page.heightMm - height) / 2, width, height }, page);
  let field: TemplateField;
  switch (kind) {
    case 'text': {
      const font = template.fields.find((one) => one.kind === 'text')?.font ?? Object.keys(template.fonts)[0];
      if (font === undefined) return undefined;
      field = {
        id: freshId(template, 'text'),
        kind,
        side,
        required: true,
        box: centred(Math.min(120, page.widthMm * 0.6), 10),
        text: words,
        font,
        size: 16,
        minSize: 9,
        colour: '#000000',
        align: 'center',
        vertical: 'bottom',
        letterSpacing: 0,
        lineHeight: 1.2,
        maxLines: 1,
        overflow: 'shrink',
        role: 'paragraph',
      };
      break;
    }
    case 'qr':
      field = {
        id: freshId(template, 'qr'),
        kind,
        side,
        required: true,
        box: centred(28, 28),
        text: '{{qrPayload}}',
        errorLevel: 'M',
        quietModules: 4,
        colour: '#000000',
        backdrop: '#ffffff',
        printerDpi: 600,
        minModuleMm: 0.25,
      };
      break;
    case 'image':
      field = {
        id: freshId(template, 'signatureImage'),
        kind,
        side,
        required: false,
        box: centred(50, 16),
        source: { from: 'value', key: 'signature' },
        align: 'center',
        vertical: 'middle',
      };
  }
  return { template: { ...template, fields: [...template.fields, field] }, id: field.id };
}

/** The same field once more, a little lower, next in reading order. */
export function duplicateField(
  template: Template,
  id: string,
): { readonly template: Template; readonly id: string } | undefined {
  const index = template.fields.findIndex((field) => field.id === id);
  const field = template.fields[index];
  if (field === undefined) return undefined;
  const copy = { ...field, id: freshId(template, id), box: moved(field.box, 4, 4, template.page) };
  return { template: { ...template, fields: template.fields.toSpliced(index + 1, 0, copy) }, id: copy.id };
}

export function removeField(template: Template, id: string): Template {
  return { ...template, fields: template.fields.filter((field) => field.id !== id) };
}

/** Moves a field in reading order: what a screen reader says first, and what is drawn below. */
export function reorderField(template: Template, id: string, by: 1 | -1): Template {
  const from = template.fields.findIndex((field) => field.id === id);
  const to = from + by;
  const field = template.fields[from];
  if (field === undefined || to < 0 || to >= template.fields.length) return template;
  return { ...template, fields: template.fields.toSpliced(from, 1).toSpliced(to, 0, field) };
}
