import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import { templateSchema } from './format.ts';
import type { Template } from './format.ts';
import { placeholdersOf } from './placeholders.ts';

/** A template as published: what `template.json` says, and the files beside it. Immutable, named by its content. */
export interface TemplatePackage {
  /** SHA-256 in hexadecimal over all paths and contents; the template version that a certificate records. */
  readonly id: string;
  readonly template: Template;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** One thing that is wrong with a template, in words for the person who made it. */
export interface TemplateFault {
  readonly kind:
    | 'badBackground'
    | 'badFont'
    | 'badImage'
    | 'badJson'
    | 'doubleField'
    | 'fileMissing'
    | 'fieldOutsidePage'
    | 'fontMissing'
    | 'fontNotDeclared'
    | 'tooLarge'
    | 'unreadable'
    | 'unknownFile';
  /** Where: a field's id, a font's name, a file, or a place in `template.json`. */
  readonly at: string;
  readonly message: string;
}

/** Most bytes of one file of a package, and of all of them. A CJK font of its own is 10 MB. */
export const MAX_FILE_BYTES = 24 * 1024 * 1024;
export const MAX_PACKAGE_BYTES = 96 * 1024 * 1024;
/** Most bytes of a background page. */
const MAX_BACKGROUND_BYTES = 10 * 1024 * 1024;
const MAX_JSON_BYTES = 1024 * 1024;
const MAX_FILES = 200;

/**
 * Checks a package whole and names it by its content. Says everything that is wrong at once, so that a template is
 * mended in one go. What only shows when fonts and pages are opened is found by `compileTemplate`.
 *
 * @param files path to content; `template.json` at the root.
 */
export function openTemplatePackage(
  files: ReadonlyMap<string, Uint8Array>,
): Result<TemplatePackage, readonly TemplateFault[]> {
  const tooLarge = sizeFaults(files);
  if (tooLarge.length > 0) return err(tooLarge);
  const json = files.get('template.json');
  if (json === undefined) {
    return err([{ kind: 'fileMissing', at: 'template.json', message: 'The package has no template.json.' }]);
  }
  const parsed = parseTemplate(json);
  if (!parsed.ok) return parsed;
  const template = parsed.value;
  const faults = templateFaults(template, files);
  if (faults.length > 0) return err(faults);
  return ok({ id: contentId(files), template, files: new Map(files) });
}

/** What is wrong with a template as it stands beside its files, as far as it shows without opening them. */
export function templateFaults(
  template: Template,
  files: ReadonlyMap<string, Uint8Array>,
): readonly TemplateFault[] {
  return [...fileFaults(template, files), ...fieldFaults(template)];
}

function sizeFaults(files: ReadonlyMap<string, Uint8Array>): TemplateFault[] {
  const faults: TemplateFault[] = [];
  let total = 0;
  if (files.size > MAX_FILES) {
    faults.push({
      kind: 'tooLarge',
      at: 'package',
      message: `It has ${files.size} files; ${MAX_FILES} are allowed.`,
    });
  }
  for (const [path, data] of files) {
    total += data.length;
    const most =
      path === 'template.json'
        ? MAX_JSON_BYTES
        : path.endsWith('.pdf')
          ? MAX_BACKGROUND_BYTES
          : MAX_FILE_BYTES;
    if (data.length > most) {
      faults.push({
        kind: 'tooLarge',
        at: path,
        message: `${path} has ${data.length} bytes; that is too many.`,
      });
    }
  }
  if (total > MAX_PACKAGE_BYTES) {
    faults.push({
      kind: 'tooLarge',
      at: 'package',
      message: `All files together have ${total} bytes; that is too many.`,
    });
  }
  return faults;
}

function parseTemplate(json: Uint8Array): Result<Template, readonly TemplateFault[]> {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json));
  } catch (cause) {
    const message = `template.json is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`;
    return err([{ kind: 'badJson', at: 'template.json', message }]);
  }
  const parsed = templateSchema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  return err(
    parsed.error.issues.slice(0, 50).map((issue) => {
      const at = issue.path.map(String).join('.') || 'template.json';
      return { kind: 'badJson', at, message: `${at}: ${issue.message.replace(/^Invalid input: /u, '')}.` };
    }),
  );
}

function fileFaults(template: Template, files: ReadonlyMap<string, Uint8Array>): TemplateFault[] {
  const faults: TemplateFault[] = [];
  const named = new Set(['template.json']);
  const want = (path: string | undefined, by: string): void => {
    if (path === undefined) return;
    named.add(path);
    if (!files.has(path)) {
      faults.push({
        kind: 'fileMissing',
        at: by,
        message: `${by} names ${path}, which the package does not have.`,
      });
    }
  };
  want(template.background.front, 'background.front');
  want(template.background.back, 'background.back');
  want(template.preview, 'preview');
  for (const [name, font] of Object.entries(template.fonts)) want(font.file, `fonts.${name}`);
  for (const field of template.fields) {
    if (field.kind === 'image' && field.source.from === 'package') want(field.source.file, field.id);
  }
  for (const path of files.keys()) {
    if (!named.has(path)) {
      faults.push({ kind: 'unknownFile', at: path, message: `Nothing in template.json names ${path}.` });
    }
  }
  return faults;
}

function fieldFaults(template: Template): TemplateFault[] {
  const faults: TemplateFault[] = [];
  const seen = new Set<string>();
  const fontKnown = (name: string, by: string): void => {
    if (template.fonts[name] === undefined) {
      faults.push({
        kind: 'fontNotDeclared',
        at: by,
        message: `${by} uses the font ${name}, which is not declared.`,
      });
    }
  };
  for (const name of template.fallbacks) fontKnown(name, 'fallbacks');
  const { page, safeZoneMm: safe } = template;
  for (const field of template.fields) {
    if (seen.has(field.id)) {
      faults.push({ kind: 'doubleField', at: field.id, message: `Two fields are called ${field.id}.` });
    }
    seen.add(field.id);
    if (field.kind === 'text') {
      fontKnown(field.font, field.id);
      if (field.minSize !== undefined && field.minSize > field.size) {
        faults.push({
          kind: 'badJson',
          at: field.id,
          message: `${field.id} has a smallest size above its size.`,
        });
      }
    }
    if (field.kind !== 'image') {
      const bad = placeholdersOf(field.text);
      if (!bad.ok) faults.push({ kind: 'badJson', at: field.id, message: bad.error });
    }
    if (field.side === 'back' && template.background.back === undefined) {
      faults.push({
        kind: 'fileMissing',
        at: field.id,
        message: `${field.id} is on the back, which has no page.`,
      });
    }
    const { x, y, width, height } = field.box;
    const outside =
      x < safe.left ||
      y < safe.top ||
      x + width > page.widthMm - safe.right + 0.001 ||
      y + height > page.heightMm - safe.bottom + 0.001;
    if (outside) {
      faults.push({
        kind: 'fieldOutsidePage',
        at: field.id,
        message: `${field.id} leaves the safe zone of the page.`,
      });
    }
  }
  return faults;
}

/** SHA-256 over the sorted listing `hash  path\n` of all files: the same content has the same name everywhere. */
export function contentId(files: ReadonlyMap<string, Uint8Array>): string {
  const lines = [...files.keys()]
    .toSorted((left, right) => (left < right ? -1 : 1))
    .map((path) => `${bytesToHex(sha256(files.get(path) ?? new Uint8Array()))}  ${path}\n`);
  return bytesToHex(sha256(new TextEncoder().encode(lines.join(''))));
}
