import { join } from 'node:path';
import { inspect } from 'node:util';
import { Command } from 'commander';
import { addAdministration } from './commands/administer.ts';
import { CannotMove, moveDatabase } from './commands/move.ts';
import { BadSettings, readSettings } from './commands/readSettings.ts';
import type { SettingFlags } from './commands/readSettings.ts';
import { RemoteRefused } from './commands/remote.ts';
import { nodePorts, readyText, serve } from './commands/serve.ts';
import { openDatabase } from './compose.ts';
import { FolderInUse } from './db/folderLock.ts';
import { migrate, UnknownDatabase } from './db/migrate.ts';
import type { CentralPorts } from './ports.ts';
import { BadDocumentKey } from './services/keys/documentSigner.ts';
import { WrongMasterKey } from './services/keys/seal.ts';
import { newPairingCode } from './services/stations/pairing.ts';

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const complain = (text: string): void => void process.stderr.write(`${text}\n`);

/** Errors whose text says all that a person needs; others are shown whole. */
const plain = [
  BadDocumentKey,
  BadSettings,
  CannotMove,
  FolderInUse,
  RemoteRefused,
  UnknownDatabase,
  WrongMasterKey,
];

function fail(error: unknown): never {
  const known = error instanceof Error && plain.some((kind) => error instanceof kind);
  const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  if (taken)
    complain('The port is taken by another program. Choose another one with --port, or 0 for a free one.');
  else complain(known && error instanceof Error ? error.message : inspect(error));
  process.exit(known || taken ? 2 : 1);
}

/** Settings that a command does not use which answers no calls. */
const unneeded = { CENTRAL_SCHOOL_NAME: 'any', CENTRAL_PUBLIC_URL: 'https://unused.invalid' };

const withSettings = (command: Command): Command =>
  command
    .option('--data <folder>', 'where the embedded database and the secrets are kept (CENTRAL_DATA)')
    .option(
      '--database-url <url>',
      'a PostgreSQL database instead of the embedded one (CENTRAL_DATABASE_URL)',
    )
    .option(
      '--settings <file>',
      'a settings file instead of central.json in the data folder (CENTRAL_SETTINGS)',
    )
    .option('--json', 'one line of JSON on standard output, for programs');

/** The central program: runs the command that the process was started with. */
export async function runCentral(host: Pick<CentralPorts, 'openBrowserPage'>): Promise<void> {
  const program = new Command('central').description(
    'Issues certificates, publishes their verification, and hands work to stations.',
  );
  addServe(program, host);
  addDatabaseCommands(program);
  addAdministration(program, say);
  await program.parseAsync().catch(fail);
}

function addServe(program: Command, host: Pick<CentralPorts, 'openBrowserPage'>): void {
  withSettings(program.command('serve'))
    .description('Answer calls until stopped by SIGTERM or Ctrl-C')
    .option('--host <address>', 'listen there (CENTRAL_HOST)')
    .option('--port <number>', 'listen on this port; 0 takes a free one (CENTRAL_PORT)')
    .option('--demo', 'fill an empty database with a demo school')
    .addHelpText('after', '\nExample:\n  central serve --demo --data ./central-data --port 4180')
    .action(async (flags: SettingFlags & { json?: boolean }) => {
      const settings = await readSettings(flags, process.env);
      const ports = { ...nodePorts(settings.server.logLevel), ...host };
      const running = await serve(settings.central, settings.server, ports);
      const { url, pairingCode } = running;
      const ready = { ready: true, url, ...(pairingCode === null ? {} : { pairingCode }) };
      say(flags.json === true ? JSON.stringify(ready) : readyText(running, settings.central));
      let stopping = false;
      const stop = () => {
        if (stopping) return;
        stopping = true;
        running.stop().then(() => process.exit(0), fail);
      };
      process.on('SIGTERM', stop);
      process.on('SIGINT', stop);
    });
}

function addDatabaseCommands(program: Command): void {
  withSettings(program.command('migrate'))
    .description('Bring the database forward and stop')
    .action(async (flags: SettingFlags & { json?: boolean }) => {
      const { central } = await readSettings(flags, { ...unneeded, ...process.env });
      const ports = nodePorts('warn');
      const db = await openDatabase(central, ports);
      try {
        const applied = await migrate(
          db,
          join(central.programFolder, 'migrations', 'central'),
          ports.clock.now,
        );
        if (flags.json === true) say(JSON.stringify({ applied }));
        else say(applied.length === 0 ? 'Nothing to do.' : `Applied: ${applied.join(', ')}`);
      } finally {
        await db.close();
      }
    });

  withSettings(program.command('pair-code'))
    .description('Make a one-time pairing code; with the embedded database central must not be running')
    .action(async (flags: SettingFlags & { json?: boolean }) => {
      const { central } = await readSettings(flags, { ...unneeded, ...process.env });
      const ports = nodePorts('warn');
      const db = await openDatabase(central, ports);
      try {
        const { code, expiresAt } = await newPairingCode({ ...ports, db, settings: central });
        say(
          flags.json === true
            ? JSON.stringify({ code, expiresAt })
            : `${code}   (good until ${new Date(expiresAt).toLocaleString()})`,
        );
      } finally {
        await db.close();
      }
    });

  withSettings(program.command('move'))
    .description(
      'Move everything from the embedded database to a new PostgreSQL database; central must not be running',
    )
    .requiredOption('--to <url>', 'an empty PostgreSQL database, postgres://user:password@host/name')
    .addHelpText(
      'after',
      '\nAfterwards start central with CENTRAL_DATABASE_URL and the same secrets.json (or CENTRAL_MASTER_KEY).\n' +
        'The embedded database stays as it is.\n\nExample:\n  central move --data ./central-data --to postgres://central:secret@db/central',
    )
    .action(async (flags: SettingFlags & { json?: boolean; to: string }) => {
      const { central } = await readSettings(flags, { ...unneeded, ...process.env });
      if (central.database.kind !== 'pglite')
        throw new CannotMove('There is no embedded database to move from.');
      const ports = nodePorts('warn');
      const folder = join(central.programFolder, 'migrations', 'central');
      const from = await openDatabase(central, ports);
      try {
        await migrate(from, folder, ports.clock.now);
        const to = await openDatabase(
          { ...central, database: { kind: 'postgres', url: flags.to, connections: 2 } },
          ports,
        );
        try {
          await migrate(to, folder, ports.clock.now);
          const tables = await moveDatabase(from, to);
          if (flags.json === true) say(JSON.stringify({ tables }));
          else {
            for (const { table, rows, hash } of tables)
              say(`${table.padEnd(24)} ${String(rows).padStart(9)}  ${hash}`);
            say('Moved: counts and hashes are the same on both sides.');
          }
        } finally {
          await to.close();
        }
      } finally {
        await from.close();
      }
    });
}
