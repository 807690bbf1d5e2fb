/** Wait before try number `attempt` (0-based): 0.5 s doubling to 15 s, with up to half as much by chance on top. */
export function retryDelay(attempt: number, random: () => number = Math.random): number {
  const base = Math.min(15_000, 500 * 2 ** Math.min(attempt, 10));
  return base + random() * base * 0.5;
}
