import { inflateUpTo } from './compression/boundedInflate.ts';

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
  if (!latin1Of(data.subarray(0, 1024)).includes('%PDF-')) return ['It is not a PDF.'];
  const texts: string[] = [];
  let outside = '';
  let after = 0;
  let left = MAX_UNPACKED_BYTES;
  for (const { from, end } of streamsOf(data)) {
    outside += latin1Of(data.subarray(after, from));
    after = end;
    const stream = data.subarray(from, end);
    let packed = stream;
    for (let depth = 0; depth < MAX_DEPTH && packed.length > 2 && (packed[0] ?? 0) % 16 === 8; depth += 1) {
      const unpacked = inflateUpTo(packed, left);
      if (unpacked === 'tooLarge') return ['It unpacks to more than 128 MB.'];
      if (unpacked.length === 0) break;
      left -= unpacked.length;
      packed = unpacked;
    }
    // Object streams hold objects as text; page content and images do not look like dictionaries.
    if (packed === stream || packed.length >= 8 * 1024 * 1024) continue;
    const text = latin1Of(packed);
    if (text.includes('<<')) texts.push(text);
  }
  texts.push(outside + latin1Of(data.subarray(after)));
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

function latin1Of(data: Uint8Array): string {
  return new TextDecoder('latin1').decode(data);
}

const STREAM = [0x73, 0x74, 0x72, 0x65, 0x61, 0x6d];
const END_OF_STREAM = [0x65, 0x6e, 0x64, ...STREAM];

function indexOf(data: Uint8Array, word: readonly number[], from: number): number {
  const [first = 0] = word;
  for (let at = data.indexOf(first, from); at !== -1; at = data.indexOf(first, at + 1)) {
    if (word.every((byte, index) => data[at + index] === byte)) return at;
  }
  return -1;
}

/** Where the bytes of each stream begin and end. */
function* streamsOf(data: Uint8Array): Generator<{ readonly from: number; readonly end: number }> {
  for (let at = indexOf(data, STREAM, 0); at !== -1; at = indexOf(data, STREAM, at + STREAM.length)) {
    // `endstream` ends with the same letters.
    if (data[at - 1] === 0x64 && data[at - 2] === 0x6e && data[at - 3] === 0x65) continue;
    let from = at + STREAM.length;
    // A line ends there, or it is a word in a text (ISO 32000-2, 7.3.8.1).
    if (data[from] !== 0x0d && data[from] !== 0x0a) continue;
    if (data[from] === 0x0d) from += 1;
    if (data[from] === 0x0a) from += 1;
    const end = indexOf(data, END_OF_STREAM, from);
    yield { from, end: end === -1 ? data.length : end };
    if (end === -1) return;
    at = end + 3;
  }
}
