import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { Result } from '../../domain/result.ts';

export interface RuntimeInstallerOptions {
  /** The folder of the package electron. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where it may lay what is half fetched; nothing stays there. */
  readonly temporary: string;
  /** How long the server may take to begin sending, and then to send anything more. */
  readonly patienceMs: number;
  /** How long everything together may take. */
  readonly withinMs: number;
  /** Aborts when the runtime is no longer wanted. */
  readonly signal: AbortSignal;
  /** Told when the first bytes of the runtime are here. */
  readonly onFetching: () => void;
}

const hostShape = { host: z.string() };
const reportShape = z.discriminatedUnion('step', [
  z.object({ step: z.literal('asked'), ...hostShape }),
  z.object({ step: z.literal('refused'), ...hostShape, status: z.int() }),
  z.object({ step: z.literal('sending'), ...hostShape }),
  z.object({ step: z.literal('sent'), ...hostShape }),
]);
type Report = z.infer<typeof reportShape>;

/**
 * Runs the installer of the electron package, which takes the runtime from its cache or fetches it, and checks the checksum.
 * It is given up as soon as the server is silent for too long. The error says why, and nothing is left behind then.
 */
export async function installRuntime(options: RuntimeInstallerOptions): Promise<Result<null, string>> {
  const { folder, environment, temporary, patienceMs, withinMs, signal, onFetching } = options;
  if (signal.aborted) return { ok: false, error: 'the start was broken off' };
  // A folder of its own for what is half fetched, which is gone afterwards also when the installer had to be killed.
  const draft = await mkdtemp(join(temporary, 'station-electron-'));
  let last: Report | null = null;
  try {
    const child = spawn(
      process.execPath,
      ['--import', watchedFetch(patienceMs), join(folder, 'install.js')],
      {
        stdio: ['ignore', 'pipe', 'ignore'],
        env: { ...environment, TMPDIR: draft, TEMP: draft, TMP: draft, ELECTRON_GET_NO_PROGRESS: '1' },
        timeout: withinMs,
        killSignal: 'SIGKILL',
        windowsHide: true,
      },
    );
    createInterface({ input: child.stdout }).on('line', (line) => {
      const report = reportIn(line);
      if (report === null) return;
      if (report.step === 'sending') onFetching();
      last = report;
    });
    const kill = () => void child.kill('SIGKILL');
    if (signal.aborted) kill();
    else signal.addEventListener('abort', kill, { once: true });
    const done = await new Promise<boolean>((resolve) => {
      child.once('error', () => resolve(false));
      child.once('close', (code) => resolve(code === 0));
    });
    signal.removeEventListener('abort', kill);
    if (done) return { ok: true, value: null };
    // What is half unpacked would look like a runtime.
    await rm(join(folder, 'dist'), { recursive: true, force: true });
    return { ok: false, error: signal.aborted ? 'the start was broken off' : whyNot(last) };
  } finally {
    await rm(draft, { recursive: true, force: true, maxRetries: 5 });
  }
}

function whyNot(last: Report | null): string {
  switch (last?.step) {
    case undefined:
      return 'the Electron runtime could not be put into place';
    case 'asked':
      return `the Electron runtime is not installed and ${last.host} does not answer from here`;
    case 'refused':
      return `the Electron runtime is not installed and ${last.host} does not hand it out (status ${last.status})`;
    case 'sending':
      return `the Electron runtime could not be fetched: ${last.host} stopped sending before the end`;
    case 'sent':
      return `what ${last.host} sent is not the whole Electron runtime, or could not be unpacked`;
  }
}

function reportIn(line: string): Report | null {
  if (!line.startsWith('{')) return null;
  try {
    return reportShape.parse(JSON.parse(line));
  } catch {
    // The installer says something of its own.
    return null;
  }
}

/**
 * Loaded into the installer: its fetch, which would wait for minutes, fails once the server has been silent for `patienceMs`,
 * and reports how far it came. The installer then cleans up after itself.
 */
function watchedFetch(patienceMs: number): string {
  return `data:text/javascript,${encodeURIComponent(
    `const fetchAsBefore = globalThis.fetch;
     globalThis.fetch = async (address, options) => {
       const { host } = new URL(address);
       const report = (step, more) => process.stdout.write(JSON.stringify({ step, host, ...more }) + '\\n');
       const silent = new AbortController();
       let timer;
       const wait = () => {
         clearTimeout(timer);
         timer = setTimeout(() => silent.abort(new Error('The server is silent.')), ${patienceMs});
       };
       report('asked');
       wait();
       try {
         const response = await fetchAsBefore(address, { ...options, signal: silent.signal });
         if (!response.ok) {
           report('refused', { status: response.status });
           await response.body?.cancel();
         }
         if (!response.ok || response.body === null) {
           clearTimeout(timer);
           return response;
         }
         let begun = false;
         const body = response.body.pipeThrough(new TransformStream({
           transform(chunk, controller) {
             if (!begun) report('sending');
             begun = true;
             wait();
             controller.enqueue(chunk);
           },
           flush() {
             clearTimeout(timer);
             if (begun) report('sent');
           },
         }));
         return new Response(body, { status: response.status, headers: response.headers });
       } catch (error) {
         clearTimeout(timer);
         throw error;
       }
     };`,
  )}`;
}
