import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { Box, TemplateField } from './format.ts';
import type { TemplatePackage } from './templatePackage.ts';

/** What became of one field. A field that moved and changed otherwise is told once, as `changed`. */
export interface FieldChange {
  readonly id: string;
  readonly kind: 'added' | 'changed' | 'moved' | 'removed';
  /** How far its edges went at most, in millimetres; 0 where nothing moved. */
  readonly farthestMm: number;
  /** What else is different, by the names of `template.json`: `size`, `colour`, `text` ... */
  readonly properties: readonly PropertyChange[];
  readonly before?: Box;
  readonly after?: Box;
}

/** A property with its two values as they stand in `template.json`; undefined where there was none. */
export interface PropertyChange {
  readonly name: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** What two versions of a template differ by. */
export interface TemplateDiff {
  /** In the order of the newer version, removed ones last. */
  readonly fields: readonly FieldChange[];
  /** Whether the order of the fields that both have is another: later ones are printed over earlier ones. */
  readonly reordered: boolean;
  readonly backgroundChanged: { readonly front: boolean; readonly back: boolean };
  /** Everything else of `template.json`: `name`, `page`, `language`, `fonts` ... */
  readonly properties: readonly PropertyChange[];
}

/** Compares two versions of a template, for the person who publishes the newer one. Equal content gives an empty diff. */
export function diffTemplates(older: TemplatePackage, newer: TemplatePackage): TemplateDiff {
  const before = new Map(older.template.fields.map((field) => [field.id, field]));
  const after = new Map(newer.template.fields.map((field) => [field.id, field]));
  const fields: FieldChange[] = [];
  for (const [id, field] of after) {
    const was = before.get(id);
    if (was === undefined)
      fields.push({ id, kind: 'added', farthestMm: 0, properties: [], after: field.box });
    else {
      const change = changeOf(was, field);
      if (change !== undefined) fields.push(change);
    }
  }
  for (const [id, field] of before) {
    if (!after.has(id))
      fields.push({ id, kind: 'removed', farthestMm: 0, properties: [], before: field.box });
  }
  const common = (
    from: ReadonlyMap<string, TemplateField>,
    other: ReadonlyMap<string, TemplateField>,
  ): string => [...from.keys()].filter((id) => other.has(id)).join(' ');
  const { fields: _older, background: _front, ...oldRest } = older.template;
  const { fields: _newer, background: _back, ...newRest } = newer.template;
  return {
    fields,
    reordered: common(before, after) !== common(after, before),
    backgroundChanged: {
      front:
        hashOf(older, older.template.background.front) !== hashOf(newer, newer.template.background.front),
      back: hashOf(older, older.template.background.back) !== hashOf(newer, newer.template.background.back),
    },
    properties: propertyChanges(oldRest, newRest),
  };
}

function changeOf(was: TemplateField, is: TemplateField): FieldChange | undefined {
  const { box: before, id: _before, ...oldRest } = was;
  const { box: after, id, ...newRest } = is;
  const farthestMm = Math.max(
    Math.abs(after.x - before.x),
    Math.abs(after.y - before.y),
    Math.abs(after.x + after.width - before.x - before.width),
    Math.abs(after.y + after.height - before.y - before.height),
  );
  const properties = propertyChanges(oldRest, newRest);
  if (properties.length > 0) return { id, kind: 'changed', farthestMm, properties, before, after };
  return farthestMm > 0 ? { id, kind: 'moved', farthestMm, properties, before, after } : undefined;
}

function propertyChanges(older: object, newer: object): readonly PropertyChange[] {
  const [before, after] = [new Map(Object.entries(older)), new Map(Object.entries(newer))];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((name) => {
    const [was, is]: [unknown, unknown] = [before.get(name), after.get(name)];
    return plain(was) === plain(is) ? [] : [{ name, before: was, after: is }];
  });
}

/** A value as text in which the order of keys does not matter. */
function plain(value: unknown): string {
  return (
    JSON.stringify(value, (_, part: unknown) =>
      typeof part === 'object' && part !== null && !Array.isArray(part)
        ? Object.fromEntries(Object.entries(part).toSorted(([left], [right]) => (left < right ? -1 : 1)))
        : part,
    ) ?? ''
  );
}

function hashOf(pkg: TemplatePackage, path: string | undefined): string {
  const data = path === undefined ? undefined : pkg.files.get(path);
  return data === undefined ? '' : bytesToHex(sha256(data));
}
