/** Pictures that the pretend station answers with: a page and a label as SVG. */
const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

function pattern(x: number, y: number, size: number): string {
  const cells: string[] = [];
  for (let row = 0; row < 25; row += 1) {
    for (let column = 0; column < 25; column += 1) {
      if ((row * 7 + column * 13 + row * column) % 3 === 0) {
        cells.push(
          `<rect x="${x + (column * size) / 25}" y="${y + (row * size) / 25}" width="${size / 25}" height="${size / 25}"/>`,
        );
      }
    }
  }
  return cells.join('');
}

export function pagePicture(name: string, number: string, course: string): File {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1100 850" width="1100" height="850">
<rect width="1100" height="850" fill="#fff"/><rect x="36" y="36" width="1028" height="778" fill="none" stroke="#1d4c9e" stroke-width="6"/>
<rect x="50" y="50" width="1000" height="750" fill="none" stroke="#1d4c9e" stroke-width="1.5"/>
<g text-anchor="middle" font-family="serif" fill="#1a1d23"><text x="550" y="170" font-size="54">Certificate of Completion</text>
<text x="550" y="250" font-size="24">This certifies that</text><text x="550" y="340" font-size="56">${escape(name)}</text>
<text x="550" y="420" font-size="24">has completed</text><text x="550" y="480" font-size="34">${escape(course)}</text>
<text x="550" y="540" font-size="24">on November 12, 2026</text><text x="220" y="740" font-size="22" font-family="monospace">${escape(number)}</text></g>
<g fill="#000">${pattern(880, 620, 140)}</g></svg>`;
  return new File([svg], `${number}.svg`, { type: 'image/svg+xml' });
}

export function labelPicture(name: string, tracking: string): File {
  const bars = Array.from(
    { length: 60 },
    (_, index) => `<rect x="${40 + index * 5}" y="380" width="${1 + ((index * 7) % 3)}" height="90"/>`,
  ).join('');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 600" width="400" height="600"><rect width="400" height="600" fill="#fff" stroke="#000"/>
<text x="30" y="60" font-size="30" font-family="sans-serif" font-weight="bold">DEMO – NO POSTAGE</text><text x="30" y="200" font-size="24" font-family="sans-serif">${escape(name)}</text>
<g>${bars}</g><text x="40" y="510" font-size="20" font-family="monospace">${tracking}</text></svg>`;
  return new File([svg], 'label.svg', { type: 'image/svg+xml' });
}
