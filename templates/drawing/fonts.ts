import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const FOLDER = new URL('../../resources/fonts/', import.meta.url);

/** A declaration for `template.json` of a font in the shared library. */
export interface DeclaredFont {
  readonly name: string;
  readonly sha256: string;
  readonly scale?: number;
  readonly language?: string;
}

function shared(name: string, file: string, extra: { scale?: number; language?: string } = {}): DeclaredFont {
  const sha256 = createHash('sha256')
    .update(readFileSync(new URL(file, FOLDER)))
    .digest('hex');
  return { name, sha256, ...extra };
}

/** The faces that bundled templates are set in. */
export const FACES = {
  text: shared('EB Garamond', 'EBGaramond-Regular.ttf'),
  strong: shared('EB Garamond Medium', 'EBGaramond-Medium.ttf'),
  italic: shared('EB Garamond Italic', 'EBGaramond-Italic.ttf'),
} as const;

/** What answers for the scripts that the text face lacks; scaled so that they look as large as it. */
export const FALLBACKS = {
  arabic: shared('Noto Naskh Arabic Medium', 'NotoNaskhArabic-Medium.ttf'),
  hebrew: shared('Noto Serif Hebrew', 'NotoSerifHebrew-Regular.ttf', { scale: 0.86 }),
  devanagari: shared('Noto Serif Devanagari', 'NotoSerifDevanagari-Regular.ttf', { scale: 0.86 }),
  thai: shared('Noto Sans Thai', 'NotoSansThai-Regular.ttf', { scale: 0.86 }),
  chinese: shared('Noto Sans SC', 'NotoSansSC-Regular.ttf', { scale: 0.84, language: 'zh' }),
  japanese: shared('Noto Sans JP', 'NotoSansJP-Regular.ttf', { scale: 0.84, language: 'ja' }),
  korean: shared('Noto Sans KR', 'NotoSansKR-Regular.ttf', { scale: 0.84, language: 'ko' }),
} as const;

/** The faces of letters and lists: one that has Latin, Greek and Cyrillic whole, so that no name is set in two. */
export const OFFICE_FACES = {
  text: shared('Noto Sans', 'NotoSans-Regular.ttf'),
  strong: shared('Noto Sans SemiBold', 'NotoSans-SemiBold.ttf'),
  mono: shared('Atkinson Hyperlegible Mono', 'AtkinsonHyperlegibleMono-Regular.ttf'),
} as const;

/** The fallbacks at their own size: beside Noto Sans they need no scaling. */
export const OFFICE_FALLBACKS: Readonly<Record<string, DeclaredFont>> = Object.fromEntries(
  Object.entries<DeclaredFont>(FALLBACKS).map(([key, { name, sha256, language }]) => [
    key,
    language === undefined ? { name, sha256 } : { name, sha256, language },
  ]),
);
