import type { Command } from 'commander';
import { noOptions, onStation } from '../onStation.ts';
import { ExitCode } from '../problems/exitCode.ts';
import { facts, table } from '../table.ts';

const marks = { good: 'ok', attention: 'LOOK', bad: 'BAD' } as const;

/** How things stand. */
export function doctorCommands(program: Command): void {
  const doctor = program
    .command('doctor')
    .description('look the station over: data, disk, clock, central, printers, carrier, paper')
    .addHelpText(
      'after',
      '\nExit status 6 when anything is bad.\n\nExamples:\n  station doctor\n  station doctor --json',
    );
  onStation(doctor, noOptions, async ({ client, connection, out }) => {
    const setup = await client.setup.status();
    const checks = await client.overview.doctor();
    const columns = [
      { head: 'CHECK', of: (row: (typeof checks)[number]) => row.check },
      { head: 'VERDICT', of: (row: (typeof checks)[number]) => marks[row.verdict] },
      { head: 'DETAIL', of: (row: (typeof checks)[number]) => row.detail },
    ];
    const top = facts([
      ['Station', setup.stationName ?? 'not paired yet'],
      ['Central', setup.centralUrl],
      ['Data', connection.data],
      ['Program', `${setup.version}${setup.demo ? ', demo printer and carrier' : ''}`],
      ['Running', connection.own ? 'only for this command' : 'yes'],
    ]);
    out.answer(
      { setup, data: connection.data, running: !connection.own, checks },
      `${top}\n\n${table(checks, columns, '')}`,
    );
    return checks.some(({ verdict }) => verdict === 'bad') ? ExitCode.failed : ExitCode.done;
  });

  const counts = program
    .command('counts')
    .description('how much waits in each room')
    .addHelpText('after', '\nExample:\n  station counts --json');
  onStation(counts, noOptions, async ({ client, out }) => {
    const answer = await client.overview.counts();
    out.answer(
      answer,
      facts([
        ['Queue', answer.queue],
        ['To print', answer.toPrint],
        ['To check', answer.toCheck],
        ['To pack', answer.toPack],
        ['To ship', answer.toShip],
        ['To pull', answer.pull],
        ['Late', answer.late],
        ['At risk', answer.atRisk],
        ['Paper running low', answer.lowStock],
        ['Labels parked', answer.parkedLabels],
      ]),
    );
  });
}
