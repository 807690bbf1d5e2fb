/** What the live preview finds, in words, by the field that it is about. */
import type { TFunction } from 'i18next';
import type { Finding } from '../../../../documents/findings.ts';
import { lackingKeys } from '../../../../documents/preview/editedTemplate.ts';
import type { Template } from '../../../../documents/template/format.ts';
import { fieldName } from './fieldName.ts';
import { keyName } from './keys.ts';

export interface Remark {
  /** Id of the field; null where it is about the whole. */
  readonly field: string | null;
  /** `bad`: cannot be published or printed so; `attention`: not with these values. */
  readonly meaning: 'bad' | 'attention';
  readonly words: string;
  /** Said at another field already. */
  readonly again: boolean;
}

/** A fault as the preview or the station tells it. */
export interface ToldFault {
  readonly kind: string;
  readonly at: string;
  readonly message: string;
}

const figure = (value: number) => String(Math.round(value * 100) / 100);

function wordsOf(finding: Finding, template: Template, t: TFunction): string {
  const nameOf = (id: string): string => {
    const field = template.fields.find((one) => one.id === id);
    return field === undefined ? id : fieldName(field);
  };
  switch (finding.kind) {
    case 'missingGlyph':
      return t('templates.finding.missingGlyph', finding);
    case 'refusedCharacter':
      return t('templates.finding.refusedCharacter', {
        codePoint: finding.codePoint,
        reason: t(`templates.refusal.${finding.reason}`),
      });
    case 'tooLong':
      return finding.fittingSize === 0
        ? t('templates.finding.tooLongEver')
        : t('templates.finding.tooLong', {
            minSize: figure(finding.minSize),
            size: figure(Math.floor(finding.fittingSize * 10) / 10),
          });
    case 'empty':
      return t('templates.finding.empty');
    case 'missingValue':
      return t('templates.finding.missingValue', { key: keyName(finding.key, t) });
    case 'leftoverPlaceholder':
      return t('templates.finding.leftoverPlaceholder');
    case 'qrTooLong':
      return t('templates.finding.qrTooLong');
    case 'qrTooSmall':
      return t('templates.finding.qrTooSmall', {
        module: figure(finding.moduleMm),
        needed: figure(finding.minModuleMm),
      });
    case 'badImage':
      return t('templates.finding.badImage', finding);
    case 'overlap':
      return t('templates.finding.overlap', { other: nameOf(finding.other) });
    case 'outsideMargin':
      return t('templates.finding.outsideMargin');
    default:
      return t('templates.finding.other', { message: finding.kind });
  }
}

const known = [
  'fieldOutsidePage',
  'doubleField',
  'fontNotDeclared',
  'fileMissing',
  'badBackground',
  'badFont',
  'fontMissing',
  'badImage',
] as const;

/** A fault in words; one of a kind that has none here says its own. */
export function faultWords({ kind, at, message }: ToldFault, t: TFunction): string {
  if (kind === 'missingPlaceholder') return t('templates.fault.missingPlaceholder', { key: keyName(at, t) });
  const own = known.find((one) => one === kind);
  return own === undefined ? message : t(`templates.fault.${own}`, { message });
}

/** Everything that the preview says, faults first. An overlap is said at both fields. */
export function remarksOf(
  page: { readonly findings: readonly Finding[]; readonly faults: readonly ToldFault[] },
  template: Template,
  t: TFunction,
): readonly Remark[] {
  const ids = new Set(template.fields.map(({ id }) => id));
  const lacking = lackingKeys(template).map((key) => ({ kind: 'missingPlaceholder', at: key, message: key }));
  // Files that nothing names are left behind when the template is published.
  const told = [...page.faults.filter(({ kind }) => kind !== 'unknownFile'), ...lacking];
  const faults = told.map((fault): Remark => ({
    field: fault.kind !== 'missingPlaceholder' && ids.has(fault.at) ? fault.at : null,
    meaning: 'bad',
    words: faultWords(fault, t),
    again: false,
  }));
  const findings = page.findings.flatMap((finding): readonly Remark[] => {
    const field = 'field' in finding ? finding.field : null;
    const remark: Remark = {
      field,
      meaning: 'attention',
      words: wordsOf(finding, template, t),
      again: false,
    };
    if (finding.kind !== 'overlap') return [remark];
    const other = { ...finding, field: finding.other, other: finding.field };
    return [
      remark,
      { field: finding.other, meaning: 'attention', words: wordsOf(other, template, t), again: true },
    ];
  });
  return [...faults, ...findings];
}

/** How many things there are to look at: one that is said at two fields is one. */
export function thingsOf(remarks: readonly Remark[]): number {
  return remarks.filter(({ again }) => !again).length;
}
