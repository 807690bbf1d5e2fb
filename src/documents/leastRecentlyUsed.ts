const SEEN_PLACES = 4096;

/**
 * A map that forgets what was used longest ago once it holds more than `limit` entries. It keeps a value only when its key
 * comes a second time: most keys are names that never come again, and keeping them would fill memory with things that
 * are just old enough to be costly to throw away.
 */
export class LeastRecentlyUsed<Value> {
  readonly #limit: number;
  readonly #entries = new Map<string, Value>();
  /** Hashes of keys that came once; a place is lost when another key with the same place comes. */
  readonly #seen = new Int32Array(SEEN_PLACES);

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The value under a key, made by `make` when it is not there. */
  getOrMake(key: string, make: () => Value): Value {
    const known = this.#entries.get(key);
    if (known !== undefined) {
      this.#entries.delete(key);
      this.#entries.set(key, known);
      return known;
    }
    const made = make();
    const hash = hashOf(key);
    const place = hash & (SEEN_PLACES - 1);
    if (this.#seen[place] === hash) this.#keep(key, made);
    else this.#seen[place] = hash;
    return made;
  }

  #keep(key: string, made: Value): void {
    this.#entries.set(key, made);
    if (this.#entries.size <= this.#limit) return;
    const oldest = this.#entries.keys().next();
    if (oldest.done !== true) this.#entries.delete(oldest.value);
  }
}

/** FNV-1a; never 0, which stands for an empty place. */
function hashOf(key: string): number {
  let hash = 0x811c_9dc5 | 0;
  for (let index = 0; index < key.length; index += 1)
    hash = Math.imul(hash ^ key.charCodeAt(index), 0x0100_0193);
  return hash === 0 ? 1 : hash;
}
