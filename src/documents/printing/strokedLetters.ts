/** What a page says that is printed to try a template; in letters that {@link strokesOf} has. */
export const STROKED_WORDS = {
  en: 'TEST PRINT - NOT A CERTIFICATE',
  es: 'PRUEBA - NO ES UN CERTIFICADO',
} as const;

interface Letter {
  /** Polylines of points `xy` on a grid 4 wide and 6 high, from the upper left. */
  readonly lines: string;
  readonly width: number;
}

const letter = (lines: string, width = 4): Letter => ({ lines, width });

const LETTERS: Readonly<Record<string, Letter>> = {
  ' ': letter('', 1.5),
  '-': letter('13 33'),
  '0': letter('10 30 41 45 36 16 05 01 10'),
  '1': letter('11 20 26', 3),
  '2': letter('01 10 30 41 42 06 46'),
  '3': letter('01 10 30 41 42 33 44 45 36 16 05, 33 13'),
  '4': letter('36 30 04 44'),
  '5': letter('40 00 02 32 43 45 36 16 05'),
  '6': letter('41 30 10 01 05 16 36 45 43 32 12 03'),
  '7': letter('00 40 16'),
  '8': letter('13 02 01 10 30 41 42 33 13 04 05 16 36 45 44 33'),
  '9': letter('05 16 36 45 41 30 10 01 03 14 34 43'),
  A: letter('06 20 46, 14 34'),
  B: letter('03 33 44 45 36 06 00 30 41 42 33'),
  C: letter('41 30 10 01 05 16 36 45'),
  D: letter('00 20 42 44 26 06 00'),
  E: letter('40 00 06 46, 03 33'),
  F: letter('40 00 06, 03 33'),
  I: letter('00 06', 0),
  N: letter('06 00 46 40'),
  O: letter('10 30 41 45 36 16 05 01 10'),
  P: letter('06 00 30 41 42 33 03'),
  R: letter('06 00 30 41 42 33 03, 23 46'),
  S: letter('41 30 10 01 02 13 33 44 45 36 16 05'),
  T: letter('00 40, 20 26'),
  U: letter('00 05 16 36 45 40'),
};

const GRID_HEIGHT = 6;
const GAP = 2;

/**
 * A line of figures and a few capitals as polylines, so that a page can say something in any template, whatever fonts it
 * has. Millimetres; `x`, `y` is the upper left corner.
 *
 * @throws RangeError for a character that is not here.
 */
export function strokesOf(
  text: string,
  { x, y, height }: { readonly x: number; readonly y: number; readonly height: number },
): (readonly (readonly [x: number, y: number])[])[] {
  const unit = height / GRID_HEIGHT;
  const strokes: (readonly (readonly [x: number, y: number])[])[] = [];
  let left = x;
  for (const character of text) {
    const drawn = LETTERS[character];
    if (drawn === undefined) throw new RangeError(`There are no strokes for ${character}.`);
    for (const line of drawn.lines.split(', ').filter((each) => each !== '')) {
      strokes.push(
        line
          .split(' ')
          .map((point) => [left + Number(point[0]) * unit, y + Number(point[1]) * unit] as const),
      );
    }
    left += (drawn.width + GAP) * unit;
  }
  return strokes;
}
