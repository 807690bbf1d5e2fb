/**
 * Distinguished Encoding Rules (ITU-T X.690), as much of them as a signature needs.
 */

/** Joins bytes. */
export function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const result = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}

/** One element: tag, length, content. */
export function element(tag: number, ...content: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const body = joined(content);
  const length: number[] = [];
  if (body.length < 128) length.push(body.length);
  else {
    for (let rest = body.length; rest > 0; rest >>= 8) length.unshift(rest & 0xff);
    length.unshift(0x80 | length.length);
  }
  return joined([Uint8Array.from([tag, ...length]), body]);
}

export const SEQUENCE = 0x30;
export const SET = 0x31;
export const OCTET_STRING = 0x04;
export const NULL = Uint8Array.from([0x05, 0x00]);

/** A small whole number, 0 to 127. */
export function integer(value: number): Uint8Array {
  return Uint8Array.from([0x02, 0x01, value]);
}

/** An object identifier such as `1.2.840.113549.1.7.2`. */
export function objectIdentifier(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes: number[] = [first * 40 + second];
  for (const arc of rest) {
    const groups = [arc & 0x7f];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) {
      groups.unshift((left & 0x7f) | 0x80);
    }
    bytes.push(...groups);
  }
  return element(0x06, Uint8Array.from(bytes));
}

/** One element of a DER encoding: its tag, its content, and the whole of it. */
export interface DerElement {
  readonly tag: number;
  readonly content: Uint8Array;
  readonly whole: Uint8Array;
}

/** Takes a run of elements apart; throws `RangeError` when it is not DER. */
export function elementsOf(data: Uint8Array): readonly DerElement[] {
  const found: DerElement[] = [];
  let at = 0;
  while (at < data.length) {
    const tag = data[at] ?? 0;
    let length = data[at + 1] ?? 0;
    let head = 2;
    if (length >= 0x80) {
      const count = length & 0x7f;
      if (count === 0 || count > 4) throw new RangeError('A length that DER does not have.');
      length = 0;
      for (let index = 0; index < count; index += 1) length = length * 256 + (data[at + 2 + index] ?? 0);
      head += count;
    }
    const end = at + head + length;
    if (end > data.length) throw new RangeError('An element reaches beyond its end.');
    found.push({ tag, content: data.subarray(at + head, end), whole: data.subarray(at, end) });
    at = end;
  }
  return found;
}
