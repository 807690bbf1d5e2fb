/** A count that fits the rail: exact to 9,999, then in thousands. */
export function shortCount(count: number, write: (value: number) => string): string {
  if (count < 10_000) return write(count);
  if (count < 1_000_000) return `${write(Math.floor(count / 1000))}k`;
  return `${write(Math.floor(count / 100_000) / 10)}M`;
}
