import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { PDFDocument } from 'pdf-lib';
import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { TemplateFont } from '../template/format.ts';
import { openTemplatePackage } from '../template/templatePackage.ts';
import { fieldId, fieldOfElement, isField } from './fieldOfElement.ts';
import type { HtmlFont } from './fieldOfElement.ts';
import { whyTooMuch } from './htmlBounds.ts';
import type { HtmlFault } from './htmlFaults.ts';
import type { LaidOutElement, LaidOutPage, PageLayoutEngine } from './pageLayout.ts';
import { withOurKeys } from './placeholderNames.ts';

/** A font of a page: how CSS names it, how the template declares it, and its file. */
export interface SourceFont {
  /** `font-family`, `font-weight` and whether it is italic, by which the page's style asks for it. */
  readonly family: string;
  readonly weight: number;
  readonly italic: boolean;
  /** As people know it, such as `EB Garamond Medium`. */
  readonly name: string;
  readonly data: Uint8Array;
  /** Whether the package carries the file; else the shared library has it. */
  readonly carried: boolean;
}

/** A template as a designer writes it. */
export interface HtmlSource {
  readonly html: string;
  /** What the page names: pictures and style sheets. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** By their keys in `template.json`. The page may use these fonts and no others. */
  readonly fonts: Readonly<Record<string, SourceFont>>;
  /** Fonts of the shared library for what these lack, asked in order after the first of `fonts`. */
  readonly fallbacks: Readonly<Record<string, Omit<TemplateFont, 'scale'> & { readonly scale?: number }>>;
  /** The other entries of `template.json`: name, kind, page, language, title, safe zone ... */
  readonly about: Readonly<Record<string, unknown>> & {
    readonly page: { readonly widthMm: number; readonly heightMm: number };
  };
}

/**
 * Makes HTML a template package: each element with a placeholder becomes a field where it was laid out, in its computed
 * font, size, colour and alignment; all else becomes the background. Done once; certificates then need no browser.
 *
 * @returns the files of the package, or everything that the result could not honour.
 */
export async function compileHtml(
  source: HtmlSource,
  engine: PageLayoutEngine,
): Promise<Result<ReadonlyMap<string, Uint8Array>, readonly HtmlFault[]>> {
  const tooMuch = whyTooMuch(source.html, source.files);
  if (tooMuch !== undefined) return err([{ kind: 'tooMuch', at: 'index.html', message: tooMuch }]);
  const fontFiles = Object.entries(source.fonts).map(
    ([key, font]) => [`fonts/${key}.ttf`, font.data] as const,
  );
  const opened = await engine.open({
    html: withFontFaces(source),
    files: new Map([...source.files, ...fontFiles]),
    ...source.about.page,
  });
  if (!opened.ok) return err([{ kind: 'browserFailed', at: 'browser', message: opened.error }]);
  const page = opened.value;
  try {
    return await compileLaidOut(source, page);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    return err([{ kind: 'browserFailed', at: 'browser', message }]);
  } finally {
    await page.close();
  }
}

async function compileLaidOut(
  source: HtmlSource,
  page: LaidOutPage,
): Promise<Result<ReadonlyMap<string, Uint8Array>, readonly HtmlFault[]>> {
  const faults = [...pageFaults(page)];
  const fields: Readonly<Record<string, unknown>>[] = [];
  const elements = page.elements.map(inOurKeys);
  const marked = elements.filter(isField);
  const fonts: readonly HtmlFont[] = Object.entries(source.fonts).map(([key, font]) => ({ key, ...font }));
  for (const element of marked) {
    const context = contextFault(element, elements);
    const field = fieldOfElement(element, fonts);
    if (context !== undefined) faults.push(context);
    else if (!field.ok) faults.push(field.error);
    else fields.push(field.value);
  }
  if (faults.length > 0) return err(faults);
  const background = await page.print(marked.map(({ index }) => index));
  const unfit = await backgroundFault(background);
  if (unfit !== undefined) return err([unfit]);
  const declared = Object.entries(source.fonts).map(([key, { name, data, carried }]) => [
    key,
    { name, sha256: bytesToHex(sha256(data)), ...(carried ? { file: `fonts/${key}.ttf` } : {}) },
  ]);
  const [firstFont] = Object.keys(source.fonts);
  const template = {
    format: 'certificate-template/1',
    ...source.about,
    background: { front: 'background.pdf' },
    fonts: { ...Object.fromEntries(declared), ...source.fallbacks },
    fallbacks: [...(firstFont === undefined ? [] : [firstFont]), ...Object.keys(source.fallbacks)],
    fields,
  };
  const files = new Map<string, Uint8Array>([
    ['template.json', new TextEncoder().encode(`${JSON.stringify(template, null, 2)}\n`)],
    ['background.pdf', background],
  ]);
  for (const [key, { carried, data }] of Object.entries(source.fonts)) {
    if (carried) files.set(`fonts/${key}.ttf`, data);
  }
  const checked = openTemplatePackage(files);
  if (checked.ok) return ok(files);
  return err(checked.error.map(({ at, message }) => ({ kind: 'badTemplate', at, message })));
}

/** Either spelling of a placeholder becomes ours; a block with nothing but the QR code's is that code. */
function inOurKeys(element: LaidOutElement): LaidOutElement {
  const text = withOurKeys(element.text);
  const { 'data-qr': code, ...attributes } = element.attributes;
  const said =
    code === undefined ? (text.trim() === '{{qrPayload}}' ? text.trim() : undefined) : withOurKeys(code);
  return {
    ...element,
    text,
    attributes: said === undefined ? attributes : { ...attributes, 'data-qr': said },
  };
}

/** The fonts as the page's style may ask for them. */
function withFontFaces({ html, fonts }: HtmlSource): string {
  const faces = Object.entries(fonts).map(
    ([key, { family, weight, italic }]) =>
      `@font-face{font-family:"${family}";font-weight:${weight};font-style:${italic ? 'italic' : 'normal'};src:url("fonts/${key}.ttf")}`,
  );
  // Before the first element of the head, or where a browser would begin one by itself.
  const head = /<head[^>]*>/iu.exec(html);
  const at = head === null ? (/<!doctype[^>]*>/iu.exec(html)?.[0].length ?? 0) : head.index + head[0].length;
  return `${html.slice(0, at)}<style>@page{margin:0}${faces.join('')}</style>${html.slice(at)}`;
}

const FORBIDDEN = new Set([
  'APPLET',
  'AUDIO',
  'EMBED',
  'FRAME',
  'IFRAME',
  'OBJECT',
  'PORTAL',
  'SCRIPT',
  'VIDEO',
]);

function* pageFaults({ elements, refusedRequests }: LaidOutPage): Iterable<HtmlFault> {
  for (const address of refusedRequests) {
    const message = `The page asks for ${address.slice(0, 200)}, which did not come with it. Nothing is fetched from elsewhere.`;
    yield { kind: 'outsideResource', at: address.slice(0, 200), message };
  }
  for (const { tag, attributes, machineFonts, text } of elements) {
    const at = tag.toLowerCase();
    const handler = Object.keys(attributes).find((name) => name.toLowerCase().startsWith('on'));
    if (FORBIDDEN.has(tag) || handler !== undefined) {
      yield {
        kind: 'forbiddenElement',
        at,
        message: `The page has ${handler ?? `${/^[aeio]/u.test(at) ? 'an' : 'a'} ${at} element`}: templates run nothing.`,
      };
    }
    if (tag === 'META' && attributes['http-equiv']?.toLowerCase() === 'refresh') {
      yield { kind: 'forbiddenElement', at, message: 'The page sends the browser elsewhere (meta refresh).' };
    }
    for (const family of machineFonts) {
      const words = text.trim().slice(0, 40);
      const message = `“${words}” is set in ${family}, a font of this machine: no file of it came with the page.`;
      yield { kind: 'fontWithoutFile', at, message };
    }
  }
}

/** What about a field, or about what it stands in, a box on the page cannot express. */
function contextFault(element: LaidOutElement, all: readonly LaidOutElement[]): HtmlFault | undefined {
  const at = fieldId(element);
  const within = all.find(({ parent, tag }) => parent === element.index && tag !== 'BR');
  if (within !== undefined && element.attributes['data-qr'] === undefined) {
    const message = `${at} holds a ${within.tag.toLowerCase()} element; a field is one text in one style.`;
    return { kind: 'mixedContent', at, message };
  }
  let each: LaidOutElement | undefined = element;
  while (each !== undefined) {
    const { style, tag, parent }: LaidOutElement = each;
    const is = (name: string, ...plain: readonly string[]): boolean =>
      plain.includes(style[name] ?? plain[0] ?? '');
    const where = each === element ? at : `${at}, within ${tag.toLowerCase()},`;
    if (
      !is('transform', 'none') ||
      !is('rotate', 'none') ||
      !is('scale', 'none') ||
      !is('translate', 'none')
    ) {
      return {
        kind: 'transformed',
        at,
        message: `${where} is transformed; a field stands upright where it is laid out.`,
      };
    }
    if (!is('float', 'none')) {
      return { kind: 'floating', at, message: `${where} floats: its place depends on the text around it.` };
    }
    const effect = ['filter', 'mix-blend-mode', 'opacity', 'writing-mode', 'column-count'].find(
      (name) =>
        !is(
          name,
          ...({
            opacity: ['1'],
            'mix-blend-mode': ['normal'],
            'writing-mode': ['horizontal-tb'],
            'column-count': ['auto', '1'],
          }[name] ?? ['none']),
        ),
    );
    if (effect !== undefined) {
      return {
        kind: 'unsupportedStyle',
        at,
        message: `${where} has ${effect}: ${style[effect]}, which fields cannot have.`,
      };
    }
    each = parent === undefined ? undefined : all[parent];
  }
  return undefined;
}

async function backgroundFault(background: Uint8Array): Promise<HtmlFault | undefined> {
  const pdf = await PDFDocument.load(background, { updateMetadata: false });
  const pages = pdf.getPageCount();
  if (pages !== 1) {
    return {
      kind: 'pageTooLong',
      at: 'page',
      message: `The page runs over onto ${pages} pages; a template has one.`,
    };
  }
  const type3 = pdf.context
    .enumerateIndirectObjects()
    .some(([, object]) => /\/Subtype\s*\/Type3\b/u.test(object.toString().slice(0, 4000)));
  if (!type3) return undefined;
  return {
    kind: 'type3Font',
    at: 'page',
    message: 'A font of the background came out as drawings (Type 3): use one with outlines.',
  };
}
