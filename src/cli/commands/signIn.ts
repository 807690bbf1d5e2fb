import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import type { Command } from 'commander';
import { z } from 'zod';
import { personNamed } from '../finding.ts';
import { noOptions, onStation } from '../onStation.ts';
import { UsageProblem } from '../problems/problem.ts';
import { forgetSession, keepSession } from '../session.ts';
import { table } from '../table.ts';
import { instantText, spaced } from '../words.ts';

/** Pairing, signing in and out, and who can. */
export function signInCommands(program: Command): void {
  const pair = program
    .command('pair')
    .description('pair this station with central by a one-time code')
    .requiredOption('--code <code>', 'the code that an administrator of central gave')
    .requiredOption('--url <address>', 'the address of central')
    .requiredOption('--name <name>', 'what this station is called')
    .addHelpText(
      'after',
      '\nExample:\n  station pair --url https://central.example --code K7QM-2R9X --name "Front desk"',
    );
  onStation(
    pair,
    z.object({ code: z.string(), url: z.string(), name: z.string() }),
    async ({ client, out }, { code, url, name }) => {
      const status = await client.setup.pair({ centralUrl: url, code, stationName: name });
      out.answer(status, `Paired as "${status.stationName ?? name}" with ${status.centralUrl ?? url}.`);
    },
    'founder',
  );

  const people = program
    .command('people')
    .description('who can sign in here')
    .addHelpText('after', '\nExample:\n  station people');
  onStation(
    people,
    noOptions,
    async ({ client, out }) => {
      const rows = await client.session.people();
      const columns = [
        { head: 'NAME', of: (row: (typeof rows)[number]) => row.displayName },
        { head: 'ROLES', of: (row: (typeof rows)[number]) => row.roles.map(spaced).join(', ') },
        { head: 'LOCKED UNTIL', of: (row: (typeof rows)[number]) => instantText(row.lockedUntil) },
      ];
      out.answer(rows, table(rows, columns, 'The station knows nobody yet: pair it with central first.'));
    },
    'nobody',
  );

  const signIn = program
    .command('sign-in')
    .description('sign in for the commands that follow')
    .argument('<person>', 'name, beginning of a name, or role')
    .addHelpText(
      'after',
      `
The PIN is asked for, or read from STATION_PIN or the first line of standard input; never from the command line, which
others can see. Programs need no sign-in: they set STATION_USER and STATION_PIN for each command.

Examples:
  station sign-in "Carla Clerk"
  STATION_USER=clerk STATION_PIN=1234 station queue --json`,
    );
  onStation(
    signIn,
    noOptions,
    async ({ client, connection, out, input }, _options, [name = '']) => {
      const person = await personNamed(client, name);
      const pin = await askedPin(`PIN of ${person.displayName}: `, 'STATION_PIN', input);
      const { token, session } = await client.session.signIn({ userId: person.userId, pin });
      await keepSession(connection.data, { token, displayName: session.displayName });
      out.answer(
        session,
        `Signed in as ${session.displayName} (${session.roles.map(spaced).join(', ')}) until ${instantText(session.expiresAt)} at least.`,
      );
    },
    'nobody',
  );

  const signOut = program
    .command('sign-out')
    .description('sign out at this terminal')
    .addHelpText('after', '\nExample:\n  station sign-out');
  onStation(signOut, noOptions, async ({ client, connection, out }) => {
    const answer = await client.session.signOut();
    await forgetSession(connection.data);
    out.answer(answer, 'Signed out.');
  });
}

/** A PIN from that environment variable, from a person who types unseen, or from what is piped in. */
export async function askedPin(
  question: string,
  variable: string,
  input: NodeJS.ReadStream,
): Promise<string> {
  const given = process.env[variable] ?? '';
  if (given !== '') return given;
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  if (input.isTTY) process.stderr.write(question);
  const lines = createInterface({ input, output: silent, terminal: input.isTTY });
  const pin = await new Promise<string | null>((resolve) => {
    lines.once('line', (line) => resolve(line.trim()));
    lines.once('close', () => resolve(null));
  });
  lines.close();
  if (input.isTTY) process.stderr.write('\n');
  if (pin === null || pin === '')
    throw new UsageProblem(`No PIN was given. Type it, pipe it in, or set ${variable}.`);
  return pin;
}
