/** Keys of the values that a template may show. */
import type { TFunction } from 'i18next';
import { keysOf } from '../../../../documents/preview/editedTemplate.ts';
import type { Template } from '../../../../documents/template/format.ts';
import { specimenTexts, SPECIMENS } from '../../../../domain/certificates/specimens.ts';
import { asWords } from './fieldName.ts';

/** What every certificate has. */
export const commonKeys = [
  'issuedName',
  'courseTitle',
  'completionDate',
  'issueDate',
  'certificateNumber',
  'verificationCode',
  'controlNumber',
  'jurisdiction',
  'verifyUrl',
  'qrPayload',
] as const;

/** A key in words; one that a school made up is told by its own name. */
export function keyName(key: string, t: TFunction): string {
  const common = commonKeys.find((one) => one === key);
  return common === undefined ? asWords(key) : t(`templates.key.${common}`);
}

/** Keys that the template shows, each once, in reading order. */
export function keysIn(template: Template): readonly string[] {
  const keys = template.fields.flatMap((field) => (field.kind === 'image' ? [] : (keysOf(field.text) ?? [])));
  return [...new Set(keys)];
}

/** Keys whose texts a person may try: those that the template shows and does not bring itself. */
export function keysToTry(template: Template): readonly string[] {
  return keysIn(template).filter((key) => !Object.hasOwn(template.values ?? {}, key));
}

/** What a page is tried with at first. Values that a school made up stand there under their own names. */
export function firstTexts(template: Template): Readonly<Record<string, string>> {
  const own = Object.fromEntries(keysIn(template).map((key) => [key, asWords(key)]));
  return { ...own, ...specimenTexts(SPECIMENS[0]) };
}
