import { Command } from 'commander';
import { batchCommands } from './commands/batch.ts';
import { checkCommands } from './commands/check.ts';
import { doctorCommands } from './commands/doctor.ts';
import { historyCommands } from './commands/history.ts';
import { packCommands } from './commands/pack.ts';
import { printingCommands } from './commands/printing.ts';
import { queueCommands } from './commands/queue.ts';
import { shipCommands } from './commands/ship.ts';
import { signInCommands } from './commands/signIn.ts';
import { stockCommands } from './commands/stock.ts';
import { syncCommands } from './commands/sync.ts';
import { templateCommands } from './commands/templates.ts';
import { exitCodeHelp } from './problems/exitCode.ts';

/** The `station` command with all that it can do. */
export function stationProgram(): Command {
  const program = new Command('station')
    .description(
      'The certificate station from a terminal. Talks to the running station, or runs one for the command.',
    )
    .option(
      '--data <folder>',
      "the station's data; else STATION_DATA, the usual folder, or the demo of npm start",
    )
    .option('--json', 'one JSON document on standard output; messages go to standard error')
    .option('--demo', 'when no station runs: with the demo printer and carrier')
    .option(
      '--central <address>',
      'when no station runs: the address of central, where it is not the one on record',
    )
    .showHelpAfterError('(--help shows how it is used)')
    .addHelpText(
      'after',
      `
${exitCodeHelp}

The main job, from the first step to the last:
  station sign-in clerk
  station sync
  station queue
  station batch create --count 10
  station render B-2026-0001
  station print B-2026-0001
  station sign-in qc && station scan
  station sign-in shipping && station pack scan && station pack close P-2026-0001 --checked
  station ship buy --all
  station ship verify P-2026-0001 9400100000000123456789
  station ship hand-over --all
  station history CA-2026-000001`,
    );
  for (const add of [
    signInCommands,
    syncCommands,
    queueCommands,
    batchCommands,
    printingCommands,
    checkCommands,
    packCommands,
    shipCommands,
    historyCommands,
    stockCommands,
    templateCommands,
    doctorCommands,
  ]) {
    add(program);
  }
  return program;
}
