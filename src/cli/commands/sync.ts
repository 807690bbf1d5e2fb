import type { Command } from 'commander';
import { z } from 'zod';
import type { SyncStatus } from '../../contract/station/sync.ts';
import { onStation } from '../onStation.ts';
import { ExitCode } from '../problems/exitCode.ts';
import { facts } from '../table.ts';
import { instantText, spaced } from '../words.ts';

/** The line to central. */
export function syncCommands(program: Command): void {
  const sync = program
    .command('sync')
    .description('send what central does not have yet, and fetch what is new')
    .option('--status', 'only say how things stand', false)
    .addHelpText(
      'after',
      `
Exit status 4 when central is away: the station goes on under its leases, and facts wait to be sent.

Examples:
  station sync
  station sync --status --json`,
    );
  onStation(sync, z.object({ status: z.boolean() }), async ({ client, out }, { status: only }) => {
    const status = only ? await client.sync.status() : await client.sync.runNow();
    out.answer(status, syncText(status));
    return status.state === 'online' || only ? ExitCode.done : ExitCode.unreachable;
  });
}

function syncText(status: SyncStatus): string {
  const since = status.since === null ? '' : ` since ${instantText(status.since)}`;
  return facts([
    ['Central', `${spaced(status.state)}${since}`],
    ['Problem', status.problem],
    ['Last fetched', instantText(status.lastPullAt)],
    ['Last sent', instantText(status.lastPushAt)],
    ['Facts waiting', status.waitingFacts],
    [
      'Leased',
      `${status.leased}${status.leasesUntil === null ? '' : `, the first until ${instantText(status.leasesUntil)}`}`,
    ],
    ['Conflicts', status.conflicts],
    ...(status.filling === null ? [] : ([['First fill', `${status.filling} certificates so far`]] as const)),
  ]);
}
