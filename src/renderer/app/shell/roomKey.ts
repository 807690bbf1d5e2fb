/** The key of the room at a place in the rail: Alt+1 to Alt+9, then Alt+0. */
export function roomKey(index: number): string | null {
  return index > 9 ? null : `Alt+${(index + 1) % 10}`;
}
