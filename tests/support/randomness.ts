/** Numbers from 0 up to 1 that are the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The seed of this run: the one in that environment variable, else a new one. It is printed, so that a failure can be repeated. */
export function seedOf(variable: string): number {
  const given = process.env[variable] ?? '';
  const seed = given === '' ? Math.floor(Math.random() * 1_000_000) : Number(given);
  process.stderr.write(`${variable}=${seed}\n`);
  return seed;
}
