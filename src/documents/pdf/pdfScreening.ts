import { inflatedLength } from './compression/boundedInflate.ts';

/** Why a PDF is not opened at all. */
export interface ScreeningFault {
  readonly kind: 'tooLarge' | 'unreadable';
  readonly message: string;
}

const MAX_INFLATED = 128 * 1024 * 1024;
const MAX_STREAMS = 20_000;
const MAX_DEPTH = 200;
const DICTIONARY_REACH = 8192;
const STREAM = [0x73, 0x74, 0x72, 0x65, 0x61, 0x6d] as const;

/**
 * Looks a PDF over before a parser does, in bounded time and memory: how much its streams inflate to, and how deep its
 * objects nest. The parser itself knows no such limits.
 */
export function screenPdf(data: Uint8Array): ScreeningFault | undefined {
  if (!startsLikePdf(data)) return { kind: 'unreadable', message: 'The file does not begin like a PDF.' };
  if (nestsTooDeep(data)) return { kind: 'tooLarge', message: `Its objects nest deeper than ${MAX_DEPTH}.` };
  let inflated = 0;
  let streams = 0;
  for (let at = nextStream(data, 0); at >= 0; at = nextStream(data, at)) {
    streams += 1;
    if (streams > MAX_STREAMS)
      return { kind: 'tooLarge', message: `It has more than ${MAX_STREAMS} streams.` };
    const dictionary = dictionaryBefore(data, at);
    if (
      /\/(?:ObjStm|XRef)\b/u.test(dictionary) &&
      /\/(?:LZW|LZWDecode|RL|RunLengthDecode)\b/u.test(dictionary)
    ) {
      return { kind: 'unreadable', message: 'Its objects are packed in a way that is not opened.' };
    }
    const filters = dictionary.match(/\/(?:Fl|FlateDecode|LZW|LZWDecode)\b/gu)?.length ?? 0;
    if (filters > 1) return { kind: 'unreadable', message: 'A stream is packed more than once.' };
    const length = inflatedLength(data.subarray(at), MAX_INFLATED - inflated);
    inflated += length ?? 0;
    if (inflated >= MAX_INFLATED) {
      return { kind: 'tooLarge', message: 'Unpacked, it would have more than 128 MB.' };
    }
  }
  return undefined;
}

function startsLikePdf(data: Uint8Array): boolean {
  const head = new TextDecoder('latin1').decode(data.subarray(0, 1024));
  return head.includes('%PDF-');
}

/** Where the data of the next stream begins, after `from`; -1 when there is none. */
function nextStream(data: Uint8Array, from: number): number {
  for (let at = data.indexOf(STREAM[0], from); at >= 0; at = data.indexOf(STREAM[0], at + 1)) {
    if (!STREAM.every((byte, index) => data[at + index] === byte)) continue;
    // `endstream` ends with the same letters.
    if (data[at - 1] === 0x64 && data[at - 2] === 0x6e) continue;
    const end = at + STREAM.length;
    if (data[end] === 0x0d && data[end + 1] === 0x0a) return end + 2;
    if (data[end] === 0x0a || data[end] === 0x0d) return end + 1;
  }
  return -1;
}

/** The text before a stream, with escapes in names undone: `/Fl#61teDecode` is `/FlateDecode`. */
function dictionaryBefore(data: Uint8Array, at: number): string {
  const text = new TextDecoder('latin1').decode(data.subarray(Math.max(0, at - DICTIONARY_REACH), at));
  const from = text.lastIndexOf(' obj');
  return text
    .slice(Math.max(from, 0))
    .replaceAll(/#([0-9A-Fa-f]{2})/gu, (_, digits: string) =>
      String.fromCharCode(Number.parseInt(digits, 16)),
    );
}

/** Counts brackets outside strings and streams, roughly: a page has some ten levels, an attack has thousands. */
function nestsTooDeep(data: Uint8Array): boolean {
  let depth = 0;
  let streamUntil = 0;
  for (let at = 0; at < data.length; at += 1) {
    if (at < streamUntil) continue;
    switch (data[at]) {
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
      case 0x73: // stream: what follows is data
        if (
          data[at + 1] === 0x74 &&
          data[at + 2] === 0x72 &&
          data[at + 3] === 0x65 &&
          data[at + 4] === 0x61
        ) {
          const end = endOfStream(data, at);
          streamUntil = end < 0 ? data.length : end;
        }
        break;
      default:
    }
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}

function endOfStream(data: Uint8Array, from: number): number {
  for (let at = data.indexOf(0x65, from + 6); at >= 0; at = data.indexOf(0x65, at + 1)) {
    if (data[at + 1] === 0x6e && data[at + 2] === 0x64 && data[at + 3] === 0x73 && data[at + 4] === 0x74)
      return at;
  }
  return -1;
}
