/** The arithmetic of the cover bar: how long the paper lasts, drawn against a fortnight at least. */

export type CoverLevel = 'empty' | 'low' | 'enough' | 'unused';

/** Below this many days there is hardly time to have paper delivered. */
export const lowDays = 7;

/** Days that the whole bar stands for. */
export const barDays = 28;

/** How a stock item stands; `reorderAt` is its own line. */
export function coverLevel(item: {
  readonly onHand: number;
  readonly reorderAt: number;
  readonly daysOfCover: number | null;
}): CoverLevel {
  if (item.onHand <= 0) return 'empty';
  if (item.onHand <= item.reorderAt || (item.daysOfCover !== null && item.daysOfCover < lowDays))
    return 'low';
  return item.daysOfCover === null ? 'unused' : 'enough';
}

/** Length of the bar in percent; more than the bar holds fills it. */
export function coverWidth(days: number | null, onHand: number): number {
  if (onHand <= 0) return 0;
  if (days === null) return 100;
  return Math.min(100, Math.max(2, Math.round((days / barDays) * 100)));
}
