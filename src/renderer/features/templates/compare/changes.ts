/** Differences of two versions in words: where, which setting, before and after. */
import type { TFunction } from 'i18next';
import { asWords, fieldName } from '../model/fieldName.ts';

export interface TemplateChange {
  /** Place in the template, as `fields.issuedName.size`; values are JSON. */
  readonly at: string;
  readonly before: string | null;
  readonly after: string | null;
}

export interface ToldChange {
  readonly where: string;
  readonly setting: string;
  readonly before: string | null;
  readonly after: string | null;
}

const settings = [
  'x',
  'y',
  'width',
  'height',
  'text',
  'font',
  'size',
  'minSize',
  'colour',
  'align',
  'vertical',
  'letterSpacing',
  'lineHeight',
  'maxLines',
  'overflow',
  'required',
  'side',
  'label',
  'role',
  'dateFormat',
  'language',
  'name',
  'title',
  'fallbacks',
] as const;

function settingName(path: readonly string[], t: TFunction): string {
  const last = path.at(-1) ?? '';
  const known = settings.find((one) => one === last);
  return known === undefined ? asWords(path.join(' ')) : t(`templates.setting.${known}`);
}

/** A value of JSON as people write it; long ones are cut. */
function valueOf(json: string | null): string | null {
  if (json === null) return null;
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return json;
  }
  const text = typeof value === 'string' ? value : Array.isArray(value) ? value.join(', ') : json;
  return text.length > 160 ? `${text.slice(0, 159)}…` : text;
}

/** Says one difference. `fields` name the fields as the screen calls them, where they are still there. */
export function tellChange(
  { at, before, after }: TemplateChange,
  fields: readonly { readonly id: string; readonly label?: string | undefined }[],
  t: TFunction,
): ToldChange {
  if (at === 'fields (order)') {
    return {
      where: t('templates.changedOrder'),
      setting: '',
      before: valueOf(before),
      after: valueOf(after),
    };
  }
  const [kind, name = '', ...rest] = at.split('.');
  if (kind === 'files') {
    const file = [name, ...rest].join('.');
    const content = (value: string | null) => (value === null ? null : t('templates.another'));
    return {
      where: t('templates.changedFile', { name: file }),
      setting: '',
      before: before === null ? null : content(before),
      after: after === null ? null : content(after),
    };
  }
  if (kind === 'fields') {
    const called = fieldName(fields.find(({ id }) => id === name) ?? { id: name });
    if (rest.length === 0) {
      const word = before === null ? 'templates.addedField' : 'templates.removedField';
      return { where: t(word, { name: called }), setting: '', before: null, after: null };
    }
    return {
      where: t('templates.changedField', { name: called }),
      setting: settingName(rest, t),
      before: valueOf(before),
      after: valueOf(after),
    };
  }
  const isFont = kind === 'fonts' && name !== '';
  return {
    where: isFont ? t('templates.changedFont', { name: asWords(name) }) : t('templates.changedPage'),
    setting: isFont
      ? settingName(rest, t)
      : settingName(
          [kind ?? '', name, ...rest].filter((part) => part !== ''),
          t,
        ),
    before: isFont && rest.length === 0 ? null : valueOf(before),
    after: isFont && rest.length === 0 ? null : valueOf(after),
  };
}
