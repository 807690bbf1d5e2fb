/**
 * The linear memory of one WebAssembly instance, with views that follow its growth.
 *
 * Both HarfBuzz binaries are plain WebAssembly; this is all the glue they need.
 */
export class WasmHeap {
  readonly #memory: WebAssembly.Memory;
  readonly #malloc: (size: number) => number;
  readonly #free: (pointer: number) => void;
  #bytes: Uint8Array;
  #words: Uint32Array;

  constructor(instance: WebAssembly.Instance) {
    this.#memory = instance.exports['memory'] as WebAssembly.Memory;
    this.#malloc = exportedFunction(instance, 'malloc');
    this.#free = exportedFunction(instance, 'free');
    this.#bytes = new Uint8Array(this.#memory.buffer);
    this.#words = new Uint32Array(this.#memory.buffer);
  }

  /** All of memory as bytes. Valid until the next call into the instance. */
  get bytes(): Uint8Array {
    if (this.#bytes.buffer !== this.#memory.buffer) this.#bytes = new Uint8Array(this.#memory.buffer);
    return this.#bytes;
  }

  /** All of memory as 32-bit words; index is address / 4. Valid until the next call into the instance. */
  get words(): Uint32Array {
    if (this.#words.buffer !== this.#memory.buffer) this.#words = new Uint32Array(this.#memory.buffer);
    return this.#words;
  }

  /** Reserves bytes; throws when memory is exhausted. */
  allocate(size: number): number {
    const pointer = this.#malloc(Math.max(size, 1));
    if (pointer === 0) throw new Error(`The text engine is out of memory (${size} bytes wanted).`);
    return pointer;
  }

  /** Copies bytes in and returns their address; the caller frees it. */
  copyIn(data: Uint8Array): number {
    const pointer = this.allocate(data.length);
    this.bytes.set(data, pointer);
    return pointer;
  }

  /** Gives reserved bytes back. */
  release(pointer: number): void {
    this.#free(pointer);
  }
}

/** A function export by name; throws when the binary is not the one this code was written for. */
export function exportedFunction(
  instance: WebAssembly.Instance,
  name: string,
): (...parameters: number[]) => number {
  const value = instance.exports[name];
  if (typeof value !== 'function') throw new Error(`The WebAssembly binary lacks ${name}.`);
  return value as (...parameters: number[]) => number;
}

/** A four-letter OpenType tag as HarfBuzz wants it. */
export function tag(letters: string): number {
  const at = (index: number): number => (index < letters.length ? letters.charCodeAt(index) & 0xff : 0x20);
  return ((at(0) << 24) | (at(1) << 16) | (at(2) << 8) | at(3)) >>> 0;
}
