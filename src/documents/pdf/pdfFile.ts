const encoder = new TextEncoder();
const CHUNK_BYTES = 1 << 16;

/** A stretch of a PDF file that is the same in many files: bytes, and where each object begins in it. */
export interface FixedPart {
  readonly bytes: Uint8Array;
  /** Object number to offset within `bytes`. */
  readonly offsets: ReadonlyMap<number, number>;
}

/**
 * Writes a PDF file object by object. Chunks are taken away with `take` as they fill, so a file of any length needs
 * little memory; only the offsets of its objects stay.
 */
export class PdfFile {
  #buffer: Uint8Array;
  #used = 0;
  #taken = 0;
  #offsets: number[] = [0];

  /** @param room bytes that the file, or what is not yet taken of it, will probably need. */
  constructor(room = CHUNK_BYTES * 2) {
    this.#buffer = new Uint8Array(room);
  }

  /** Bytes written so far. */
  get length(): number {
    return this.#taken + this.#used;
  }

  /** True when it is worth taking what was written. */
  get full(): boolean {
    return this.#used >= CHUNK_BYTES;
  }

  /** Reserves an object number. */
  reserve(): number {
    this.#offsets.push(-1);
    return this.#offsets.length - 1;
  }

  /** Reserves all numbers below `next`, for objects that a fixed part brings. */
  reserveUpTo(next: number): void {
    while (this.#offsets.length < next) this.#offsets.push(-1);
  }

  /** Appends a fixed part, which knows its own object numbers. */
  fixed(part: FixedPart): void {
    const at = this.length;
    for (const [number, offset] of part.offsets) this.#offsets[number] = at + offset;
    this.#append(part.bytes);
  }

  /** Appends bytes that are no object, such as the header. */
  raw(text: string): void {
    this.#append(encoder.encode(text));
  }

  /** Writes an object whose body is given in PDF syntax (ASCII). */
  object(number: number, body: string): void {
    this.#offsets[number] = this.length;
    this.#text(`${number} 0 obj\n${body}\nendobj\n`);
  }

  /** Writes a stream object; `entries` are the dictionary's, without the length. */
  stream(number: number, entries: string, data: Uint8Array): void {
    this.#offsets[number] = this.length;
    this.#text(`${number} 0 obj\n<<${entries}/Length ${data.length}>>\nstream\n`);
    this.#append(data);
    this.#text('\nendstream\nendobj\n');
  }

  /** Writes a stream object of ASCII text as it is. */
  textStream(number: number, entries: string, text: string): void {
    this.#offsets[number] = this.length;
    this.#text(`${number} 0 obj\n<<${entries}/Length ${text.length}>>\nstream\n${text}\nendstream\nendobj\n`);
  }

  /** Writes the cross-reference table and the trailer. Throws when a reserved object was never written. */
  finish(root: number, info: number, fileId: string): void {
    const start = this.length;
    const count = this.#offsets.length;
    const rows: string[] = [`xref\n0 ${count}\n0000000000 65535 f \n`];
    for (let number = 1; number < count; number += 1) {
      const offset = this.#offsets[number] ?? -1;
      if (offset < 0) throw new Error(`Object ${number} was reserved and never written.`);
      rows.push(`${String(offset).padStart(10, '0')} 00000 n \n`);
      if (rows.length >= 1024) this.#text(rows.splice(0).join(''));
    }
    rows.push(`trailer\n<</Size ${count}/Root ${root} 0 R/Info ${info} 0 R/ID[<${fileId}><${fileId}>]>>\n`);
    rows.push(`startxref\n${start}\n%%EOF\n`);
    this.#text(rows.join(''));
  }

  /** Hands over what was written since the last call. */
  take(): Uint8Array {
    const chunk = this.#buffer.slice(0, this.#used);
    this.#taken += this.#used;
    this.#used = 0;
    return chunk;
  }

  /** Hands over the whole file and ends it; cheaper than `take`, since nothing is copied. */
  end(): Uint8Array {
    return this.#buffer.subarray(0, this.#used);
  }

  /** Everything written so far as a fixed part, for files that begin alike. */
  toFixedPart(): FixedPart {
    const offsets = new Map<number, number>();
    for (const [number, offset] of this.#offsets.entries())
      if (number > 0 && offset >= 0) offsets.set(number, offset);
    return { bytes: this.#buffer.slice(0, this.#used), offsets };
  }

  #text(text: string): void {
    this.#room(text.length);
    encoder.encodeInto(text, this.#buffer.subarray(this.#used));
    this.#used += text.length;
  }

  #append(data: Uint8Array): void {
    this.#room(data.length);
    this.#buffer.set(data, this.#used);
    this.#used += data.length;
  }

  #room(size: number): void {
    if (this.#used + size <= this.#buffer.length) return;
    const grown = new Uint8Array(Math.max(this.#buffer.length * 2, this.#used + size));
    grown.set(this.#buffer.subarray(0, this.#used));
    this.#buffer = grown;
  }
}
