import type { Command } from 'commander';
import { z } from 'zod';
import type { PrintJob, Printer } from '../../contract/station/printing.ts';
import type { StationClient } from '../connection.ts';
import { batchIdOf } from '../finding.ts';
import { noOptions, onStation } from '../onStation.ts';
import { ExitCode } from '../problems/exitCode.ts';
import { NotHere, UsageProblem } from '../problems/problem.ts';
import { table } from '../table.ts';
import type { Column } from '../table.ts';
import { batchColumns } from './batch.ts';

const jobColumns: readonly Column<PrintJob>[] = [
  { head: 'CHUNK', of: (row) => row.chunk, right: true },
  { head: 'SHEETS', of: (row) => `${row.firstPosition}-${row.lastPosition}`, right: true },
  { head: 'STATE', of: (row) => row.state },
  { head: 'AT THE PRINTER', of: (row) => row.printerJob },
  { head: 'PROBLEM', of: (row) => row.problem },
];

const printerColumns: readonly Column<Printer>[] = [
  { head: 'PRINTER', of: (row) => row.printerId },
  { head: 'NAME', of: (row) => `${row.name}${row.demo ? ' (demo)' : ''}` },
  { head: 'KIND', of: (row) => row.kind },
  { head: 'STATE', of: (row) => [row.state, ...row.reasons].join(', ') },
];

/** Rendering and printing. */
export function printingCommands(program: Command): void {
  const render = program
    .command('render')
    .description('make and check every page of a batch')
    .argument('<batch>', 'its number')
    .addHelpText(
      'after',
      '\nExit status 1 when pages cannot be printed; station batch show says why.\n\nExample:\n  station render B-2026-0042',
    );
  onStation(render, noOptions, async ({ client, out }, _options, [number = '']) => {
    const answer = await client.batches.render({ batchId: await batchIdOf(client, number) });
    out.answer(answer, table([answer], batchColumns, ''));
    return answer.findings > 0 ? ExitCode.refused : ExitCode.done;
  });

  const printers = program
    .command('printers')
    .description('printers and what they say of themselves')
    .addHelpText('after', '\nExample:\n  station printers');
  onStation(printers, noOptions, async ({ client, out }) => {
    const rows = await client.printing.printers();
    out.answer(rows, table(rows, printerColumns, 'No printer is set up.'));
  });

  const print = program
    .command('print')
    .description('print a rendered batch, and wait until the printer has it all')
    .argument('<batch>', 'its number')
    .option('--printer <id>', 'on this printer; not needed where there is one')
    .option('--chunk <n>', 'so many sheets at a time', '25')
    .option('--no-wait', 'do not wait for the printer')
    .addHelpText(
      'after',
      `
A printer's word proves nothing: each sheet is scanned back afterwards (station scan). Exit status 4 when a chunk did not
get through.

Examples:
  station print B-2026-0042
  station print B-2026-0042 --printer demo --chunk 10 --json`,
    );
  onStation(
    print,
    z.object({
      printer: z.string().optional(),
      chunk: z.coerce.number().int().min(1).max(500),
      wait: z.boolean(),
    }),
    async ({ client, out, signal, connection }, { printer, chunk, wait }, [number = '']) => {
      const batchId = await batchIdOf(client, number);
      const printerId = await printerIdOf(client, printer);
      const spooled = await client.printing.print({ batchId, printerId, chunkSize: chunk });
      // A station within this command would end before its printer has the pages.
      const waits = wait || connection.own;
      const jobs = waits ? await endedJobs(client, batchId, signal) : spooled.jobs;
      out.answer({ batchId, jobs }, table(jobs, jobColumns, 'Nothing was sent.'));
      const failed = jobs.some(({ state }) => state === 'failed' || state === 'unknown');
      if (failed) out.note('Look at the tray, then say what is there: station print-resolve.');
      return failed ? ExitCode.unreachable : ExitCode.done;
    },
  );

  const settle = program
    .command('print-resolve')
    .description('say what is in the tray after a chunk whose fate is not known')
    .argument('<batch>', 'its number')
    .argument('<chunk>', 'which chunk')
    .requiredOption('--outcome <outcome>', 'all_printed or nothing_printed')
    .addHelpText('after', '\nExample:\n  station print-resolve B-2026-0042 3 --outcome nothing_printed');
  onStation(
    settle,
    z.object({ outcome: z.enum(['all_printed', 'nothing_printed']) }),
    async ({ client, out }, { outcome }, [number = '', chunk = '']) => {
      const jobs = await client.printing.jobs({ batchId: await batchIdOf(client, number) });
      const job = jobs.find((each) => String(each.chunk) === chunk && each.state === 'unknown');
      if (job === undefined)
        throw new NotHere(`Batch ${number} has no chunk ${chunk} whose fate is not known.`);
      const answer = await client.printing.resolveUnknown({ printJobId: job.printJobId, outcome });
      out.answer(answer, table([answer], jobColumns, ''));
    },
  );
}

async function printerIdOf(client: StationClient, asked: string | undefined): Promise<string> {
  const printers = await client.printing.printers();
  const known = printers.map(({ printerId }) => printerId).join(', ');
  if (asked !== undefined) {
    const found = printers.find(({ printerId, name }) => printerId === asked || name === asked);
    if (found === undefined)
      throw new NotHere(`There is no printer "${asked}". Printers: ${known === '' ? 'none' : known}.`);
    return found.printerId;
  }
  const [only, ...others] = printers;
  if (only === undefined) throw new NotHere('No printer is set up.');
  if (others.length > 0) throw new UsageProblem(`Which printer? --printer ${known.replaceAll(', ', ' | ')}`);
  return only.printerId;
}

/** Waits until the printer has said the last about every chunk. */
async function endedJobs(client: StationClient, batchId: string, signal: AbortSignal): Promise<PrintJob[]> {
  const over = new AbortController();
  const changes = await client.live.changes(undefined, { signal: AbortSignal.any([signal, over.signal]) });
  try {
    // Looked at once before the first event, which is `hello`; from then on at every change of the printing room.
    for await (const event of changes) {
      if (event.kind === 'changed' && !event.topics.some(({ topic }) => topic === 'printing')) continue;
      const jobs = await client.printing.jobs({ batchId });
      if (jobs.every(({ state }) => state === 'done' || state === 'failed' || state === 'unknown'))
        return jobs;
    }
    return await client.printing.jobs({ batchId });
  } finally {
    over.abort();
  }
}
