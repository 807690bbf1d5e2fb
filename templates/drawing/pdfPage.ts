import { zlibSync } from 'fflate';

/** A drawing that a page repeats by name: its box (left, bottom, right, top) and its operators. */
export interface PageForm {
  readonly box: readonly [number, number, number, number];
  readonly content: string;
}

/** One vector page as a PDF file, always the same bytes. `forms` are drawn by the page with `/Name Do`. */
export function vectorPage(
  widthPoints: number,
  heightPoints: number,
  content: string,
  forms: Readonly<Record<string, PageForm>> = {},
): Uint8Array {
  const encoder = new TextEncoder();
  const parts: Uint8Array[] = [];
  const offsets: number[] = [];
  let length = 0;
  const add = (part: Uint8Array | string): void => {
    const bytes = typeof part === 'string' ? encoder.encode(part) : part;
    parts.push(bytes);
    length += bytes.length;
  };
  const object = (body: string): void => {
    offsets.push(length);
    add(`${offsets.length} 0 obj\n${body}\nendobj\n`);
  };
  const stream = (entries: string, text: string): void => {
    const data = zlibSync(encoder.encode(text), { level: 9 });
    offsets.push(length);
    add(`${offsets.length} 0 obj\n<<${entries}/Filter/FlateDecode/Length ${data.length}>>\nstream\n`);
    add(data);
    add('\nendstream\nendobj\n');
  };
  const named = Object.entries(forms);
  const references = named.map(([name], index) => `/${name} ${5 + index} 0 R`).join('');
  const resources = named.length === 0 ? '' : `/XObject<<${references}>>`;
  add('%PDF-1.7\n');
  object('<</Type/Catalog/Pages 2 0 R>>');
  object('<</Type/Pages/Count 1/Kids[3 0 R]>>');
  object(
    `<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${widthPoints} ${heightPoints}]/Resources<<${resources}>>/Contents 4 0 R>>`,
  );
  stream('', content);
  for (const [, form] of named) {
    stream(`/Type/XObject/Subtype/Form/BBox[${form.box.join(' ')}]/Resources<<>>`, form.content);
  }
  const start = length;
  const size = offsets.length + 1;
  add(
    `xref\n0 ${size}\n0000000000 65535 f \n${offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')}`,
  );
  add(`trailer\n<</Size ${size}/Root 1 0 R>>\nstartxref\n${start}\n%%EOF\n`);
  const file = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    file.set(part, at);
    at += part.length;
  }
  return file;
}
