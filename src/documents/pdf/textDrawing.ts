import type { ChainFont, ShapedRun } from '../text/shaping.ts';
import { fillColour, hex16, pdfNumber, pdfText } from './syntax.ts';

/** A font of the template as the page writer sees it. */
export interface DrawnFont extends ChainFont {
  /** Name in the page's resources, such as `F0`. */
  readonly resource: string;
  /** Glyph to the text that it stands for when it is alone. */
  readonly textOf: ReadonlyMap<number, string>;
}

/** Which glyphs a text uses, and what each stands for. */
export interface GlyphUse {
  readonly font: number;
  readonly glyph: number;
  /** Empty for a glyph whose text is given by the marked content around it. */
  readonly text: string;
}

/** Where a run goes, in points from the lower left corner of the page. */
export interface RunPlace {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly colour: string;
}

/**
 * Content stream operators for one run. A cluster whose text cannot be told from its glyphs alone is marked with its
 * Unicode text, so that copying and searching give back what was written, also for joined and reordered scripts.
 *
 * @param fonts all fonts of the template; `chain` gives the run's index among them.
 */
export function drawRun(
  run: ShapedRun,
  text: string,
  place: RunPlace,
  fonts: readonly DrawnFont[],
  chain: readonly number[],
  uses: GlyphUse[],
): string {
  const fontNumber = chain[run.fontIndex] ?? 0;
  const font = fonts[fontNumber];
  if (font === undefined) throw new Error('A run has a font that the template does not have.');
  const size = place.size * font.scale;
  const perThousand = 1000 / font.scale;
  const writer = new ShowWriter();
  let index = 0;
  while (index < run.glyphs.length) {
    const cluster = run.clusters[index] ?? 0;
    let next = index + 1;
    while (next < run.glyphs.length && run.clusters[next] === cluster) next += 1;
    const until =
      run.direction === 'ltr' ? run.clusters[next] : index > 0 ? run.clusters[index - 1] : undefined;
    const source = text.slice(cluster, until ?? run.end);
    const told = tellingsOf(run, index, next, source, font);
    let open: string | undefined;
    for (let at = index; at < next; at += 1) {
      const glyph = run.glyphs[at] ?? 0;
      const telling = told[at - index];
      if (telling?.marked !== open) {
        if (open !== undefined) writer.end();
        if (telling?.marked !== undefined) writer.begin(telling.marked);
        open = telling?.marked;
      }
      uses.push({ font: fontNumber, glyph, text: telling?.text ?? '' });
      const natural = font.font.advanceOf(glyph) / font.font.unitsPerEm;
      writer.glyph(
        glyph,
        (run.xOffsets[at] ?? 0) * perThousand,
        (run.yOffsets[at] ?? 0) * place.size,
        ((run.advances[at] ?? 0) / font.scale - natural) * 1000,
      );
    }
    if (open !== undefined) writer.end();
    index = next;
  }
  return `BT\n${fillColour(place.colour)} /${font.resource} ${pdfNumber(size)} Tf ${pdfNumber(place.x)} ${pdfNumber(place.y)} Td\n${writer.finish()}ET\n`;
}

/** How one glyph tells its text: through the font's ToUnicode map (`text`), or by marked content around it. */
interface Telling {
  readonly text: string;
  /** `undefined` for no marked content; empty for a glyph that says nothing of its own. */
  readonly marked: string | undefined;
}

/**
 * How the glyphs of one cluster tell its text. Readers take marked text from left to right over the glyphs under it and
 * then turn words that read right to left; so characters are told one by one wherever a glyph stands for one, and marks
 * that take no room say nothing, since their room would be read as a gap.
 */
function tellingsOf(
  run: ShapedRun,
  from: number,
  to: number,
  source: string,
  font: DrawnFont,
): readonly Telling[] {
  const count = to - from;
  if (count === 1 && font.textOf.get(run.glyphs[from] ?? 0) === source)
    return [{ text: source, marked: undefined }];
  const characters = [...source];
  const glyphAt = (index: number): number => run.glyphs[from + index] ?? 0;
  if (characters.length === count) {
    // Shaping may put marks in another order; each still says its own character.
    const own = Array.from({ length: count }, (_, index) => font.textOf.get(glyphAt(index)) ?? '');
    if (own.toSorted().join('') === characters.toSorted().join('')) {
      return own.map((character) => ({ text: character, marked: undefined }));
    }
  }
  // The map of the font says what the glyph is by itself, such as the bracket that it looks like.
  if (count === 1) return [{ text: font.textOf.get(glyphAt(0)) ?? source, marked: source }];
  const advancing: number[] = [];
  for (let index = 0; index < count; index += 1)
    if ((run.advances[from + index] ?? 0) !== 0) advancing.push(index);
  const [only] = advancing;
  if (advancing.length === 1 && only !== undefined) {
    return run.glyphs.slice(from, to).map((_, index) => ({ text: '', marked: index === only ? source : '' }));
  }
  return run.glyphs.slice(from, to).map(() => ({ text: '', marked: source }));
}

/** Collects glyphs into as few `TJ` operators as positions and marks allow. */
class ShowWriter {
  #out = '';
  #array = '';
  #hex = '';
  #pending = 0;
  #rise = 0;

  begin(text: string): void {
    this.#flush();
    this.#out += `/Span<</ActualText${pdfText(text)}>>BDC\n`;
  }

  end(): void {
    this.#flush();
    this.#out += 'EMC\n';
  }

  /** Offsets and the surplus of the advance are in thousandths of the font size, the rise in points. */
  glyph(glyph: number, xOffset: number, rise: number, surplus: number): void {
    const wanted = Math.round(rise * 10_000) / 10_000;
    if (wanted !== this.#rise) {
      this.#flush();
      this.#out += `${pdfNumber(wanted)} Ts\n`;
      this.#rise = wanted;
    }
    this.#pending -= xOffset;
    this.#move();
    this.#hex += hex16(glyph);
    this.#pending += xOffset - surplus;
  }

  finish(): string {
    this.#flush();
    if (this.#rise !== 0) this.#out += '0 Ts\n';
    return this.#out;
  }

  #move(): void {
    const shift = Math.round(this.#pending * 10) / 10;
    if (shift === 0) return;
    if (this.#hex !== '') this.#array += `<${this.#hex}>`;
    this.#hex = '';
    this.#array += String(shift);
    this.#pending -= shift;
  }

  #flush(): void {
    if (this.#hex !== '') {
      this.#array += `<${this.#hex}>`;
      this.#hex = '';
    }
    if (this.#array === '') return;
    this.#out += `[${this.#array}]TJ\n`;
    this.#array = '';
  }
}
