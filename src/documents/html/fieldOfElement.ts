import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import { placeholdersOf } from '../template/placeholders.ts';
import { readFontFile } from '../text/fontFile.ts';
import type { HtmlFault } from './htmlFaults.ts';
import type { Bounds, LaidOutElement } from './pageLayout.ts';

/** A font that the HTML may use: its key in the template, and how CSS names it. */
export interface HtmlFont {
  readonly key: string;
  readonly family: string;
  readonly weight: number;
  readonly italic: boolean;
  readonly data: Uint8Array;
}

/** Whether an element becomes a field: it holds a placeholder, or says so. */
export function isField({ attributes, text }: LaidOutElement): boolean {
  return text.includes('{{') || attributes['data-field'] !== undefined || attributes['data-qr'] !== undefined;
}

/** What the field will be called: `data-field`, or the first value that it shows. */
export function fieldId({ attributes, text, tag }: LaidOutElement): string {
  const parts = placeholdersOf(attributes['data-qr'] ?? text);
  const value = parts.ok ? parts.value.find((part) => part.kind === 'value') : undefined;
  return attributes['data-field'] ?? (value?.kind === 'value' ? value.key : tag.toLowerCase());
}

const MILLIMETRES_PER_PIXEL = 25.4 / 96;
const POINTS_PER_PIXEL = 0.75;
const OVERFLOWS = ['refuse', 'shrink', 'shrinkThenWrap', 'wrap', 'wrapThenShrink'];

/** One entry of `fields` in `template.json`, from an element as it was laid out. */
export function fieldOfElement(
  element: LaidOutElement,
  fonts: readonly HtmlFont[],
): Result<Readonly<Record<string, unknown>>, HtmlFault> {
  const id = fieldId(element);
  const bad = (kind: HtmlFault['kind'], message: string): Result<never, HtmlFault> =>
    err({ kind, at: id, message });
  const { attributes, bounds, style } = element;
  if (bounds === undefined || bounds.width === 0 || bounds.height === 0) {
    return bad('notABlock', `${id} takes no room on the page.`);
  }
  const inside = contentBox(element, bounds);
  const shared = {
    id,
    ...(attributes['data-label'] === undefined ? {} : { label: attributes['data-label'] }),
    ...(attributes['data-optional'] === undefined ? {} : { required: false }),
  };
  const colour = hexColour(style['color'] ?? '');
  if (colour === undefined) {
    return bad(
      'unsupportedStyle',
      `${id} has the colour ${style['color']}; fields are printed in plain opaque colours.`,
    );
  }
  if (attributes['data-qr'] !== undefined) {
    const dpi = numberOf(attributes['data-printer-dpi']);
    const module = numberOf(attributes['data-min-module']);
    return ok({
      ...shared,
      kind: 'qr',
      text: attributes['data-qr'],
      colour,
      errorLevel: attributes['data-error-level'] ?? 'M',
      ...(dpi === undefined ? {} : { printerDpi: dpi }),
      ...(module === undefined ? {} : { minModuleMm: module }),
      box: millimetres(inside),
    });
  }
  if (style['display'] === 'inline') {
    return bad(
      'notABlock',
      `${id} stands in a line of text. Give it a block of its own: what is around it would not move.`,
    );
  }
  const plainly = unsupportedStyle(style);
  if (plainly !== undefined)
    return bad('unsupportedStyle', `${id} has ${plainly}, which fields cannot have.`);
  const font = fontOf(style, fonts);
  if (font === undefined) {
    const { 'font-family': family, 'font-weight': weight, 'font-style': slant } = style;
    return bad(
      'fontWithoutFile',
      `${id} is set in ${family} ${weight} ${slant}; no file of that font came with the page.`,
    );
  }
  const file = readFontFile(font.data);
  if ('kind' in file) return bad('fontWithoutFile', `${id}: ${file.detail}`);
  const overflow = attributes['data-overflow'] ?? 'shrink';
  if (!OVERFLOWS.includes(overflow)) return bad('badAttribute', `${id} has data-overflow="${overflow}".`);
  const pixels = Number.parseFloat(style['font-size'] ?? '');
  const size = pixels * POINTS_PER_PIXEL;
  const metrics = { ascent: file.ascent / file.unitsPerEm, descent: -file.descent / file.unitsPerEm };
  const spacing = Number.parseFloat(style['line-height'] ?? '');
  const lineHeight = Number.isNaN(spacing) ? metrics.ascent + metrics.descent : spacing / pixels;
  const minSize = attributes['data-min-size'] === undefined ? size : numberOf(attributes['data-min-size']);
  const maxLines = numberOf(attributes['data-max-lines'] ?? '1');
  if (minSize === undefined || maxLines === undefined) {
    return bad('badAttribute', `${id} has a data-min-size or data-max-lines that is no number.`);
  }
  const vertical = verticalOf(style);
  const [first, last] = [element.lines[0], element.lines.at(-1)];
  const line =
    first === undefined || last === undefined
      ? undefined
      : { top: first.y, middle: (first.y + last.y) / 2, bottom: last.y }[vertical];
  const baseline = line === undefined ? undefined : line + Math.round(metrics.ascent * pixels);
  const capHeight = file.capHeight / file.unitsPerEm;
  const usual = {
    top: inside.y + metrics.ascent * pixels,
    middle: inside.y + (inside.height + capHeight * pixels) / 2,
    bottom: inside.y + inside.height - metrics.descent * pixels,
  }[vertical];
  // The browser puts a line's slack above and below it. Moving the box puts our baseline where the designer saw it.
  const moved = { ...inside, y: inside.y + (baseline === undefined ? 0 : baseline - usual) };
  const letterSpacing = Number.parseFloat(style['letter-spacing'] ?? '');
  return ok({
    ...shared,
    kind: 'text',
    text: fieldText(element.text),
    font: font.key,
    size: round(size, 100),
    minSize: round(Math.min(minSize, size), 100),
    colour,
    align: alignOf(element),
    vertical,
    letterSpacing: Number.isNaN(letterSpacing) ? 0 : round((letterSpacing / pixels) * 1000, 10),
    lineHeight: round(lineHeight, 1000),
    maxLines,
    overflow,
    ...(attributes['data-date-format'] === undefined ? {} : { dateFormat: attributes['data-date-format'] }),
    ...(attributes['lang'] === undefined ? {} : { language: attributes['lang'] }),
    ...(/^H[1-6]$/u.test(element.tag) ? { role: 'heading' } : {}),
    box: millimetres(moved),
  });
}

/** A text as HTML means it: line feeds are breaks, other white space is one space. */
function fieldText(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replaceAll(/\s+/gu, ' ').trim())
    .filter((line) => line !== '')
    .join('\n');
}

function contentBox({ style }: LaidOutElement, { x, y, width, height }: Bounds): Bounds {
  const edge = (side: string): number =>
    Number.parseFloat(style[`padding-${side}`] ?? '0') +
    Number.parseFloat(style[`border-${side}-width`] ?? '0');
  return {
    x: x + edge('left'),
    y: y + edge('top'),
    width: width - edge('left') - edge('right'),
    height: height - edge('top') - edge('bottom'),
  };
}

function millimetres({ x, y, width, height }: Bounds): Bounds {
  const size = (pixels: number): number => round(pixels * MILLIMETRES_PER_PIXEL, 1000);
  return { x: size(x), y: size(y), width: size(width), height: size(height) };
}

function round(value: number, grain: number): number {
  return Math.round(value * grain) / grain;
}

function numberOf(text: string | undefined): number | undefined {
  const number = text === undefined || text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(number) ? number : undefined;
}

function hexColour(css: string): string | undefined {
  const match = /^rgb\((\d+), (\d+), (\d+)\)$/u.exec(css);
  if (match === null) return undefined;
  return `#${[match[1], match[2], match[3]].map((channel) => Number(channel).toString(16).padStart(2, '0')).join('')}`;
}

function fontOf(style: LaidOutElement['style'], fonts: readonly HtmlFont[]): HtmlFont | undefined {
  const family = (style['font-family'] ?? '')
    .split(',')[0]
    ?.trim()
    .replaceAll(/^["']|["']$/gu, '');
  return fonts.find(
    (font) =>
      font.family === family &&
      font.weight === Number(style['font-weight']) &&
      font.italic === (style['font-style'] === 'italic'),
  );
}

function verticalOf(style: LaidOutElement['style']): 'top' | 'middle' | 'bottom' {
  if (style['display'] !== 'flex' && style['display'] !== 'grid') return 'top';
  if (style['align-items'] === 'center') return 'middle';
  return style['align-items'] === 'end' || style['align-items'] === 'flex-end' ? 'bottom' : 'top';
}

/** CSS reads `start` by the element's direction, templates by the text's own; `dir="auto"` means the text's own. */
function alignOf({ style, attributes }: LaidOutElement): string {
  const written = style['text-align'] ?? 'start';
  const align = written.startsWith('-webkit-') ? written.slice('-webkit-'.length) : written;
  if ((align !== 'start' && align !== 'end') || attributes['dir'] === 'auto') return align;
  return (align === 'start') === (style['direction'] === 'rtl') ? 'right' : 'left';
}

function unsupportedStyle(style: LaidOutElement['style']): string | undefined {
  const plain: readonly (readonly [name: string, values: readonly string[]])[] = [
    ['text-transform', ['none']],
    ['text-decoration-line', ['none']],
    ['text-shadow', ['none']],
    ['text-indent', ['0px']],
    ['word-spacing', ['0px', 'normal']],
    ['visibility', ['visible']],
    [
      'text-align',
      ['left', 'right', 'center', 'start', 'end', '-webkit-center', '-webkit-left', '-webkit-right'],
    ],
  ];
  const found = plain.find(([name, values]) => !values.includes(style[name] ?? values[0] ?? ''));
  return found === undefined ? undefined : `${found[0]}: ${style[found[0]]}`;
}
