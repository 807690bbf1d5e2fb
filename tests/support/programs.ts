import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { z } from 'zod';
import { endWithParent } from '../../src/host/demo/child.ts';

/** The folder of the package. */
export const ROOT = join(import.meta.dirname, '..', '..');

/** Which form of the programs runs: the sources as they are, or what the last build made of them. */
export type ProgramForm = 'sources' | 'built';

const files = {
  sources: { central: 'src/host/central.ts', serve: 'src/host/serve.ts', cli: 'src/cli/main.ts' },
  built: { central: 'out/node/central.js', serve: 'out/node/serve.js', cli: 'out/node/cli.js' },
} as const;

/** The file of a program. */
export function programFile(form: ProgramForm, name: keyof (typeof files)['sources']): string {
  return join(ROOT, files[form][name]);
}

export interface ProgramEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A program that runs on its own and has said that it is ready. */
export interface RunningProgram<Ready> {
  readonly ready: Ready;
  readonly pid: number;
  /** Resolves when it has ended, however it ended. */
  readonly ended: Promise<ProgramEnd>;
  /** Ends it at once, as a power cut does to a process. */
  kill(): Promise<ProgramEnd>;
  /** Asks it to end in order. */
  stop(): Promise<ProgramEnd>;
}

export interface ProgramOptions<Ready> {
  readonly file: string;
  readonly args: readonly string[];
  readonly ready: z.ZodType<Ready>;
  /** Everything that it prints is added to this file. */
  readonly outputFile: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Starts a Node program and waits for its line of JSON that says it is ready. Rejects with what it printed when it ends first. */
export async function startProgram<Ready>(options: ProgramOptions<Ready>): Promise<RunningProgram<Ready>> {
  const child = spawn(process.execPath, ['--import', endWithParent, options.file, ...options.args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...options.environment },
    cwd: ROOT,
  });
  const output = createWriteStream(options.outputFile, { flags: 'a' });
  const last: string[] = [];
  const keep = (line: string) => {
    output.write(`${line}\n`);
    last.push(line);
    if (last.length > 40) last.shift();
  };
  const isReady = Promise.withResolvers<Ready>();
  createInterface({ input: child.stderr }).on('line', keep);
  createInterface({ input: child.stdout }).on('line', (line) => {
    keep(line);
    const parsed = options.ready.safeParse(jsonOrNull(line));
    if (parsed.success) isReady.resolve(parsed.data);
  });
  const ended = new Promise<ProgramEnd>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      output.end();
      resolve({ code, signal });
    });
  });
  const first = await Promise.race([
    isReady.promise.then((ready) => ({ ready })),
    ended.then(({ code, signal }) => ({
      failure: `${options.file} ended (${code ?? signal}):\n${last.join('\n')}`,
    })),
  ]);
  if ('failure' in first) throw new Error(first.failure);
  const { pid } = child;
  if (pid === undefined) throw new Error('A program that runs has a process id.');
  return {
    ready: first.ready,
    pid,
    ended,
    kill: () => {
      child.kill('SIGKILL');
      return ended;
    },
    stop: () => {
      child.stdin.end();
      return ended;
    },
  };
}

function jsonOrNull(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
