/** The demo: `npm start` brings up central with a demo school and a station that is paired with it, and opens the station. */
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { demoPeople } from '../central/services/demo/school.ts';
import { entryUrlOfRunning, runningStation } from '../station/hosting/door/doorFile.ts';
import { packageRoot, thisMachine } from '../station/hosting/folders.ts';
import { moveDemoAside, openDemoFolder } from './demo/demoFolder.ts';
import { chooseDoor } from './demo/electronRuntime.ts';
import type { DoorChoice } from './demo/electronRuntime.ts';
import { runDemo } from './demo/runDemo.ts';
import { installRuntime } from './demo/runtimeInstaller.ts';
import { peopleText } from './demo/wording.ts';
import { showToPerson } from './node/opener.ts';
import { asked, complain, onAskedToStop, onEnter, say } from './terminal.ts';

const usage = `Usage: npm start -- [options]
  --door electron|browser   decide by hand where the station opens
  --fresh                   begin anew, after asking; the old demo is moved aside, not deleted
  --yes                     do not ask
  --data DIR                where the demo keeps its data (.data/demo in this folder)
  --port N                  the port of the station in the browser; 0, the default, takes any free one
  --no-open                 print the link, open nothing

Ctrl-C stops everything and loses nothing; the next start carries on.
`;

const root = packageRoot(import.meta.dirname);
const machine = thisMachine();
const fetchingMs = 10 * 60_000;
/** Within 10 seconds it is known whether the Electron runtime can be had; starting the installer takes some of them. */
const patienceMs = 8000;

/** Exit codes: 0 done, 1 could not start, 2 wrong arguments, 130 not confirmed. */
async function main(): Promise<number> {
  const args = parsedArgs();
  if (args === null) return 2;
  const running = await runningStation(join(args.data, 'station'), 3000);
  if (running !== null) {
    const { pid, entryUrl } = running;
    const where = entryUrl === null ? 'It is in its own window.' : `A new link to it:\n\n  ${entryUrl}\n`;
    say(`The demo is running already (process ${pid}). ${where}`);
    if (args.fresh) say('To begin anew, stop it first (Ctrl-C in its terminal).');
    else if (entryUrl !== null && args.opens) await showToPerson(entryUrl, machine);
    return args.fresh ? 1 : 0;
  }
  if (args.fresh && !(await beganAnew(args.data, args.yes))) return 130;

  const stopped = new AbortController();
  const folder = await openDemoFolder(args.data);
  const door = wantedDoor(args.door, stopped.signal);
  say('Starting central with the demo school (the first time takes a little longer) ...');
  const starting = runDemo({
    root,
    built: import.meta.dirname,
    folder,
    port: args.port,
    door,
    signal: stopped.signal,
    onlyElectron: args.door === 'electron',
    say,
    onNewLink: (url) => say(`\n  ${url}\n`),
    wait: (ms, signal) => delay(ms, undefined, { signal }).catch(() => undefined),
    now: () => performance.now(),
  });
  onAskedToStop(
    () => {
      say('\nStopping: finishing what is being written ...');
      stopped.abort();
    },
    () => say('Still finishing what is being written; this takes a moment.'),
  );
  const demo = await starting;
  const isUnwanted = stopped.signal.aborted;
  if (!demo.ok) {
    // A runtime that is still being fetched is let go of, and what is half there is removed.
    stopped.abort();
    await door;
  }
  if (!demo.ok && isUnwanted) {
    say('Stopped. Nothing was lost; `npm start` carries on where you are.');
    return 0;
  }
  if (!demo.ok) {
    complain(`\n${demo.error}\n\nNothing was lost. More is written in ${folder.output}.`);
    return 1;
  }
  const { door: opened, link, over, stop } = demo.value;
  if (!stopped.signal.aborted) {
    const where = opened.door === 'browser' ? `in the browser, because ${opened.why}` : 'in its own window';
    say(`\nThe station is ready. It opens ${where}.\n`);
    if (link !== null) await showLink(link, args.opens);
    say(
      `${peopleText(demoPeople)}\n  Printer and carrier are demos: labels cost nothing, and pages become PDF files in\n  ${join(folder.station, 'exports', 'printed')}`,
    );
    say('  Ctrl-C stops everything and loses nothing; the next start carries on.\n');
  }
  const stopListening = onEnter(() => void newLink(folder.station));
  await Promise.race([over, aborted(stopped.signal)]);
  stopListening();
  await stop();
  await door;
  say('Stopped. Nothing was lost; `npm start` carries on where you are.');
  return 0;
}

async function showLink(url: string, opens: boolean): Promise<void> {
  say(`  ${url}\n\n  This link lets in one browser, once. Press Enter for a new one.\n`);
  if (opens && !(await showToPerson(url, machine)))
    say('  No browser was found here: open the link yourself.\n');
}

async function newLink(station: string): Promise<void> {
  const link = await entryUrlOfRunning(station, 3000);
  say(link === null ? 'The station has no link: it is in its own window, or not up yet.' : `  ${link.url}`);
}

function wantedDoor(asked: 'electron' | 'browser' | undefined, signal: AbortSignal): Promise<DoorChoice> {
  if (asked === 'browser')
    return Promise.resolve({ door: 'browser', why: 'you asked for it (--door browser)' });
  return chooseDoor({
    root,
    machine,
    isRoot: process.getuid?.() === 0,
    install: (electron) =>
      installRuntime({
        folder: electron,
        environment: machine.environment,
        temporary: tmpdir(),
        patienceMs,
        withinMs: fetchingMs,
        signal,
        onFetching: () =>
          say('Fetching the Electron runtime, about 110 MB; Ctrl-C and --door browser do without ...'),
      }),
  });
}

async function beganAnew(data: string, sure: boolean): Promise<boolean> {
  const question = `Begin anew? The demo in ${data} is moved aside, not deleted. [y/N] `;
  const answer = sure ? 'y' : await asked(question);
  if (answer === null) say('Nobody can be asked here: add --yes to begin anew. Nothing was changed.');
  else if (!/^(y|yes|s|si|sí)$/i.test(answer)) say('Nothing was changed.');
  else {
    const aside = await moveDemoAside(data, new Date());
    if (aside !== null) say(`The old demo is now in ${aside}.`);
    return true;
  }
  return false;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function doorNamed(name: string | undefined): 'electron' | 'browser' | undefined {
  if (name === undefined || name === 'electron' || name === 'browser') return name;
  throw new Error(`--door is electron or browser, not ${name}.`);
}

function parsedArgs() {
  try {
    const { values } = parseArgs({
      options: {
        door: { type: 'string' },
        fresh: { type: 'boolean', default: false },
        yes: { type: 'boolean', default: false },
        data: { type: 'string', default: join(root, '.data', 'demo') },
        port: { type: 'string', default: '0' },
        'no-open': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) {
      say(usage);
      process.exit(0);
    }
    const door = doorNamed(values.door);
    const port = Number(values.port);
    if (!Number.isInteger(port) || port < 0 || port > 65_535)
      throw new Error(`${values.port} is not a port.`);
    return { ...values, data: resolve(values.data), door, port, opens: !values['no-open'] };
  } catch (error) {
    complain(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return null;
  }
}

process.exit(await main());
