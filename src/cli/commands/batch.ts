import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import { BatchState } from '../../contract/station/batches.ts';
import type { BatchPiece, BatchSummary } from '../../contract/station/batches.ts';
import { batchIdOf } from '../finding.ts';
import { noOptions, onStation } from '../onStation.ts';
import { NotHere } from '../problems/problem.ts';
import { table } from '../table.ts';
import type { Column } from '../table.ts';
import { instantText, spaced } from '../words.ts';
import { queueFilterOf, queueFilterOptions, withQueueFilter } from './queue.ts';

/** The columns of a list of batches. */
export const batchColumns: readonly Column<BatchSummary>[] = [
  { head: 'BATCH', of: (row) => row.batchNumber },
  { head: 'STATE', of: (row) => row.state },
  { head: 'PIECES', of: (row) => row.counts.total, right: true },
  { head: 'TO SCAN', of: (row) => row.counts.waitingForScan, right: true },
  { head: 'PASSED', of: (row) => row.counts.passed, right: true },
  { head: 'SPOILED', of: (row) => row.counts.spoiled, right: true },
  { head: 'FINDINGS', of: (row) => row.findings, right: true },
  { head: 'WHERE', of: (row) => row.jurisdictions.join(', ') },
  { head: 'TEMPLATE', of: (row) => row.templateTitle },
  { head: 'DUE', of: (row) => instantText(row.earliestDueAt) },
];

const pieceColumns: readonly Column<BatchPiece>[] = [
  { head: 'SHEET', of: (row) => row.position, right: true },
  { head: 'CERTIFICATE', of: (row) => row.certificateNumber },
  { head: 'NAME', of: (row) => row.issuedName },
  { head: 'STAGE', of: (row) => spaced(row.stage) },
  { head: 'SERIAL', of: (row) => row.sheetSerial },
  {
    head: 'FINDINGS',
    of: (row) =>
      [
        ...(row.hold === null ? [] : [`on hold: ${row.hold.reason}`]),
        ...row.findings.map(({ code, detail }) => `${spaced(code)}: ${detail}`),
      ].join('; '),
  },
];

const Reason = z.object({ reason: z.string() });

/** Batches: made, looked at, changed and ended. */
export function batchCommands(program: Command): void {
  const batch = program.command('batch').description('pieces that are printed in one go');

  const create = withQueueFilter(batch.command('create'))
    .description('take the most urgent work under lease and make batches of it')
    .option('--count <n>', 'at most so many pieces', '100')
    .addHelpText(
      'after',
      '\nExamples:\n  station batch create --count 10\n  station batch create --jurisdiction TX --risk late',
    );
  onStation(
    create,
    z.object({ ...queueFilterOptions, count: z.coerce.number().int().min(1).max(1000) }),
    async ({ client, out }, { count, ...filter }) => {
      const answer = await client.batches.create({ count, filter: queueFilterOf(filter) });
      out.answer(answer, table(answer.batches, batchColumns, 'No batch was made.'));
      if (answer.notTaken > 0)
        out.note(
          `${answer.notTaken} of them could not be had: taken by another station, on hold, or no longer active.`,
        );
    },
  );

  const list = batch
    .command('list')
    .description('batches, newest first')
    .option('--state <state...>', `only ${BatchState.options.join(', ')}`)
    .option('--limit <n>', 'at most so many', '20')
    .addHelpText(
      'after',
      '\nExamples:\n  station batch list\n  station batch list --state printing printed --json',
    );
  onStation(
    list,
    z.object({ state: z.array(BatchState).optional(), limit: z.coerce.number().int().min(1).max(200) }),
    async ({ client, out }, { state, limit }) => {
      const answer = await client.batches.list({ limit, ...(state === undefined ? {} : { states: state }) });
      out.answer(answer, table(answer.rows, batchColumns, 'There are no batches.'));
    },
  );

  const show = batch
    .command('show')
    .description('one batch with all its pieces')
    .argument('<batch>', 'its number')
    .addHelpText('after', '\nExample:\n  station batch show B-2026-0042');
  onStation(show, noOptions, async ({ client, out }, _options, [number = '']) => {
    const found = await client.batches.get({ batchId: await batchIdOf(client, number) });
    out.answer(
      found,
      `${table([found], batchColumns, '')}\n\n${table(found.pieces, pieceColumns, 'It has no pieces.')}`,
    );
  });

  const page = batch
    .command('page')
    .description('save one page as it will print')
    .argument('<batch>', 'its number')
    .argument('<sheet>', 'place in the stack, from 1')
    .requiredOption('--out <file>', 'where to; .png for a picture, else a PDF')
    .addHelpText('after', '\nExample:\n  station batch page B-2026-0042 1 --out page.pdf');
  onStation(
    page,
    z.object({ out: z.string() }),
    async ({ client, out }, { out: path }, [number = '', sheet = '']) => {
      const format = path.toLowerCase().endsWith('.png') ? 'png' : 'pdf';
      const batchId = await batchIdOf(client, number);
      const file = resolve(path);
      const content = await client.batches.previewPage({ batchId, position: Number(sheet), format });
      await writeFile(file, await content.bytes());
      out.answer({ file, bytes: content.size }, `Saved ${file}.`);
    },
  );

  const remove = batch
    .command('remove')
    .description('take one piece out before it is printed; it goes back to the queue')
    .argument('<batch>', 'its number')
    .argument('<certificate>', 'the certificate number')
    .requiredOption('--reason <text>', 'why')
    .addHelpText(
      'after',
      '\nExample:\n  station batch remove B-2026-0042 CA-2026-000117 --reason "name in doubt"',
    );
  onStation(remove, Reason, async ({ client, out }, { reason }, [number = '', certificate = '']) => {
    const batchId = await batchIdOf(client, number);
    const { pieces } = await client.batches.get({ batchId });
    const piece = pieces.find(
      ({ certificateNumber }) => certificateNumber.toLowerCase() === certificate.toLowerCase(),
    );
    if (piece === undefined) throw new NotHere(`Batch ${number} has no certificate "${certificate}".`);
    const answer = await client.batches.removePiece({ batchId, pieceId: piece.pieceId, reason });
    out.answer(answer, table([answer], batchColumns, ''));
  });

  const cancel = batch
    .command('cancel')
    .description('drop a batch of which nothing was printed; its work goes back to the queue')
    .argument('<batch>', 'its number')
    .requiredOption('--reason <text>', 'why')
    .addHelpText('after', '\nExample:\n  station batch cancel B-2026-0042 --reason "wrong paper"');
  onStation(cancel, Reason, async ({ client, out }, { reason }, [number = '']) => {
    const answer = await client.batches.cancel({ batchId: await batchIdOf(client, number), reason });
    out.answer(answer, table([answer], batchColumns, ''));
  });

  const close = batch
    .command('close')
    .description('close a batch whose every sheet is accounted for')
    .argument('<batch>', 'its number')
    .addHelpText('after', '\nExample:\n  station batch close B-2026-0042');
  onStation(close, noOptions, async ({ client, out }, _options, [number = '']) => {
    const answer = await client.batches.close({ batchId: await batchIdOf(client, number) });
    out.answer(answer, table([answer], batchColumns, ''));
  });
}
