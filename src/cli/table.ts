/** Tables for terminals, whose columns stand in line for names in every script. */

/** Two cells wide: East Asian wide and fullwidth ranges of Unicode 16 (UAX #11), and emoji. */
const wide =
  /[\u1100-\u115F\u231A\u231B\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97C\uAC00-\uD7A3\uF900-\uFAFF\uFE10-\uFE19\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{16FE0}-\u{18CFF}\u{1AFF0}-\u{1B2FF}\u{1F200}-\u{1F2FF}\u{20000}-\u{3FFFD}]|\p{Emoji_Presentation}/u;
/** No cell of their own: marks that stand on the letter before, and invisible characters. */
const none = /[\p{Mn}\p{Me}\p{Cf}\u1160-\u11FF]/u;
const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** How many cells a text takes in a terminal. */
export function cellsOf(text: string): number {
  let cells = 0;
  for (const character of text) cells += none.test(character) ? 0 : wide.test(character) ? 2 : 1;
  return cells;
}

/** Without what would move the cursor or colour the terminal: a name is data, never a command. */
export function harmless(text: string): string {
  return text.replace(/\p{Cc}|\p{Bidi_Control}/gu, '\uFFFD');
}

/** Right-to-left text is set apart, so that it does not turn the columns around it. */
function isolated(text: string): string {
  return rightToLeft.test(text) ? `\u2068${text}\u2069` : text;
}

export interface Column<Row> {
  readonly head: string;
  readonly of: (row: Row) => string | number | null;
  /** Numbers stand at the right. */
  readonly right?: boolean;
}

/** A table with a head and one line a row, without trailing blanks; `empty` when there are no rows. */
export function table<Row>(rows: readonly Row[], columns: readonly Column<Row>[], empty: string): string {
  if (rows.length === 0) return empty;
  const cells = rows.map((row) => columns.map(({ of }) => harmless(String(of(row) ?? '-'))));
  const lines = [columns.map(({ head }) => head), ...cells];
  const widths = columns.map((_, at) => Math.max(...lines.map((line) => cellsOf(line[at] ?? ''))));
  return lines
    .map((line) =>
      line
        .map((cell, at) => {
          const gap = ' '.repeat(Math.max(0, (widths[at] ?? 0) - cellsOf(cell)));
          return columns[at]?.right === true ? gap + isolated(cell) : isolated(cell) + gap;
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Names and values, one line each, the values in line. */
export function facts(pairs: readonly (readonly [string, string | number | null])[]): string {
  const widest = Math.max(...pairs.map(([name]) => cellsOf(name)));
  return pairs
    .map(([name, value]) =>
      `${name}${' '.repeat(widest - cellsOf(name))}  ${isolated(harmless(String(value ?? '-')))}`.trimEnd(),
    )
    .join('\n');
}
