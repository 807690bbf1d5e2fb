import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const css = readFileSync(
  fileURLToPath(new URL('../../../src/renderer/app/tokens.css', import.meta.url)),
  'utf8',
);

function colours(theme: 'light' | 'dark'): Map<string, string> {
  const block = css.slice(css.indexOf(`[data-mantine-color-scheme='${theme}']`));
  const inside = block.slice(block.indexOf('{') + 1, block.indexOf('}'));
  return new Map(
    [...inside.matchAll(/--([a-z0-9-]+):\s*(#[0-9a-f]{6})/gu)].map(([, name, value]) => [
      name ?? '',
      value ?? '',
    ]),
  );
}

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].toSorted((left, right) => right - left);
  return (light + 0.05) / (dark + 0.05);
}

const grounds = ['paper', 'sheet', 'sunk'];
const texts = [
  ...grounds.flatMap((ground) =>
    ['ink', 'ink-2', 'ink-3', 'accent', 'good', 'attention', 'bad', 'waiting'].map(
      (ink) => [ink, ground] as const,
    ),
  ),
  ['accent-on', 'accent'],
  ['accent-on', 'accent-hover'],
  ['accent', 'accent-soft'],
  ['ink', 'accent-soft'],
  ['ink-2', 'accent-soft'],
  ['ink-3', 'accent-soft'],
  ...['good', 'attention', 'bad', 'waiting'].flatMap((meaning) => [
    [`${meaning}-on`, `${meaning}-fill`] as const,
    [meaning, `${meaning}-soft`] as const,
  ]),
] as const;

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  const tokens = colours(theme);
  const of = (name: string) => {
    const value = tokens.get(name);
    if (value === undefined) throw new Error(`tokens.css has no --${name} in ${theme}`);
    return value;
  };

  it.each(texts)('%s is readable on %s (WCAG 2.2 AA)', (ink, ground) => {
    expect(contrast(of(ink), of(ground))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(['paper', 'sheet'])('the edge of a control is seen on %s', (ground) => {
    expect(contrast(of('edge'), of(ground))).toBeGreaterThanOrEqual(3);
  });
});
