import { readFileSync } from 'node:fs';
import type { HtmlSource } from '../../src/documents/html/compileHtml.ts';
import { FACES, FALLBACKS } from './fonts.ts';
import { braid, circle, ink, line, pen, rectangle, rosette, serratedDisc, star } from './guilloche.ts';
import { outlineFace, outlineWidth, textOutline } from './outlines.ts';
import { LETTER_LANDSCAPE, MM } from './sheet.ts';
import { svgOf } from './svg.ts';

const { widthMm: WIDTH, heightMm: HEIGHT, at } = LETTER_LANDSCAPE;
const TEAL = '#0b4257';
const MINT = '#7fb7be';
const AMBER = '#c98524';
const PALE = '#e3eef0';

/** Waves, frame, seal and the lines to write on: everything of the page that is no text. */
function frame(): string {
  const plain = outlineFace('AtkinsonHyperlegibleNext-Regular.ttf');
  let page = pen(PALE, 0.4);
  page += rosette(at(208, 106), { inner: 14 * MM, outer: 48 * MM, petals: 14, strands: 9 });
  page += rosette(at(208, 106), { inner: 32 * MM, outer: 56 * MM, petals: 24, strands: 5, twist: 0.3 });

  page += pen(TEAL, 0.9) + rectangle(10 * MM, 10 * MM, (WIDTH - 20) * MM, (HEIGHT - 20) * MM, 'S');
  page += pen(AMBER, 0.35) + rectangle(11.2 * MM, 11.2 * MM, (WIDTH - 22.4) * MM, (HEIGHT - 22.4) * MM, 'S');
  for (const y of [19, HEIGHT - 19]) {
    const [from, to] = [at(11.2, y), at(WIDTH - 11.2, y)];
    page +=
      pen(MINT, 0.3) +
      braid(from, to, { halfWidth: 6.4 * MM, waveLength: 42 * MM, strands: 14, swell: 0.75 });
    page +=
      pen(TEAL, 0.3) + braid(from, to, { halfWidth: 4.6 * MM, waveLength: 26 * MM, strands: 9, swell: 0.6 });
    page +=
      pen(AMBER, 0.3) + braid(from, to, { halfWidth: 2.4 * MM, waveLength: 13 * MM, strands: 5, swell: 0.3 });
  }

  const seal = at(230, 52);
  page += ink(TEAL) + serratedDisc(seal, 17 * MM, 0.9 * MM, 84);
  page += ink('#ffffff') + circle(seal, 15.2 * MM, 'f');
  page += pen(AMBER, 0.35) + rosette(seal, { inner: 9.6 * MM, outer: 14.6 * MM, petals: 32, strands: 6 });
  page +=
    pen(TEAL, 0.3) + rosette(seal, { inner: 5.4 * MM, outer: 9.8 * MM, petals: 14, strands: 7, twist: 0.25 });
  page += ink(TEAL) + circle(seal, 5.4 * MM, 'f') + ink('#ffffff') + star(seal, 4 * MM);

  page += pen(TEAL, 0.5) + line(at(25, 102.7), at(225, 102.7));
  // The lines to sign on are words.
  const words = 'VALID ONLY WITH THE RECORD BEHIND THE CODE · ';
  const size = 1.6;
  for (const [x, widthMm] of [
    [25, 70],
    [100, 25],
  ] as const) {
    const times = Math.round((widthMm * MM) / outlineWidth(plain, words, { size }));
    const text = words.repeat(times).trim();
    const spare = widthMm * MM - outlineWidth(plain, text, { size });
    const style = { size, tracking: (spare / size / text.length) * 1000 };
    page += `${ink(TEAL)}${textOutline(plain, text, style, { at: at(x, 180) })}f\n`;
  }
  return svgOf(page, LETTER_LANDSCAPE);
}

function font(file: string, family: string, weight: number, name: string, carried: boolean, italic = false) {
  const data = new Uint8Array(readFileSync(new URL(`../../resources/fonts/${file}`, import.meta.url)));
  return { family, weight, italic, name, data, carried };
}

/** The template that is designed in HTML, as its designer hands it in. */
export function designedSource(): HtmlSource {
  return {
    html: readFileSync(new URL('designed.html', import.meta.url), 'utf8'),
    files: new Map([['frame.svg', new TextEncoder().encode(frame())]]),
    fonts: {
      text: font('EBGaramond-Regular.ttf', 'EB Garamond', 400, FACES.text.name, false),
      strong: font('EBGaramond-Medium.ttf', 'EB Garamond', 500, FACES.strong.name, false),
      italic: font('EBGaramond-Italic.ttf', 'EB Garamond', 400, FACES.italic.name, false, true),
      label: font(
        'AtkinsonHyperlegibleNext-Regular.ttf',
        'Atkinson Hyperlegible Next',
        400,
        'Atkinson Hyperlegible Next',
        false,
      ),
      labelStrong: font(
        'AtkinsonHyperlegibleNext-SemiBold.ttf',
        'Atkinson Hyperlegible Next',
        600,
        'Atkinson Hyperlegible Next SemiBold',
        false,
      ),
    },
    fallbacks: FALLBACKS,
    about: {
      name: 'Course record',
      kind: 'certificate',
      page: { widthMm: WIDTH, heightMm: HEIGHT },
      safeZoneMm: { top: 8, right: 8, bottom: 8, left: 8 },
      language: 'en-US',
      dateFormat: 'MMMM d, yyyy',
      title: 'Certificate {{certificateNumber}}',
    },
  };
}
