import type { Command } from 'commander';
import { z } from 'zod';
import type { StockItem } from '../../contract/station/stock.ts';
import type { StationClient } from '../connection.ts';
import { noOptions, onStation } from '../onStation.ts';
import { NotHere } from '../problems/problem.ts';
import { table } from '../table.ts';
import type { Column } from '../table.ts';
import { instantText, spaced } from '../words.ts';

const itemColumns: readonly Column<StockItem>[] = [
  { head: 'STOCK', of: (row) => row.stockItemId },
  { head: 'NAME', of: (row) => row.name },
  { head: 'ON HAND', of: (row) => row.onHand, right: true },
  { head: 'IN BATCHES', of: (row) => row.inBatches, right: true },
  {
    head: 'DAYS LEFT',
    of: (row) => (row.daysOfCover === null ? null : Math.floor(row.daysOfCover)),
    right: true,
  },
  { head: 'REORDER AT', of: (row) => row.reorderAt, right: true },
  { head: 'SERIALS', of: (row) => row.ranges.map(({ first, last }) => `${first}..${last}`).join(', ') },
];

/** Paper. */
export function stockCommands(program: Command): void {
  const stock = program
    .command('stock')
    .description('paper: what is on hand and how long it lasts')
    .addHelpText('after', '\nExample:\n  station stock');
  onStation(stock, noOptions, async ({ client, out }) => {
    const rows = await client.stock.list();
    out.answer(rows, table(rows, itemColumns, 'No paper is known here.'));
  });

  const moves = stock
    .command('moves')
    .description('the ledger of one kind of paper, newest first')
    .argument('<stock>', 'its id or name')
    .option('--limit <n>', 'at most so many', '50')
    .addHelpText('after', '\nExample:\n  station stock moves security-a4');
  onStation(
    moves,
    z.object({ limit: z.coerce.number().int().min(1).max(500) }),
    async ({ client, out }, { limit }, [text = '']) => {
      const { stockItemId } = await itemNamed(client, text);
      const rows = await client.stock.movements({ stockItemId, limit });
      const columns: readonly Column<(typeof rows)[number]>[] = [
        { head: 'WHEN', of: (row) => instantText(row.at) },
        { head: 'WHAT', of: (row) => spaced(row.kind) },
        { head: 'SHEETS', of: (row) => row.sheets, right: true },
        { head: 'WHO', of: (row) => row.who },
        { head: 'REFERENCE', of: (row) => row.reference },
      ];
      out.answer(rows, table(rows, columns, 'Nothing moved yet.'));
    },
  );

  const receive = stock
    .command('receive')
    .description('a pack of paper came in')
    .argument('<stock>', 'its id or name')
    .requiredOption('--sheets <n>', 'how many')
    .option('--first-serial <serial>', 'for numbered paper: the first serial of the pack')
    .option('--reference <text>', 'delivery note, invoice')
    .addHelpText(
      'after',
      '\nExample:\n  station stock receive security-a4 --sheets 500 --first-serial A0001001 --reference "DN 4711"',
    );
  onStation(
    receive,
    z.object({
      sheets: z.coerce.number().int(),
      firstSerial: z.string().optional(),
      reference: z.string().optional(),
    }),
    async ({ client, out }, { sheets, firstSerial, reference }, [text = '']) => {
      const { stockItemId } = await itemNamed(client, text);
      const item = await client.stock.receive({
        stockItemId,
        sheets,
        ...(firstSerial === undefined ? {} : { firstSerial }),
        ...(reference === undefined ? {} : { reference }),
      });
      out.answer(item, table([item], itemColumns, ''));
    },
  );
}

/** The paper of this id or name. */
export async function itemNamed(client: StationClient, text: string): Promise<StockItem> {
  const items = await client.stock.list();
  const wanted = text.toLowerCase();
  const found = items.find(
    ({ stockItemId, name }) => stockItemId.toLowerCase() === wanted || name.toLowerCase() === wanted,
  );
  if (found === undefined)
    throw new NotHere(`There is no paper "${text}". Paper: ${items.map(({ name }) => name).join(', ')}.`);
  return found;
}
