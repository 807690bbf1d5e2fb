/** The `station` command: `npm run station -- <command>`. */
import { CommanderError } from 'commander';
import type { Command } from 'commander';
import { ExitCode } from './problems/exitCode.ts';
import { stationProgram } from './program.ts';

/** Makes every command throw in place of ending the process, so that what is open gets closed. */
function throwing(command: Command): Command {
  command.exitOverride();
  for (const inner of command.commands) throwing(inner);
  return command;
}

// A reader that has seen enough (`station queue | head`) closes the pipe; there is nothing more to say then.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(process.exitCode);
  throw error;
});

try {
  await throwing(stationProgram()).parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? ExitCode.done : ExitCode.usage;
}
