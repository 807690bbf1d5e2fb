/** The station without Electron: `node out/node/serve.js`, reached by a browser on this computer. */
import { hostname } from 'node:os';
import { parseArgs } from 'node:util';
import { createStation } from '../station/compose.ts';
import { thisMachine } from '../station/hosting/folders.ts';
import { showToPerson } from './node/opener.ts';
import { serveStation, servingProblemText } from './serving.ts';
import { complain, onAskedToStop, onEnter, say as print } from './terminal.ts';

const usage = `Usage: serve [options]
  --data DIR      where the station keeps its data
  --port N        the port on 127.0.0.1; 0, the default, takes any free one
  --central URL   the address of central
  --pair CODE     pair with central by this one-time code, if not paired yet
  --name NAME     what this station is called at central when it is paired
  --demo          a printer that writes PDFs and a simulated carrier, marked as demo
  --no-open       do not open the browser
  --json          for programs: one line {"ready":true,"url":"..."} when ready, and no browser
`;

/** Exit codes: 0 done, 2 wrong arguments, 3 the station cannot start, 4 the port cannot be had. */
async function main(): Promise<number | null> {
  const args = parsedArgs();
  if (args === null) return 2;
  const { data, central, pair, name } = args;
  const say = (line: object | string) =>
    typeof line === 'object' ? print(JSON.stringify(line)) : args.json ? undefined : print(line);
  const machine = thisMachine();
  const served = await serveStation({
    createStation,
    machine,
    port: args.port,
    pairAs: name ?? hostname(),
    ...(args.demo ? { demo: true } : {}),
    ...(data === undefined ? {} : { data }),
    ...(central === undefined ? {} : { central }),
    ...(pair === undefined ? {} : { pair }),
  });
  if (!served.ok) {
    complain(servingProblemText(served.error));
    if (args.json) say({ ready: false, problem: served.error });
    if (served.error.tag === 'already_running') {
      if (args.opens) await showToPerson(served.error.url, machine);
      return 0;
    }
    return served.error.tag === 'door' ? 4 : 3;
  }
  const serving = served.value;
  if (serving.warning !== null) complain(serving.warning);
  const url = serving.entryUrl();
  say(
    args.json
      ? { ready: true, url, origin: serving.origin, warning: serving.warning }
      : `The station is ready:\n\n  ${url}\n`,
  );
  say(
    'This link lets in one browser, once. Press Enter for another; Ctrl-C stops the station and loses nothing.',
  );
  if (args.opens) await showToPerson(url, machine);
  const stopListening = onEnter(() => say(`  ${serving.entryUrl()}`));
  onAskedToStop(
    () => {
      stopListening();
      say('Stopping: finishing what is being written...');
      void serving.stop().then(() => {
        say('Stopped. Nothing was lost.');
        process.exit(0);
      });
    },
    () => say('Still finishing what is being written; this takes a moment.'),
  );
  return null;
}

function parsedArgs() {
  try {
    const { values } = parseArgs({
      options: {
        data: { type: 'string' },
        port: { type: 'string', default: '0' },
        central: { type: 'string' },
        pair: { type: 'string' },
        name: { type: 'string' },
        demo: { type: 'boolean', default: false },
        'no-open': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) {
      print(usage);
      process.exit(0);
    }
    const port = Number(values.port);
    if (!Number.isInteger(port) || port < 0 || port > 65_535)
      throw new Error(`${values.port} is not a port.`);
    return { ...values, port, opens: !values['no-open'] && !values.json };
  } catch (error) {
    complain(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return null;
  }
}

const code = await main();
if (code !== null) process.exitCode = code;
