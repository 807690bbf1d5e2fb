import { createHash } from 'node:crypto';
import type { CompiledTemplate, FontLibrary } from '../../../documents/compiledTemplate.ts';
import {
  compileFrom,
  declaredFont,
  openBackground,
  openFont,
  releaseTemplate,
} from '../../../documents/compileTemplate.ts';
import { describeMissing, missingPlaceholders } from '../../../documents/html/placeholderNames.ts';
import { hostilities } from '../../../documents/pdf/hostilePdf.ts';
import { parseTemplateJson } from '../../../documents/preview/editedTemplate.ts';
import type { TemplateFont } from '../../../documents/template/format.ts';
import { openTemplatePackage } from '../../../documents/template/templatePackage.ts';
import type { TemplatePackage } from '../../../documents/template/templatePackage.ts';
import { unpackTemplate } from '../../../documents/template/transfer.ts';
import type { TextEngine } from '../../../documents/text/engine.ts';
import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import type { DesignFault, KeptTemplate } from '../designingProtocol.ts';

export type Files = ReadonlyMap<string, Uint8Array>;

/** A template that is open: everything that a page needs. */
export interface OpenTemplate {
  readonly package: TemplatePackage;
  readonly compiled: CompiledTemplate;
}

/** Templates that stay open between tasks: a person looks at one, or compares two. */
const KEPT_OPEN = 3;
/** Fonts and backgrounds that stay open: a draft is opened anew after each save, and has them still. */
const FONTS_KEPT = 30;
const BACKGROUNDS_KEPT = 6;

/** All files of a template, `template.json` among them. */
export function filesOf({ templateJson, package: zip }: KeptTemplate): Result<Files, readonly DesignFault[]> {
  const unpacked = zip.length === 0 ? ok(new Map<string, Uint8Array>()) : unpackTemplate(zip);
  if (!unpacked.ok || templateJson === null) return unpacked;
  return ok(new Map(unpacked.value).set('template.json', new TextEncoder().encode(templateJson)));
}

/** The package of these files, without those that its `template.json` does not name: a draft may have some lying about. */
export function packageOf(files: Files): Result<TemplatePackage, readonly DesignFault[]> {
  const opened = openTemplatePackage(files);
  if (opened.ok) return opened;
  const strays = new Set(opened.error.filter(({ kind }) => kind === 'unknownFile').map(({ at }) => at));
  if (strays.size === 0) return opened;
  return openTemplatePackage(new Map([...files].filter(([path]) => !strays.has(path))));
}

/** A template as far as `template.json` can be read, to compare it; it need not be sound. */
export function readAsFarAsPossible(kept: KeptTemplate): Result<TemplatePackage, readonly DesignFault[]> {
  const files = filesOf(kept);
  if (!files.ok) return files;
  const template = parseTemplateJson(new TextDecoder().decode(files.value.get('template.json')));
  if (!template.ok) return err(template.error.map((fault) => ({ kind: 'badJson', ...fault })));
  return ok({ id: kept.name, template: template.value, files: files.value });
}

function isPdf(data: Uint8Array): boolean {
  return new TextDecoder('latin1').decode(data.subarray(0, 1024)).includes('%PDF-');
}

/** Opens templates for one task after the other, and keeps the last ones open. */
export class OpenTemplates {
  readonly #fonts: FontLibrary;
  readonly #engine: TextEngine;
  readonly #open = new Map<string, OpenTemplate>();
  /** By the SHA-256 of their files. */
  readonly #openFonts = new Map<string, OpenedFont>();
  readonly #backgrounds = new Map<string, OpenedBackground>();
  readonly #looked = new Map<string, readonly string[]>();

  constructor(fonts: FontLibrary, engine: TextEngine) {
    this.#fonts = fonts;
    this.#engine = engine;
  }

  /** Opens a template, or says everything that keeps it from being opened. */
  async open(kept: KeptTemplate): Promise<Result<OpenTemplate, readonly DesignFault[]>> {
    const known = this.#open.get(kept.name);
    if (known !== undefined) return ok(known);
    const files = filesOf(kept);
    const opened = files.ok ? await this.openFiles(files.value) : files;
    if (opened.ok) this.#keep(kept.name, opened.value);
    return opened;
  }

  /** As {@link open}, for files that nobody asks for again. */
  async openFiles(files: Files): Promise<Result<OpenTemplate, readonly DesignFault[]>> {
    const hostile = [...files].flatMap(([path, data]) => this.harmIn(path, data));
    if (hostile.length > 0) return err(hostile);
    const pkg = packageOf(files);
    if (!pkg.ok) return pkg;
    const { template } = pkg.value;
    const compiled = await compileFrom(pkg.value, this.#engine, {
      font: (name, index) => this.#font(declaredFont(template, name), `fonts.${name}`, index, files),
      background: (path) => this.#background(path, files.get(path) ?? new Uint8Array()),
    });
    return compiled.ok ? ok({ package: pkg.value, compiled: compiled.value }) : compiled;
  }

  /**
   * What central would not take a file for either: harm in a PDF, whatever it is called, and what is called one and is none.
   * A file that is known is not looked through again.
   */
  harmIn(path: string, data: Uint8Array): readonly DesignFault[] {
    if (!/\.pdf$/iu.test(path) && !isPdf(data)) return [];
    const key = sha256(data);
    const known = this.#looked.get(key) ?? hostilities(data);
    remember(this.#looked, key, known, BACKGROUNDS_KEPT);
    return known.map((message) => ({ kind: 'badBackground', at: path, message }));
  }

  async #font(declared: TemplateFont, at: string, index: number, files: Files): Promise<Awaited<OpenedFont>> {
    const own = declared.file === undefined ? undefined : files.get(declared.file);
    const key = `${own === undefined ? '' : sha256(own)} ${declared.sha256}`;
    let opening = this.#openFonts.get(key);
    if (opening === undefined) {
      const data =
        declared.file === undefined ? await this.#fonts.read(declared.sha256) : (own ?? new Uint8Array());
      opening = openFont(declared, data, at, index, this.#engine);
      remember(this.#openFonts, key, opening, FONTS_KEPT);
    }
    const opened = await opening;
    if (!opened.ok) return err({ ...opened.error, at });
    const { file, font } = opened.value;
    return ok({
      resource: `F${index}`,
      scale: declared.scale,
      ...(declared.language === undefined ? {} : { language: declared.language }),
      file,
      cut: (glyphs) => opened.value.cut(glyphs),
      font,
      get textOf() {
        return opened.value.textOf;
      },
    });
  }

  async #background(path: string, data: Uint8Array): Promise<Awaited<OpenedBackground>> {
    const key = sha256(data);
    let opening = this.#backgrounds.get(key);
    if (opening === undefined) {
      opening = openBackground(path, data);
      remember(this.#backgrounds, key, opening, BACKGROUNDS_KEPT);
    }
    const opened = await opening;
    return opened.ok ? opened : err({ ...opened.error, at: path });
  }

  #keep(name: string, template: OpenTemplate): void {
    this.#open.set(name, template);
    for (const [oldest, { compiled }] of this.#open) {
      if (this.#open.size <= KEPT_OPEN) break;
      releaseTemplate(compiled);
      this.#open.delete(oldest);
    }
  }
}

type OpenedFont = ReturnType<typeof openFont>;
type OpenedBackground = ReturnType<typeof openBackground>;

function sha256(data: Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/** Keeps a value; the oldest goes when there are too many. */
function remember<Value>(kept: Map<string, Value>, key: string, value: Value, most: number): void {
  kept.set(key, value);
  const [oldest] = kept.keys();
  if (kept.size > most && oldest !== undefined) kept.delete(oldest);
}

/** What an open template still lacks to be published. */
export function lacking({ template }: TemplatePackage): readonly DesignFault[] {
  if (template.kind !== 'certificate') return [];
  return missingPlaceholders(template).map((missing) => ({
    kind: 'missingPlaceholder',
    at: missing.key,
    message: describeMissing(missing),
  }));
}
