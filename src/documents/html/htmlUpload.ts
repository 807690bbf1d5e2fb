import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import { fontNames } from '../text/fontNames.ts';
import type { FontNames } from '../text/fontNames.ts';
import type { HtmlSource, SourceFont } from './compileHtml.ts';
import { whyTooMuch } from './htmlBounds.ts';

/** What is told of a template beside its page. */
export interface AboutUpload {
  readonly name: string;
  /** Fixed texts of the template: `signatoryName`, `signatoryTitle`, `jurisdictionText`. */
  readonly values?: Readonly<Record<string, string>>;
}

const MILLIMETRES: Readonly<Record<string, number>> = { mm: 1, cm: 10, in: 25.4, pt: 25.4 / 72 };
const PAPERS: Readonly<Record<string, readonly [number, number]>> = {
  letter: [215.9, 279.4],
  legal: [215.9, 355.6],
  a4: [210, 297],
  a5: [148, 210],
};
const LETTER_LANDSCAPE = { widthMm: 279.4, heightMm: 215.9 };
const DATE_FORMATS: Readonly<Record<string, string>> = {
  es: "d 'de' MMMM 'de' yyyy",
  fr: 'd MMMM yyyy',
  de: 'd. MMMM yyyy',
};

/** Fonts of the shared library that answer for the scripts which a page's own lack; scaled as beside EB Garamond. */
const FALLBACKS: readonly {
  readonly family: string;
  readonly key: string;
  readonly scale?: number;
  readonly language?: string;
}[] = [
  { family: 'Noto Sans', key: 'latin' },
  { family: 'Noto Naskh Arabic', key: 'arabic' },
  { family: 'Noto Serif Hebrew', key: 'hebrew', scale: 0.86 },
  { family: 'Noto Serif Devanagari', key: 'devanagari', scale: 0.86 },
  { family: 'Noto Sans Thai', key: 'thai', scale: 0.86 },
  { family: 'Noto Sans SC', key: 'chinese', scale: 0.84, language: 'zh' },
  { family: 'Noto Sans JP', key: 'japanese', scale: 0.84, language: 'ja' },
  { family: 'Noto Sans KR', key: 'korean', scale: 0.84, language: 'ko' },
];

/**
 * What `compileHtml` takes, from the files that somebody uploaded: `index.html` and what it names. The page's size is that of
 * its `@page` rule, US letter across where it has none; its language that of `<html lang>`. Its fonts are the files that came
 * with it, and those of the shared library whose family its style names.
 *
 * @param library the files of the shared library's fonts.
 */
export function htmlSourceOf(
  files: ReadonlyMap<string, Uint8Array>,
  library: readonly Uint8Array[],
  about: AboutUpload,
): Result<HtmlSource, string> {
  const index = files.get('index.html');
  if (index === undefined) return err('There is no index.html.');
  let html: string;
  try {
    html = new TextDecoder('utf-8', { fatal: true }).decode(index);
  } catch {
    return err('index.html is not UTF-8 text.');
  }
  const others = new Map([...files].filter(([path]) => path !== 'index.html'));
  const sheets = [...others]
    .filter(([path]) => path.endsWith('.css'))
    .map(([, data]) => new TextDecoder().decode(data));
  const tooMuch = whyTooMuch(html, others);
  if (tooMuch !== undefined) return err(tooMuch);
  const style = [html, ...sheets].join('\n');
  const fonts: Record<string, SourceFont> = {};
  const add = (data: Uint8Array, names: FontNames, carried: boolean): void => {
    const slant = names.italic ? ' Italic' : '';
    fonts[`font${Object.keys(fonts).length + 1}`] = {
      family: names.family,
      weight: names.weight,
      italic: names.italic,
      name: `${names.family} ${names.weight}${slant}`,
      data,
      carried,
    };
  };
  const declared = declaredFaces(style);
  for (const [path, data] of others) {
    const names = /\.(?:ttf|otf)$/u.test(path) ? fontNames(data) : undefined;
    if (names === undefined) continue;
    const faces = declared.filter(({ url }) => path === url || path.endsWith(`/${url}`));
    for (const face of faces.length === 0 ? [names] : faces) add(data, { ...names, ...face }, true);
  }
  for (const data of library) {
    const names = fontNames(data);
    if (names !== undefined && style.includes(names.family)) add(data, names, false);
  }
  if (Object.keys(fonts).length === 0) {
    const families = [...new Set(library.flatMap((data) => fontNames(data)?.family ?? []))].toSorted();
    return err(`Its style names no font that came with it, nor one of these: ${families.join(', ')}.`);
  }
  const language = /<html[^<>]*\slang=["']?([A-Za-z-]{2,20})/iu.exec(html)?.[1] ?? 'en-US';
  return ok({
    html,
    files: others,
    fonts,
    fallbacks: fallbacksOf(library),
    about: {
      name: about.name,
      kind: 'certificate',
      page: pageSize(style),
      language,
      dateFormat: DATE_FORMATS[language.split('-')[0] ?? ''] ?? 'MMMM d, yyyy',
      title: '{{certificateNumber}}',
      ...(Object.keys(about.values ?? {}).length === 0 ? {} : { values: about.values }),
    },
  });
}

/** The `@font-face` rules of a style: a designer may call a font what it does not call itself (CSS Fonts 4, 4.1). */
function declaredFaces(style: string): readonly (FontNames & { readonly url: string })[] {
  return [...style.matchAll(/@font-face\s*\{([^{}]*)\}/giu)].flatMap(([, rule = '']) => {
    const family = /font-family\s*:\s*["']?([^"';]{1,100}?)["']?\s*(?:;|$)/iu.exec(rule)?.[1];
    const url = /url\(\s*["']?(?:\.\/)?([^"')\s]+)/iu.exec(rule)?.[1];
    if (family === undefined || url === undefined) return [];
    const weight = /font-weight\s*:\s*(\w+)/iu.exec(rule)?.[1] ?? '400';
    return {
      family,
      url,
      weight: { normal: 400, bold: 700 }[weight] ?? Number.parseInt(weight, 10),
      italic: /font-style\s*:\s*(?:italic|oblique)/iu.test(rule),
    };
  });
}

function fallbacksOf(library: readonly Uint8Array[]): HtmlSource['fallbacks'] {
  const found: Record<string, HtmlSource['fallbacks'][string]> = {};
  for (const { family, key, ...rest } of FALLBACKS) {
    const data = library.find((each) => {
      const names = fontNames(each);
      return names?.family === family && !names.italic && names.weight <= 500;
    });
    if (data !== undefined) found[key] = { name: family, sha256: bytesToHex(sha256(data)), ...rest };
  }
  return found;
}

/** The size of `@page { size: 11in 8.5in }` or `size: A4 landscape` (CSS Paged Media 3, 7.1). */
function pageSize(style: string): { readonly widthMm: number; readonly heightMm: number } {
  const size = /@page[^{}@]*\{[^{}]*\bsize\s*:\s*([^;{}]{1,100})/iu.exec(style)?.[1]?.trim().toLowerCase();
  if (size === undefined) return LETTER_LANDSCAPE;
  const lengths = [...size.matchAll(/([\d.]+)(mm|cm|in|pt)\b/gu)].map(
    ([, number, unit]) => Math.round(Number(number) * (MILLIMETRES[unit ?? ''] ?? 1) * 1000) / 1000,
  );
  const [width, height = width] = lengths;
  if (width !== undefined && height !== undefined) return { widthMm: width, heightMm: height };
  const [short, long] = PAPERS[size.split(/\s+/u).find((word) => word in PAPERS) ?? 'letter'] ?? [
    215.9, 279.4,
  ];
  return size.includes('landscape') ? { widthMm: long, heightMm: short } : { widthMm: short, heightMm: long };
}
