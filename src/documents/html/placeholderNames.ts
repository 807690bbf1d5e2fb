import type { Template } from '../template/format.ts';
import { placeholdersOf } from '../template/placeholders.ts';

/** The words that schools write in templates, and what the same value is called here. */
const SCHOOL_WORDS: Readonly<Record<string, string>> = {
  student_name: 'issuedName',
  learner_name: 'issuedName',
  program_title: 'courseTitle',
  course_title: 'courseTitle',
  serial_number: 'certificateNumber',
  serial: 'certificateNumber',
  qr: 'qrPayload',
  qr_code: 'qrPayload',
  verification_url: 'verifyUrl',
  signatory: 'signatoryName',
};

/** What every certificate must say: our key, the school's word, and what it is. */
const REQUIRED = [
  { key: 'issuedName', schoolWord: 'student_name', what: 'the learner’s name' },
  { key: 'courseTitle', schoolWord: 'program_title', what: 'the course' },
  { key: 'completionDate', schoolWord: 'completion_date', what: 'the completion date' },
  { key: 'certificateNumber', schoolWord: 'serial_number', what: 'the certificate number' },
] as const;

/** One of the placeholders that no certificate template may lack. */
export type RequiredPlaceholder = (typeof REQUIRED)[number];

/**
 * The key by which a value goes here, from either spelling: `student_name` and `issuedName` are `issuedName`; a word that
 * nobody knows is a custom field, and its snake case becomes camel case (`instructor_licence` is `instructorLicence`).
 */
export function placeholderKey(word: string): string {
  const known = Object.hasOwn(SCHOOL_WORDS, word) ? SCHOOL_WORDS[word] : undefined;
  return (
    known ??
    word.replaceAll(/_+([A-Za-z0-9]?)/gu, (_, letter: string, at: number) =>
      at === 0 ? letter : letter.toUpperCase(),
    )
  );
}

const WRITTEN = /\{\{\s*([a-z][A-Za-z0-9_]*)\s*(\|[^{}]*)?\}\}/gu;

/** A text with its placeholders by our keys; what is no placeholder of either spelling stays as it is. */
export function withOurKeys(text: string): string {
  return text.replaceAll(WRITTEN, (_, word: string, format = '') => `{{${placeholderKey(word)}${format}}}`);
}

/** The keys that a template's fields show, each once, in order. */
export function placeholdersShown(template: Pick<Template, 'fields'>): readonly string[] {
  const keys = template.fields.flatMap((field) => {
    if (field.kind === 'image') return [];
    const parts = placeholdersOf(field.text);
    return parts.ok ? parts.value.flatMap((part) => (part.kind === 'value' ? [part.key] : [])) : [];
  });
  return [...new Set(keys)];
}

/** What a certificate's template must show and does not; empty when it may be published. */
export function missingPlaceholders(template: Pick<Template, 'fields'>): readonly RequiredPlaceholder[] {
  const shown = placeholdersShown(template);
  return REQUIRED.filter(({ key }) => !shown.includes(key));
}

/** A missing placeholder in one English sentence, for answers of the API; screens translate by `key`. */
export function describeMissing({ key, schoolWord, what }: RequiredPlaceholder): string {
  return `It has no field for ${what}: {{${key}}} (or {{${schoolWord}}}) is missing.`;
}
