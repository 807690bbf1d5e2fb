import { contentId } from './templatePackage.ts';
import type { TemplatePackage } from './templatePackage.ts';

/** One difference between two versions of a template. Values are JSON text; absent where there is none. */
export interface TemplateChange {
  /** Where: `fields.issuedName.size`, `page.widthMm`, `files.background.pdf`. */
  readonly at: string;
  readonly before?: string;
  readonly after?: string;
}

/**
 * What changed from one version of a template to another: settings by name, fields by their id (so that a new order is one
 * change, not many), files by their content.
 */
export function diffTemplates(before: TemplatePackage, after: TemplatePackage): readonly TemplateChange[] {
  const changes: TemplateChange[] = [];
  const { fields: fieldsBefore, ...settingsBefore } = before.template;
  const { fields: fieldsAfter, ...settingsAfter } = after.template;
  compare('', settingsBefore, settingsAfter, changes);
  compare('fields', byId(fieldsBefore), byId(fieldsAfter), changes);
  const order = (
    fields: readonly { readonly id: string }[],
    other: readonly { readonly id: string }[],
  ): string => fields.flatMap(({ id }) => (other.some((one) => one.id === id) ? [id] : [])).join(' ');
  const [orderBefore, orderAfter] = [order(fieldsBefore, fieldsAfter), order(fieldsAfter, fieldsBefore)];
  if (orderBefore !== orderAfter)
    changes.push({ at: 'fields (order)', before: orderBefore, after: orderAfter });
  compare('files', contents(before), contents(after), changes);
  return changes;
}

function byId<Field extends { readonly id: string }>(
  fields: readonly Field[],
): Readonly<Record<string, Field>> {
  return Object.fromEntries(fields.map((field) => [field.id, field]));
}

function contents(pkg: TemplatePackage): Readonly<Record<string, string>> {
  const others = [...pkg.files].filter(([path]) => path !== 'template.json');
  return Object.fromEntries(others.map(([path, data]) => [path, contentId(new Map([[path, data]]))]));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function compare(at: string, before: unknown, after: unknown, changes: TemplateChange[]): void {
  if (isRecord(before) && isRecord(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      compare(at === '' ? key : `${at}.${key}`, before[key], after[key], changes);
    }
    return;
  }
  const [left, right] = [textOf(before), textOf(after)];
  if (left === right) return;
  changes.push({
    at,
    ...(left === undefined ? {} : { before: left }),
    ...(right === undefined ? {} : { after: right }),
  });
}

function textOf(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}
