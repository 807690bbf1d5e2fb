import { deflateSync } from 'node:zlib';

/** Wraps objects into a PDF file with a cross-reference table. */
export function pdfOf(objects: readonly (string | Buffer)[], trailer = '/Root 1 0 R'): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n')];
  const offsets: number[] = [];
  let length = parts[0]?.length ?? 0;
  for (const [index, body] of objects.entries()) {
    offsets.push(length);
    const part = Buffer.concat([
      Buffer.from(`${index + 1} 0 obj\n`),
      Buffer.from(body),
      Buffer.from('\nendobj\n'),
    ]);
    parts.push(part);
    length += part.length;
  }
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  parts.push(
    Buffer.from(
      `xref\n0 ${size}\n0000000000 65535 f \n${rows}trailer\n<</Size ${size}${trailer}>>\nstartxref\n${length}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(parts);
}

/** A stream object. */
export function stream(dictionary: string, data: Uint8Array): Buffer {
  return Buffer.concat([
    Buffer.from(`<<${dictionary}/Length ${data.length}>>\nstream\n`),
    data,
    Buffer.from('\nendstream'),
  ]);
}

/** A one-page PDF with this page dictionary (without type and parent) and content. */
export function onePage(page: string, content: Uint8Array, filter = '/Filter/FlateDecode'): Buffer {
  return pdfOf([
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Count 1/Kids[3 0 R]>>',
    `<</Type/Page/Parent 2 0 R/Contents 4 0 R${page}>>`,
    stream(filter, content),
  ]);
}

/** Zlib bytes that inflate to this many megabytes of zeros: a thousandth of it in size. */
export function bomb(megabytes: number): Buffer {
  // Blocks of one deflate stream: a part that is flushed may follow itself any number of times.
  const head = Buffer.from([0x78, 0x9c]);
  const whole = deflateSync(Buffer.alloc(1 << 20), { finishFlush: 2 });
  return Buffer.concat([
    head,
    ...Array.from({ length: megabytes }, () => whole.subarray(2)),
    Buffer.from([3, 0]),
  ]);
}
