import { zlibSync } from 'fflate';

/** One vector page as a PDF file, always the same bytes. */
export function vectorPage(widthPoints: number, heightPoints: number, content: string): Uint8Array {
  const encoder = new TextEncoder();
  const data = zlibSync(encoder.encode(content), { level: 9 });
  const parts: Uint8Array[] = [];
  const offsets: number[] = [];
  let length = 0;
  const add = (part: Uint8Array | string): void => {
    const bytes = typeof part === 'string' ? encoder.encode(part) : part;
    parts.push(bytes);
    length += bytes.length;
  };
  const begin = (number: number): void => {
    offsets.push(length);
    add(`${number} 0 obj\n`);
  };
  add('%PDF-1.7\n');
  begin(1);
  add('<</Type/Catalog/Pages 2 0 R>>\nendobj\n');
  begin(2);
  add('<</Type/Pages/Count 1/Kids[3 0 R]>>\nendobj\n');
  begin(3);
  add(
    `<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${widthPoints} ${heightPoints}]/Resources<<>>/Contents 4 0 R>>\nendobj\n`,
  );
  begin(4);
  add(`<</Filter/FlateDecode/Length ${data.length}>>\nstream\n`);
  add(data);
  add('\nendstream\nendobj\n');
  const start = length;
  add(
    `xref\n0 5\n0000000000 65535 f \n${offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')}`,
  );
  add(`trailer\n<</Size 5/Root 1 0 R>>\nstartxref\n${start}\n%%EOF\n`);
  const file = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    file.set(part, at);
    at += part.length;
  }
  return file;
}
