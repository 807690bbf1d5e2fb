import { inflatedLength } from './compression/inflatedLength.ts';

/** Why a PDF is not opened at all. */
export interface ScreeningFault {
  readonly kind: 'tooLarge' | 'unreadable';
  readonly message: string;
}

const MAX_INFLATED = 128 * 1024 * 1024;
const MAX_STREAMS = 20_000;
const MAX_DEPTH = 200;
/** Bytes of objects, in the open and packed: what a parser makes of each takes up to a hundred times its room. */
const MAX_OBJECT_BYTES = 2 * 1024 * 1024;
/** Bytes read while measuring, as a multiple of the file: streams that lie within each other are read more than once. */
const MAX_READ = 2;
const DICTIONARY_REACH = 8192;
const STREAM = [0x73, 0x74, 0x72, 0x65, 0x61, 0x6d] as const;

/**
 * Looks a PDF over before a parser does, in bounded time and memory: how much its streams inflate to, and how deep its
 * objects nest. The parser itself knows no such limits.
 */
export function screenPdf(data: Uint8Array): ScreeningFault | undefined {
  if (!startsLikePdf(data)) return { kind: 'unreadable', message: 'The file does not begin like a PDF.' };
  const open = measureObjects(data);
  if (open.depth > MAX_DEPTH)
    return { kind: 'tooLarge', message: `Its objects nest deeper than ${MAX_DEPTH}.` };
  let objects = open.bytes;
  let inflated = 0;
  let streams = 0;
  let read = 0;
  for (let at = nextStream(data, 0); at >= 0; at = nextStream(data, at)) {
    streams += 1;
    if (streams > MAX_STREAMS)
      return { kind: 'tooLarge', message: `It has more than ${MAX_STREAMS} streams.` };
    const dictionary = dictionaryBefore(data, at);
    const holdsObjects = dictionary === undefined || /\/(?:ObjStm|XRef)\b/u.test(dictionary);
    if (dictionary !== undefined) {
      if (holdsObjects && /\/(?:LZW|LZWDecode|RL|RunLengthDecode)\b/u.test(dictionary))
        return { kind: 'unreadable', message: 'Its objects are packed in a way that is not opened.' };
      const filters = dictionary.match(/\/(?:Fl|FlateDecode|LZW|LZWDecode)\b/gu)?.length ?? 0;
      if (filters > 1) return { kind: 'unreadable', message: 'A stream is packed more than once.' };
    }
    const found = inflatedLength(data, at, MAX_INFLATED - inflated);
    if (found === undefined) continue;
    inflated += found.length;
    read += found.end - at;
    if (holdsObjects) objects += found.length;
    if (inflated >= MAX_INFLATED || read > data.length * MAX_READ)
      return { kind: 'tooLarge', message: 'Unpacked, it would have more than 128 MB.' };
  }
  return objects > MAX_OBJECT_BYTES
    ? { kind: 'tooLarge', message: 'It has more objects than a page needs.' }
    : undefined;
}

function startsLikePdf(data: Uint8Array): boolean {
  const head = new TextDecoder('latin1').decode(data.subarray(0, 1024));
  return head.includes('%PDF-');
}

/** Where the data of the next stream begins, after `from`; -1 when there is none. */
function nextStream(data: Uint8Array, from: number): number {
  for (let at = data.indexOf(STREAM[0], from); at >= 0; at = data.indexOf(STREAM[0], at + 1)) {
    if (data[at + 1] !== STREAM[1] || !STREAM.every((byte, index) => data[at + index] === byte)) continue;
    // `endstream` ends with the same letters.
    if (data[at - 1] === 0x64 && data[at - 2] === 0x6e) continue;
    const end = at + STREAM.length;
    if (data[end] === 0x0d && data[end + 1] === 0x0a) return end + 2;
    if (data[end] === 0x0a || data[end] === 0x0d) return end + 1;
  }
  return -1;
}

/**
 * The text between a stream and the word `obj` before it, with escapes in names undone: `/Fl#61teDecode` is `/FlateDecode`.
 * Undefined when the word is out of reach.
 */
function dictionaryBefore(data: Uint8Array, at: number): string | undefined {
  const least = Math.max(0, at - DICTIONARY_REACH);
  let from = at - 3;
  while (from >= least && !(data[from] === 0x6f && data[from + 1] === 0x62 && data[from + 2] === 0x6a))
    from -= 1;
  if (from < least) return undefined;
  return new TextDecoder('latin1')
    .decode(data.subarray(from, at))
    .replaceAll(/#([0-9A-Fa-f]{2})/gu, (_, digits: string) =>
      String.fromCharCode(Number.parseInt(digits, 16)),
    );
}

/**
 * How deep the objects nest that lie in the open, and how many bytes they have. A page has some ten levels and some
 * kilobytes, an attack has thousands and millions.
 */
function measureObjects(data: Uint8Array): { readonly depth: number; readonly bytes: number } {
  let depth = 0;
  let deepest = 0;
  let skipped = 0;
  for (let at = 0; at < data.length && deepest <= MAX_DEPTH; at += 1) {
    switch (data[at]) {
      case 0x25: // % comment
        while (at + 1 < data.length && data[at + 1] !== 0x0a && data[at + 1] !== 0x0d) at += 1;
        break;
      case 0x28: // ( string
        at = endOfString(data, at);
        break;
      case 0x5b: // [
        depth += 1;
        break;
      case 0x5d: // ]
        depth = Math.max(0, depth - 1);
        break;
      case 0x3c: // <<
        if (data[at + 1] === 0x3c) {
          depth += 1;
          at += 1;
        }
        break;
      case 0x3e: // >>
        if (data[at + 1] === 0x3e) {
          depth = Math.max(0, depth - 1);
          at += 1;
        }
        break;
      case 0x6f: // obj: each object begins anew
        if (data[at + 1] === 0x62 && data[at + 2] === 0x6a) depth = 0;
        break;
      case 0x73: // stream: what follows a dictionary and this word is data
        if (STREAM.every((byte, index) => data[at + index] === byte) && followsDictionary(data, at)) {
          const end = endOfStream(data, at);
          const until = end < 0 ? data.length : end;
          skipped += until - at;
          at = until - 1;
        }
        break;
      default:
    }
    deepest = Math.max(deepest, depth);
  }
  return { depth: deepest, bytes: data.length - skipped };
}

function followsDictionary(data: Uint8Array, at: number): boolean {
  let before = at - 1;
  while (before > 0 && (data[before] ?? 0) <= 0x20) before -= 1;
  return data[before] === 0x3e && data[before - 1] === 0x3e;
}

/** The bracket that closes a string; the end of the file when none does. */
function endOfString(data: Uint8Array, from: number): number {
  let open = 0;
  for (let at = from; at < data.length; at += 1) {
    if (data[at] === 0x5c) at += 1;
    else if (data[at] === 0x28) open += 1;
    else if (data[at] === 0x29) {
      open -= 1;
      if (open === 0) return at;
    }
  }
  return data.length;
}

function endOfStream(data: Uint8Array, from: number): number {
  for (let at = data.indexOf(0x65, from + 6); at >= 0; at = data.indexOf(0x65, at + 1)) {
    if (data[at + 1] === 0x6e && data[at + 2] === 0x64 && data[at + 3] === 0x73 && data[at + 4] === 0x74)
      return at;
  }
  return -1;
}
