/** The arithmetic of the deadline bar: one column for what is overdue, then today and the days after it. */

export interface DueDay {
  /** `YYYY-MM-DD` in the jurisdiction's zone. */
  readonly day: string;
  readonly waiting: number;
}

export interface DeadlineColumn extends DueDay {
  readonly isToday: boolean;
  readonly isWeekend: boolean;
}

export interface DeadlineColumns {
  readonly overdue: number;
  readonly days: readonly DeadlineColumn[];
  /** The highest column, at least 1, to draw the others against. */
  readonly most: number;
}

const dayMs = 86_400_000;

/** The date after so many days; calendar dates have no hours, so UTC does for the arithmetic. */
export function plusDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * dayMs).toISOString().slice(0, 10);
}

/** Today on this computer's calendar. */
export function localDay(now: Date): string {
  const month = String(now.getMonth() + 1).padStart(2, '0');
  const date = String(now.getDate()).padStart(2, '0');
  return `${String(now.getFullYear()).padStart(4, '0')}-${month}-${date}`;
}

/** Sorts counts by due day into columns. Days without work get an empty column; days after the span are left out. */
export function deadlineColumns(dueByDay: readonly DueDay[], today: string, span = 14): DeadlineColumns {
  const counts = new Map<string, number>();
  let overdue = 0;
  for (const { day, waiting } of dueByDay) {
    if (day < today) overdue += waiting;
    else counts.set(day, (counts.get(day) ?? 0) + waiting);
  }
  const days = Array.from({ length: span }, (_, index) => {
    const day = plusDays(today, index);
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
    return {
      day,
      waiting: counts.get(day) ?? 0,
      isToday: index === 0,
      isWeekend: weekday === 0 || weekday === 6,
    };
  });
  const most = Math.max(1, overdue, ...days.map(({ waiting }) => waiting));
  return { overdue, days, most };
}

/** Height of a column in percent: nothing is flat, anything is seen. */
export function columnHeight(waiting: number, most: number): number {
  return waiting === 0 ? 0 : Math.max(6, Math.round((waiting / most) * 100));
}
