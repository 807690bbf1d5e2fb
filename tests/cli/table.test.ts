import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cellsOf, facts, harmless, table } from '../../src/cli/table.ts';
import { slackText } from '../../src/cli/words.ts';
import { HARD_NAMES } from '../support/hardNames.ts';

interface Row {
  readonly name: string;
  readonly sheets: number;
}

const columns = [
  { head: 'NAME', of: ({ name }: Row) => name },
  { head: 'SHEETS', of: ({ sheets }: Row) => sheets, right: true },
];

test('a table stands in line for names in every script', () => {
  const rows = Object.values(HARD_NAMES).map((name, index) => ({ name, sheets: 10 ** (index % 4) }));
  const lines = table(rows, columns, 'none').split('\n');
  // The last column is set at the right, so that every line ends in the same cell.
  expect(new Set(lines.map(cellsOf)).size).toBe(1);
});

test('an East Asian character takes two cells, and a mark on a letter none', () => {
  expect(cellsOf('欧阳振华')).toBe(8);
  expect(cellsOf('김민준')).toBe(6);
  expect(cellsOf('渡邉 さくら')).toBe(11);
  expect(cellsOf('Nguyễn'.normalize('NFD'))).toBe(6);
  expect(cellsOf('Zoë')).toBe(3);
  expect(cellsOf('ยศ')).toBe(2);
});

test('a name from right to left is set apart from the columns around it', () => {
  const [, line] = table([{ name: HARD_NAMES.arabic, sheets: 1 }], columns, 'none').split('\n');
  expect(line).toBe(`\u2068${HARD_NAMES.arabic}\u2069       1`);
});

test('whatever a name holds, it moves no cursor, colours nothing and turns no line', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      expect(harmless(name)).not.toMatch(/\p{Cc}|\p{Bidi_Control}/u);
      expect(table([{ name, sheets: 1 }], columns, '').split('\n')).toHaveLength(2);
    }),
  );
  expect(harmless('\u001b[2JMaria\n\u202eevil')).toBe('\uFFFD[2JMaria\uFFFD\uFFFDevil');
});

test('an empty table says so in words', () => {
  expect(table([], columns, 'Nothing waits.')).toBe('Nothing waits.');
});

test('names and values stand in line, and what is not known is a dash', () => {
  expect(
    facts([
      ['Central', 'online'],
      ['Lease', null],
    ]),
  ).toBe('Central  online\nLease    -');
});

test('slack is said as people say it', () => {
  expect([null, 20, 90, 1500, -20, -1500].map(slackText)).toEqual([
    '-',
    '20 min',
    '1 h',
    '1 d 1 h',
    '-20 min',
    '-1 d 1 h',
  ]);
});
