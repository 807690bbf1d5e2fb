import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FontLibrary } from '../../../documents/compiledTemplate.ts';
import { fontNames } from '../../../documents/text/fontNames.ts';
import type { FontNames } from '../../../documents/text/fontNames.ts';
import type { LibraryFont } from '../designingProtocol.ts';

/** The fonts that every template may name. */
export interface OpenFontLibrary extends FontLibrary {
  readonly fonts: readonly LibraryFont[];
  /** All of them; some are large. */
  files(): Promise<readonly Uint8Array[]>;
}

const WEIGHTS: Readonly<Record<number, string>> = {
  300: ' Light',
  400: '',
  500: ' Medium',
  600: ' SemiBold',
  700: ' Bold',
  800: ' ExtraBold',
};

/** `EB Garamond Medium`: as people call it. */
function nameOf({ family, weight, italic }: FontNames): string {
  return `${family}${WEIGHTS[weight] ?? ` ${weight}`}${italic ? ' Italic' : ''}`;
}

/** Looks through the fonts of a folder once; their files are read again when they are asked for, since they are large. */
export async function openFontLibrary(folder: string): Promise<OpenFontLibrary> {
  const fonts: LibraryFont[] = [];
  for (const entry of (await readdir(folder)).toSorted()) {
    if (!/\.(?:ttf|otf)$/u.test(entry)) continue;
    const file = join(folder, entry);
    const data = new Uint8Array(await readFile(file));
    const names = fontNames(data);
    const sha256 = createHash('sha256').update(data).digest('hex');
    fonts.push({ name: names === undefined ? entry : nameOf(names), sha256, bytes: data.length, file });
  }
  const read = async ({ file }: LibraryFont): Promise<Uint8Array> => new Uint8Array(await readFile(file));
  return {
    fonts,
    files: () => Promise.all(fonts.map(read)),
    async read(sha256) {
      const font = fonts.find((each) => each.sha256 === sha256);
      return font === undefined ? undefined : read(font);
    },
  };
}
