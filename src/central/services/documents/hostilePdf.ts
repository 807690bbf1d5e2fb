import { inflateSync } from 'node:zlib';

/** A background has one page, or two; a file with more was never meant as one. */
const MAX_PAGES = 10;
/** What all streams of a file may unpack to, together, and how often a stream may be packed into itself. */
const MAX_UNPACKED_BYTES = 128 * 1024 * 1024;
const MAX_DEPTH = 3;

/** Names of PDF that do something when a file is opened, or hide another file in it (ISO 32000-2, 12.6.4 and 7.11). */
const forbidden: readonly (readonly [RegExp, string])[] = [
  [/\/(?:JavaScript|JS)(?![A-Za-z0-9])/u, 'It holds JavaScript.'],
  [/\/Launch(?![A-Za-z0-9])/u, 'It starts another program.'],
  [/\/(?:EmbeddedFiles?|Filespec)(?![A-Za-z0-9])/u, 'It has other files inside.'],
  [/\/(?:RichMedia|Movie|Sound|3D)(?![A-Za-z0-9])/u, 'It holds film, sound or 3D.'],
  [/\/(?:SubmitForm|ImportData|GoToR|GoToE)(?![A-Za-z0-9])/u, 'It sends data or leads to another file.'],
  [/\/AA\s*<</u, 'It does something by itself when it is opened.'],
  [/\/XFA(?![A-Za-z0-9])/u, 'It is an XFA form.'],
];

/**
 * What makes a PDF unfit as a background, in sentences; read from its bytes, before any PDF library opens it, in time and
 * memory that are bounded by its size and by {@link MAX_UNPACKED_BYTES}.
 */
export function hostilities(data: Uint8Array): string[] {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const head = bytes.subarray(0, 1024).toString('latin1');
  if (!head.includes('%PDF-')) return ['It is not a PDF.'];
  const texts = [withoutStreams(bytes)];
  let left = MAX_UNPACKED_BYTES;
  for (const stream of streamsOf(bytes)) {
    let packed: Buffer = stream;
    for (let depth = 0; depth < MAX_DEPTH && packed.length > 2 && (packed[0] ?? 0) % 16 === 8; depth += 1) {
      const unpacked = unpack(packed, left);
      if (unpacked === 'too much') return ['It unpacks to more than 128 MB.'];
      if (unpacked === null) break;
      left -= unpacked.length;
      packed = unpacked;
    }
    // Object streams hold objects as text; page content and images do not look like dictionaries.
    if (packed !== stream && packed.length < 8 * 1024 * 1024 && packed.includes('<<'))
      texts.push(packed.toString('latin1'));
  }
  const text = texts.map(plainNames).join('\n');
  const found = forbidden.filter(([pattern]) => pattern.test(text)).map(([, sentence]) => sentence);
  if (/\/Encrypt(?![A-Za-z0-9])/u.test(text)) found.push('It is encrypted.');
  const pages = text.match(/\/Type\s*\/Page(?![A-Za-z0-9])/gu)?.length ?? 0;
  if (pages > MAX_PAGES) found.push(`It has ${pages} pages; a background has one or two.`);
  return found;
}

/** Names may be written with their letters as `#4A`: the same name, to be found all the same. */
function plainNames(text: string): string {
  return text.replace(/#([0-9A-Fa-f]{2})/gu, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

function unpack(data: Buffer, most: number): Buffer | 'too much' | null {
  try {
    return inflateSync(data, { maxOutputLength: Math.max(1, most), finishFlush: 2 });
  } catch (error) {
    return error instanceof RangeError ? 'too much' : null;
  }
}

function* streamsOf(bytes: Buffer): Generator<Buffer> {
  for (let at = bytes.indexOf('stream'); at !== -1; at = bytes.indexOf('stream', at + 6)) {
    const before = bytes.subarray(Math.max(0, at - 3), at).toString('latin1');
    if (before === 'end') continue;
    let from = at + 6;
    if (bytes[from] === 0x0d) from += 1;
    if (bytes[from] === 0x0a) from += 1;
    const end = bytes.indexOf('endstream', from);
    yield bytes.subarray(from, end === -1 ? bytes.length : end);
    if (end === -1) return;
    at = end + 3;
  }
}

function withoutStreams(bytes: Buffer): string {
  return bytes.toString('latin1').replace(/stream\r?\n[^]*?endstream/gu, 'stream endstream');
}
