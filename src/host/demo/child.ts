import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { z } from 'zod';
import type { Result } from '../../domain/result.ts';

export interface ChildProgram<Ready> {
  readonly command: string;
  readonly args: readonly string[];
  /** What the program prints on standard output, as one line of JSON, when it is ready. */
  readonly ready: z.ZodType<Ready>;
  /** How long it may take to be ready. */
  readonly readyWithinMs: number;
  /** How long it may take to end when asked. */
  readonly stopWithinMs: number;
  /** How it is asked to end: see `endWithParent`, or by SIGTERM. */
  readonly stopBy: 'stdin' | 'signal';
  /** Everything else that it prints is added to this file. */
  readonly outputFile: string;
}

export interface RunningChild<Ready> {
  readonly ready: Ready;
  /** Resolves when it has ended, however it ended. */
  readonly ended: Promise<ChildEnd>;
  /** Asks it to end and waits until it has; kills it when it takes too long. */
  stop(): Promise<ChildEnd>;
}

export interface ChildEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The last lines that it printed. */
  readonly lastWords: readonly string[];
}

export type ChildProblem =
  | { readonly tag: 'cannot_run'; readonly detail: string }
  | { readonly tag: 'ended_before_ready'; readonly end: ChildEnd }
  /** It was asked to end before it was ready, and has ended. */
  | { readonly tag: 'stopped' }
  | { readonly tag: 'not_ready_in_time'; readonly lastWords: readonly string[] };

/**
 * Makes a Node program end in order when its standard input ends: that happens when its parent asks (which works on Windows
 * too, where a signal would kill it outright) and when its parent is gone, however it went. A worker thread is given the same arguments
 * and has no such input.
 */
export const endWithParent = `data:text/javascript,${encodeURIComponent(
  `import { isMainThread } from 'node:worker_threads';
   if (isMainThread) process.stdin.on('end', () => process.emit('SIGTERM') || process.exit(143)).on('error', () => process.exit(143)).resume();
   if (isMainThread) process.stdin.unref?.();`,
)}`;

/**
 * Starts the program and waits until it says that it is ready, or until `signal` aborts; then it is asked to end. It does
 * not hear the Ctrl-C of this terminal.
 */
export async function startChild<Ready>(
  program: ChildProgram<Ready>,
  signal: AbortSignal,
): Promise<Result<RunningChild<Ready>, ChildProblem>> {
  const child = spawn(program.command, program.args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    // A group of its own, so that Ctrl-C reaches only the parent, which stops its children in order.
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  const lastWords: string[] = [];
  const output = createWriteStream(program.outputFile, { flags: 'a', mode: 0o600 });
  const keep = (line: string) => {
    output.write(`${line}\n`);
    lastWords.push(line);
    if (lastWords.length > 20) lastWords.shift();
  };
  output.on('error', () => output.destroy());
  child.stdin.on('error', () => undefined);

  const isReady = Promise.withResolvers<Ready>();
  createInterface({ input: child.stderr }).on('line', keep);
  createInterface({ input: child.stdout }).on('line', (line) => {
    const ready = readyFrom(program.ready, line);
    if (ready === null) return keep(line);
    isReady.resolve(ready);
  });
  const cannotRun = new Promise<ChildProblem>((resolve) => {
    child.once('error', (error) => resolve({ tag: 'cannot_run', detail: error.message }));
  });
  const ended = new Promise<ChildEnd>((resolve) => {
    // 'close' comes after 'exit', once the last words have been read.
    child.once('close', (code, signal) => {
      output.end();
      resolve({ code, signal, lastWords: [...lastWords] });
    });
  });

  const late = Promise.withResolvers<ChildProblem>();
  const timer = setTimeout(
    () => late.resolve({ tag: 'not_ready_in_time', lastWords: [...lastWords] }),
    program.readyWithinMs,
  );
  const stopped = new Promise<ChildProblem>((resolve) => {
    const stop = () => resolve({ tag: 'stopped' });
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  const first = await Promise.race([
    isReady.promise.then((ready) => ({ ok: true as const, ready })),
    cannotRun.then((error) => ({ ok: false as const, error })),
    late.promise.then((error) => ({ ok: false as const, error })),
    stopped.then((error) => ({ ok: false as const, error })),
    ended.then((end) => ({ ok: false as const, error: { tag: 'ended_before_ready' as const, end } })),
  ]);
  clearTimeout(timer);
  if (!first.ok) {
    if (first.error.tag === 'not_ready_in_time' || first.error.tag === 'stopped')
      await stopChild(child, ended, program);
    return first;
  }
  const stop = () => stopChild(child, ended, program);
  return { ok: true, value: { ready: first.ready, ended, stop } };
}

async function stopChild(
  child: ChildProcess,
  ended: Promise<ChildEnd>,
  { stopBy, stopWithinMs }: Pick<ChildProgram<unknown>, 'stopBy' | 'stopWithinMs'>,
): Promise<ChildEnd> {
  child.stdin?.end();
  if (stopBy === 'signal') child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), stopWithinMs);
  const end = await ended;
  clearTimeout(late);
  return end;
}

function readyFrom<Ready>(shape: z.ZodType<Ready>, line: string): Ready | null {
  if (!line.startsWith('{')) return null;
  try {
    const parsed = shape.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : null;
  } catch {
    // A log line that looks like the beginning of JSON is not the word we wait for.
    return null;
  }
}
