import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { CompiledTemplate, FontLibrary } from '../compiledTemplate.ts';
import { compileFrom, declaredFont, openBackground, openFont } from '../compileTemplate.ts';
import type { Finding } from '../findings.ts';
import type { Background } from '../pdf/background.ts';
import type { EmbeddableFont } from '../pdf/fontObjects.ts';
import { checkSheet } from '../preflight/checkSheet.ts';
import { loadRasteriser } from '../preflight/rasteriser.ts';
import type { Picture, Rasteriser } from '../preflight/rasteriser.ts';
import type { FieldValues } from '../template/fieldValues.ts';
import type { Template, TemplateFont } from '../template/format.ts';
import { templateFaults } from '../template/templatePackage.ts';
import type { TemplateFault } from '../template/templatePackage.ts';
import { loadTextEngine } from '../text/engine.ts';
import type { TextEngine, TextEngineBinaries } from '../text/engine.ts';
import { LivePreview } from './livePreview.ts';
import type { Ground, Preview } from './livePreview.ts';

/**
 * A template while it is edited. What has not changed is the same object from one showing to the next: a file, and the whole
 * when only values are other ones.
 */
export interface EditedTemplate {
  readonly template: Template;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** How an edited template looks, as far as it can be drawn, and what is wrong with it. */
export interface DraftPage extends Omit<Preview, 'picture'> {
  /** Absent when fonts or background cannot be opened. */
  readonly picture: Picture | undefined;
  readonly faults: readonly TemplateFault[];
}

/** Thrown while a page is drawn that needs a font which is not open yet. */
class FontWanted extends Error {
  readonly declared: TemplateFont;

  constructor(declared: TemplateFont) {
    super(`The font ${declared.name} is wanted.`);
    this.name = 'FontWanted';
    this.declared = declared;
  }
}

/**
 * A live preview of a template that is edited: the real page by the real renderer after every change of a field, of a
 * setting, or of a value. Fonts are fetched when a text first needs them, backgrounds are opened once; both stay, so that
 * a change costs the fields alone.
 */
export class DraftPreview {
  readonly #engine: TextEngine;
  readonly #rasteriser: Rasteriser;
  readonly #library: FontLibrary;
  readonly #fonts = new Map<string, EmbeddableFont>();
  readonly #backgrounds = new WeakMap<Uint8Array, Result<Background, TemplateFault>>();
  #last:
    | { readonly edited: EditedTemplate; readonly faults: number; readonly compiled: CompiledTemplate }
    | undefined;
  #ground: (Ground & { readonly of: string; readonly file: Uint8Array | undefined }) | undefined;

  constructor(engine: TextEngine, rasteriser: Rasteriser, library: FontLibrary) {
    this.#engine = engine;
    this.#rasteriser = rasteriser;
    this.#library = library;
  }

  /** The page with these values. Fields that cannot be drawn are left out and named in faults or findings. */
  async show(edited: EditedTemplate, values: FieldValues, dpi: number, back = false): Promise<DraftPage> {
    const faults = templateFaults(edited.template, edited.files);
    const page = await this.#withFonts(edited, () => this.#drawn(edited, faults, values, dpi, back));
    return page.ok ? page.value : { picture: undefined, findings: [], faults: [...faults, page.error] };
  }

  /** What would have to be put right with these values, without drawing the page; undefined when it cannot be told. */
  async findings(edited: EditedTemplate, values: FieldValues): Promise<readonly Finding[] | undefined> {
    const faults = templateFaults(edited.template, edited.files);
    const found = await this.#withFonts(edited, async () => {
      const compiled = await this.#compiled(edited, faults);
      return compiled.ok ? checkSheet(compiled.value, values, undefined) : undefined;
    });
    return found.ok ? found.value : undefined;
  }

  /** Does something, opening the fonts that it turns out to need. */
  async #withFonts<Done>(
    { files }: EditedTemplate,
    work: () => Promise<Done>,
  ): Promise<Result<Done, TemplateFault>> {
    for (;;) {
      try {
        return ok(await work());
      } catch (cause) {
        if (!(cause instanceof FontWanted)) throw cause;
        const fault = await this.#open(cause.declared, files);
        if (fault !== undefined) return err(fault);
      }
    }
  }

  async #drawn(
    edited: EditedTemplate,
    known: readonly TemplateFault[],
    values: FieldValues,
    dpi: number,
    back: boolean,
  ): Promise<DraftPage> {
    let compiled = await this.#compiled(edited, known);
    const faults = [...known];
    if (!compiled.ok) {
      faults.push(...compiled.error);
      compiled = await this.#compiled(edited, faults);
    }
    if (!compiled.ok) return { picture: undefined, findings: [], faults };
    const preview = new LivePreview(compiled.value, this.#rasteriser, this.#groundFor(edited, back));
    const page = await preview.show(values, dpi, back && compiled.value.backObject !== undefined);
    if (preview.ground !== undefined) {
      this.#ground = { ...preview.ground, of: groundName(edited), file: backgroundFile(edited, back) };
    }
    return { ...page, faults };
  }

  #groundFor(edited: EditedTemplate, back: boolean): Ground | undefined {
    const same =
      this.#ground?.of === groundName(edited) && this.#ground.file === backgroundFile(edited, back);
    return same ? this.#ground : undefined;
  }

  async #compiled(
    edited: EditedTemplate,
    faults: readonly TemplateFault[],
  ): Promise<Result<CompiledTemplate, readonly TemplateFault[]>> {
    if (this.#last?.edited === edited && this.#last.faults === faults.length) return ok(this.#last.compiled);
    const compiled = await this.#compiledAnew(edited, faults);
    if (compiled.ok) this.#last = { edited, faults: faults.length, compiled: compiled.value };
    return compiled;
  }

  #compiledAnew(
    { template, files }: EditedTemplate,
    faults: readonly TemplateFault[],
  ): Promise<Result<CompiledTemplate, readonly TemplateFault[]>> {
    const drawable = { ...template, fields: drawableFields(template, faults) };
    return compileFrom({ id: 'draft', template: drawable, files }, this.#engine, {
      font: async (name, index) => {
        const declared = declaredFont(drawable, name);
        return { ok: true, value: this.#later(declared, index) };
      },
      background: async (path) => {
        const data = files.get(path);
        if (data === undefined) {
          return err({ kind: 'fileMissing', at: path, message: `The package does not have ${path}.` });
        }
        let background = this.#backgrounds.get(data);
        if (background === undefined) {
          background = await openBackground(path, data);
          this.#backgrounds.set(data, background);
        }
        return background;
      },
    });
  }

  async #open(
    declared: TemplateFont,
    files: ReadonlyMap<string, Uint8Array>,
  ): Promise<TemplateFault | undefined> {
    const own = declared.file === undefined ? undefined : files.get(declared.file);
    const data = own ?? (await this.#library.read(declared.sha256));
    const opened = await openFont(declared, data, `fonts.${declared.name}`, 0, this.#engine);
    if (!opened.ok) return opened.error;
    this.#fonts.set(declared.sha256, opened.value);
    return undefined;
  }

  /** A font that says it is wanted when something is asked of it before it was opened. */
  #later(declared: TemplateFont, index: number): EmbeddableFont {
    const opened = (): EmbeddableFont => {
      const font = this.#fonts.get(declared.sha256);
      if (font === undefined) throw new FontWanted(declared);
      return font;
    };
    return {
      resource: `F${index}`,
      scale: declared.scale,
      ...(declared.language === undefined ? {} : { language: declared.language }),
      get file() {
        return opened().file;
      },
      get textOf() {
        return opened().textOf;
      },
      cut: (glyphs) => opened().cut(glyphs),
      font: {
        get unitsPerEm() {
          return opened().font.unitsPerEm;
        },
        shape: (request) => opened().font.shape(request),
        glyphOf: (codePoint) => opened().font.glyphOf(codePoint),
        advanceOf: (glyph) => opened().font.advanceOf(glyph),
        extentsOf: (glyph) => opened().font.extentsOf(glyph),
        release: () => undefined,
      },
    };
  }
}

/** Starts a preview with binaries and fonts that the host brings. */
export async function openDraftPreview(
  binaries: TextEngineBinaries & { readonly pdfium: Uint8Array },
  library: FontLibrary,
): Promise<DraftPreview> {
  const [engine, rasteriser] = await Promise.all([loadTextEngine(binaries), loadRasteriser(binaries.pdfium)]);
  return new DraftPreview(engine, rasteriser, library);
}

const UNDRAWABLE = new Set<TemplateFault['kind']>([
  'badImage',
  'badJson',
  'doubleField',
  'fileMissing',
  'fontNotDeclared',
]);

/** Fields without a fault that keeps them from being drawn; of two with one name the first. */
function drawableFields(template: Template, faults: readonly TemplateFault[]): Template['fields'] {
  const undrawable = new Set(faults.flatMap(({ kind, at }) => (UNDRAWABLE.has(kind) ? [at] : [])));
  const seen = new Set<string>();
  return template.fields.filter(({ id }) => {
    const first = !seen.has(id);
    seen.add(id);
    const onlyDouble = faults.every(({ kind, at }) => at !== id || kind === 'doubleField');
    return first && (!undrawable.has(id) || onlyDouble);
  });
}

function backgroundFile({ template, files }: EditedTemplate, back: boolean): Uint8Array | undefined {
  const path = back ? template.background.back : template.background.front;
  return path === undefined ? undefined : files.get(path);
}

function groundName({ template: { page, background } }: EditedTemplate): string {
  return `${page.widthMm} ${page.heightMm} ${background.back === undefined ? 'one' : 'two'}`;
}
