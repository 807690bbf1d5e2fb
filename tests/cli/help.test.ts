import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { stationProgram } from '../../src/cli/program.ts';

function everyCommand(command: Command, path = 'station'): [string, Command][] {
  return [
    [path, command],
    ...command.commands.flatMap((inner) => everyCommand(inner, `${path} ${inner.name()}`)),
  ];
}

const commands = everyCommand(stationProgram());

test.for(commands.filter(([, { commands: inner }]) => inner.length === 0).map(([path]) => path))(
  '%s --help shows an example of itself',
  (path) => {
    const command = new Map(commands).get(path);
    let help = '';
    command?.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
    expect(help).toMatch(/Examples?:/u);
    expect(help).toContain(`\n  ${path}`);
  },
);

test('the help of the whole command lists every exit status', () => {
  let help = '';
  stationProgram()
    .configureOutput({ writeOut: (text) => (help += text) })
    .outputHelp();
  for (const status of [0, 1, 2, 3, 4, 5, 6, 130]) expect(help).toMatch(new RegExp(`^  ${status} `, 'mu'));
});
