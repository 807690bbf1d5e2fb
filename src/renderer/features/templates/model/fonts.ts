/** Fonts of a template: which it has, which stand in for what others lack. */
import type { Template } from '../../../../documents/template/format.ts';

/** A font that the house has, or that was put into the package. */
export interface KnownFont {
  readonly name: string;
  readonly sha256: string;
  /** Path in the package, for one that it carries. */
  readonly file?: string;
}

/** How many fields are set in a font. */
export function usesOf(template: Template, font: string): number {
  return template.fields.filter((field) => field.kind === 'text' && field.font === font).length;
}

/** A short name for a font in `template.json` that no other has: `notoSansThai`. */
function freshFontKey(template: Template, name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/u).filter((word) => word !== '');
  const plain = words
    .map((word, index) =>
      index === 0 ? word.toLowerCase() : word.charAt(0).toUpperCase() + word.slice(1).toLowerCase(),
    )
    .join('')
    .slice(0, 36);
  const wished = /^[a-z]/u.test(plain) ? plain : `font${plain}`.slice(0, 36);
  if (template.fonts[wished] === undefined) return wished;
  for (let number = 2; ; number += 1) {
    if (template.fonts[`${wished}${number}`] === undefined) return `${wished}${number}`;
  }
}

/** Adds a font; one that is there already is not added again. */
export function addFont(template: Template, font: KnownFont): Template {
  if (Object.values(template.fonts).some(({ sha256 }) => sha256 === font.sha256)) return template;
  const key = freshFontKey(template, font.name);
  return { ...template, fonts: { ...template.fonts, [key]: { ...font, scale: 1 } } };
}

/** Takes a font out that no field uses. */
export function removeFont(template: Template, key: string): Template {
  if (usesOf(template, key) > 0) return template;
  const fonts = Object.fromEntries(Object.entries(template.fonts).filter(([name]) => name !== key));
  return { ...template, fonts, fallbacks: template.fallbacks.filter((name) => name !== key) };
}

/** Sets a font larger or smaller than a field's size, so that scripts of different build look alike. */
export function scaleFont(template: Template, key: string, scale: number): Template {
  const font = template.fonts[key];
  return font === undefined
    ? template
    : { ...template, fonts: { ...template.fonts, [key]: { ...font, scale } } };
}

/** Asks a font for what a field's own lacks, last; or asks it no longer. */
export function setFallback(template: Template, key: string, asked: boolean): Template {
  const others = template.fallbacks.filter((name) => name !== key);
  return { ...template, fallbacks: asked ? [...others, key] : others };
}
