import { fillColour, hex16, pdfNumber, pdfText } from './syntax.ts';
import type { ChainFont, ShapedRun } from '../text/shaping.ts';

/** A font of the template as the page writer sees it. */
export interface DrawnFont extends ChainFont {
  /** Name in the page's resources, such as `F0`. */
  readonly resource: string;
  /** Glyph to the code point that it stands for when it is alone. */
  readonly unicodeOf: ReadonlyMap<number, number>;
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
  const clusterEnds = endsOfClusters(run);
  let index = 0;
  while (index < run.glyphs.length) {
    const cluster = run.clusters[index] ?? 0;
    let next = index + 1;
    while (next < run.glyphs.length && run.clusters[next] === cluster) next += 1;
    const source = text.slice(cluster, clusterEnds.get(cluster) ?? cluster + 1);
    const plain = next === index + 1 && isPlain(font, run.glyphs[index] ?? 0, source);
    if (!plain) writer.begin(source);
    for (let at = index; at < next; at += 1) {
      const glyph = run.glyphs[at] ?? 0;
      uses.push({ font: fontNumber, glyph, text: next === index + 1 ? source : '' });
      const natural = font.font.advanceOf(glyph) / font.font.unitsPerEm;
      writer.glyph(
        glyph,
        (run.xOffsets[at] ?? 0) * perThousand,
        (run.yOffsets[at] ?? 0) * place.size,
        ((run.advances[at] ?? 0) / font.scale - natural) * 1000,
      );
    }
    if (!plain) writer.end();
    index = next;
  }
  return `BT\n${fillColour(place.colour)} /${font.resource} ${pdfNumber(size)} Tf ${pdfNumber(place.x)} ${pdfNumber(place.y)} Td\n${writer.finish()}ET\n`;
}

function isPlain(font: DrawnFont, glyph: number, source: string): boolean {
  const code = font.unicodeOf.get(glyph);
  return code !== undefined && source === String.fromCodePoint(code);
}

/** Where the text of each cluster ends: at the next cluster's beginning in reading order. */
function endsOfClusters(run: ShapedRun): Map<number, number> {
  const starts = [...new Set(run.clusters)].sort((left, right) => left - right);
  return new Map(starts.map((start, index) => [start, starts[index + 1] ?? run.end]));
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
