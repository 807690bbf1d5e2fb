import type { ShapedGlyphs, ShapingFont } from './engine.ts';

/** Marks that stand above their letter, and those below it (canonical combining classes 230 and 220). */
const ABOVE = /[\u0300-\u0314\u033d-\u0344\u0346\u034a-\u034c\u0350-\u0352\u0357\u035b\u0483-\u0487]/u;
const BELOW = /[\u0316-\u0319\u031c-\u0320\u0323-\u0326\u0329-\u0333\u0339-\u033c\u0347-\u0349\u034d\u034e]/u;
const GAP_EM = 0.06;

/**
 * Puts marks over and under their letters where the font does not say how the two go together: such a mark comes from
 * shaping without any offset and would stand beside its letter. The middle of its ink goes to the middle of the letter's,
 * and it keeps clear of it. For letters that run from left to right; others have fonts that know their marks.
 */
export function withLooseMarksPlaced(
  shaped: ShapedGlyphs,
  text: string,
  end: number,
  font: ShapingFont,
): Pick<ShapedGlyphs, 'xOffsets' | 'yOffsets'> {
  const { glyphs, clusters, advances } = shaped;
  if (!ABOVE.test(text) && !BELOW.test(text)) return shaped;
  const xOffsets = [...shaped.xOffsets];
  const yOffsets = [...shaped.yOffsets];
  const gap = GAP_EM * font.unitsPerEm;
  for (let from = 0; from < glyphs.length;) {
    let to = from + 1;
    while (to < glyphs.length && clusters[to] === clusters[from]) to += 1;
    const characters = Array.from(text.slice(clusters[from] ?? 0, clusters[to] ?? end));
    const letter = font.extentsOf(glyphs[from] ?? 0);
    if (letter !== undefined && characters.length === to - from) {
      let [top, bottom] = [letter.yMax, letter.yMin];
      let pen = advances[from] ?? 0;
      for (let index = from + 1; index < to; index += 1) {
        const mark = font.extentsOf(glyphs[index] ?? 0);
        const character = characters[index - from] ?? '';
        const isLoose = xOffsets[index] === 0 && yOffsets[index] === 0 && advances[index] === 0;
        if (mark !== undefined && isLoose && (ABOVE.test(character) || BELOW.test(character))) {
          const above = ABOVE.test(character);
          xOffsets[index] = (letter.xMin + letter.xMax - mark.xMin - mark.xMax) / 2 - pen;
          yOffsets[index] = above
            ? Math.max(0, top + gap - mark.yMin)
            : Math.min(0, bottom - gap - mark.yMax);
        }
        if (mark !== undefined) {
          const rise = yOffsets[index] ?? 0;
          top = Math.max(top, mark.yMax + rise);
          bottom = Math.min(bottom, mark.yMin + rise);
        }
        pen += advances[index] ?? 0;
      }
    }
    from = to;
  }
  return { xOffsets, yOffsets };
}
