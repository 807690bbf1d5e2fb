import type { Command } from 'commander';
import { z } from 'zod';
import type { QueueRow } from '../../contract/station/queue.ts';
import { RiskClass } from '../../domain/time/slack.ts';
import { onStation } from '../onStation.ts';
import { table } from '../table.ts';
import type { Column } from '../table.ts';
import { instantText, slackText, spaced } from '../words.ts';

const columns: readonly Column<QueueRow>[] = [
  { head: 'CERTIFICATE', of: (row) => row.certificateNumber },
  { head: 'NAME', of: (row) => row.issuedName },
  { head: 'COURSE', of: (row) => row.courseTitle },
  { head: 'WHERE', of: (row) => row.jurisdiction },
  { head: 'RISK', of: (row) => spaced(row.risk) },
  { head: 'SLACK', of: (row) => slackText(row.slackMinutes), right: true },
  { head: 'DUE', of: (row) => instantText(row.dueAt) },
  { head: 'STATE', of: (row) => stateOf(row) },
];

/** What a filter of the queue is given by. */
export const queueFilterOptions = {
  jurisdiction: z.string().optional(),
  course: z.string().optional(),
  risk: RiskClass.optional(),
  search: z.string().optional(),
};

/** The options of a filter, for each command that has one. */
export function withQueueFilter(command: Command): Command {
  return command
    .option('--jurisdiction <code>', 'only of this jurisdiction, such as CA')
    .option('--course <id>', 'only of this course')
    .option('--risk <risk>', `only ${RiskClass.options.join(', ')}`)
    .option('--search <text>', 'name, certificate number or code, as you would type it');
}

/** The filter as the station takes it. */
export function queueFilterOf(options: {
  readonly jurisdiction?: string | undefined;
  readonly course?: string | undefined;
  readonly risk?: RiskClass | undefined;
  readonly search?: string | undefined;
}): { jurisdiction?: string; courseId?: string; risk?: RiskClass; search?: string } {
  const { jurisdiction, course, risk, search } = options;
  return {
    ...(jurisdiction === undefined ? {} : { jurisdiction }),
    ...(course === undefined ? {} : { courseId: course }),
    ...(risk === undefined ? {} : { risk }),
    ...(search === undefined ? {} : { search }),
  };
}

/** What is owed and not yet begun. */
export function queueCommands(program: Command): void {
  const queue = withQueueFilter(program.command('queue'))
    .description('what is owed and not yet begun, most urgent first')
    .option('--limit <n>', 'at most so many', '20')
    .option('--on-hold', 'only what is on hold')
    .addHelpText(
      'after',
      `
Examples:
  station queue
  station queue --risk at_risk --jurisdiction CA
  station queue --search "garcia" --json`,
    );
  onStation(
    queue,
    z.object({
      ...queueFilterOptions,
      limit: z.coerce.number().int().min(1).max(500),
      onHold: z.boolean().optional(),
    }),
    async ({ client, out }, { limit, onHold, ...filter }) => {
      const answer = await client.queue.list({
        filter: { ...queueFilterOf(filter), ...(onHold === undefined ? {} : { onHold }) },
        limit,
      });
      out.answer(answer, table(answer.rows, columns, 'Nothing waits.'));
      if (answer.next !== null)
        out.note(`There is more: --limit shows up to 500, --search and the filters narrow it.`);
    },
  );
}

function stateOf(row: QueueRow): string {
  if (row.hold !== null) return `on hold: ${row.hold.reason}`;
  const again = row.attempts > 0 ? `, attempt ${row.attempts + 1}` : '';
  return `${row.leasedUntil === null ? 'waiting' : 'leased here'}${again}`;
}
