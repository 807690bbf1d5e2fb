/** What is looked at before an envelope is closed, in this order. */
export const checklistItems = ['sheet_in', 'letter_in', 'address_shows'] as const;
export type ChecklistItem = (typeof checklistItems)[number];

/** The next point that nobody has ticked; null when all are. */
export function nextItem(ticked: ReadonlySet<ChecklistItem>): ChecklistItem | null {
  return checklistItems.find((item) => !ticked.has(item)) ?? null;
}

/** Scanning the sheets is the proof of the first point, once none is missing; the others need eyes. */
export function provenByScan(pieces: number, stillExpected: number): ReadonlySet<ChecklistItem> {
  return new Set(pieces > 0 && stillExpected === 0 ? ['sheet_in'] : []);
}
