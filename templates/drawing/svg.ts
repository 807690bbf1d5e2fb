import type { Sheet } from './sheet.ts';

/**
 * A drawing of path operators as an SVG of the whole page, for pages that are designed in HTML. Knows what the drawing
 * functions of this folder write: paths, rectangles, pens and inks.
 */
export function svgOf(content: string, sheet: Sheet): string {
  const paths: string[] = [];
  let stroke = '#000000';
  let fill = '#000000';
  let width = 1;
  let path = '';
  let operands: number[] = [];
  const at = (index: number): number => operands[index] ?? 0;
  const paint = (filled: boolean, stroked: boolean): void => {
    const pen = stroked ? ` stroke="${stroke}" stroke-width="${width}"` : '';
    paths.push(`<path fill="${filled ? fill : 'none'}"${pen} d="${path}"/>`);
    path = '';
  };
  const painters: Readonly<Record<string, () => void>> = {
    w: () => {
      width = at(0);
    },
    RG: () => {
      stroke = colourOf(operands);
    },
    rg: () => {
      fill = colourOf(operands);
    },
    m: () => {
      path += `M${operands.join(' ')}`;
    },
    l: () => {
      path += `L${operands.join(' ')}`;
    },
    c: () => {
      path += `C${operands.join(' ')}`;
    },
    h: () => {
      path += 'Z';
    },
    re: () => {
      path += `M${at(0)} ${at(1)}h${at(2)}v${at(3)}h${-at(2)}Z`;
    },
    f: () => paint(true, false),
    S: () => paint(false, true),
    s: () => {
      path += 'Z';
      paint(false, true);
    },
    b: () => {
      path += 'Z';
      paint(true, true);
    },
  };
  for (const token of content.split(/\s+/u)) {
    if (token === '') continue;
    if (/^[-+.\d]/u.test(token)) {
      operands.push(Number(token));
      continue;
    }
    const painter = painters[token];
    if (painter === undefined) throw new Error(`The operator ${token} has no counterpart in SVG here.`);
    painter();
    operands = [];
  }
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${sheet.widthPoints} ${sheet.heightPoints}">` +
    `<g stroke-linejoin="round" transform="matrix(1 0 0 -1 0 ${sheet.heightPoints})">${paths.join('')}</g></svg>`
  );
}

function colourOf(channels: readonly number[]): string {
  return `#${channels
    .map((share) =>
      Math.round(share * 255)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}
