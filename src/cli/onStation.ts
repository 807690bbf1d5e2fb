import type { Command } from 'commander';
import { z } from 'zod';
import { connect } from './connection.ts';
import type { Connection, StationClient } from './connection.ts';
import { processOutput } from './output.ts';
import type { Output } from './output.ts';
import { ExitCode } from './problems/exitCode.ts';
import { explain, explainedText } from './problems/explain.ts';
import { Interrupted, UsageProblem } from './problems/problem.ts';
import { presentPerson } from './session.ts';

/** What the work of a command is given. */
export interface Terminal {
  /** The station, as the person at this terminal. */
  readonly client: StationClient;
  readonly connection: Connection;
  readonly out: Output;
  /** Aborts when the person breaks it off. */
  readonly signal: AbortSignal;
  /** Text that is piped in or typed, line by line. */
  readonly input: NodeJS.ReadStream;
}

/** The work of a command: nothing, or the exit status that says more. It throws what `explain` explains. */
export type Work<Options> = (
  terminal: Terminal,
  options: Options,
  words: readonly string[],
) => Promise<ExitCode | void>;

const Global = z.object({
  data: z.string().min(1).optional(),
  central: z.url({ protocol: /^https?$/ }).optional(),
  demo: z.boolean().default(false),
  json: z.boolean().default(false),
});

/** Whom a command needs: somebody signed in, nobody in particular, or nobody and not even a station that was there before. */
export type Who = 'person' | 'nobody' | 'founder';

/** Gives a command its work. `options` says what its own options may be. */
export function onStation<Options>(
  command: Command,
  options: z.ZodType<Options>,
  work: Work<Options>,
  who: Who = 'person',
): Command {
  return command.action(async () => {
    const json = command.optsWithGlobals()['json'] === true;
    const out = processOutput(json);
    try {
      const global = parsed(Global, command.optsWithGlobals());
      const own = parsed(options, command.opts());
      process.exitCode = await worked(global, out, who, (terminal) => work(terminal, own, command.args));
    } catch (error) {
      const explained = explain(error);
      out.note(explainedText(explained));
      if (json) out.answer({ problem: explained }, '');
      process.exitCode = explained.exit;
    }
  });
}

async function worked(
  global: z.infer<typeof Global>,
  out: Output,
  who: Who,
  work: (terminal: Terminal) => Promise<ExitCode | void>,
): Promise<ExitCode> {
  const { data, central, demo } = global;
  const connection = await connect({
    demo,
    founds: who === 'founder',
    ...(data === undefined ? {} : { data }),
    ...(central === undefined ? {} : { central }),
  });
  const broken = new AbortController();
  const breakOff = () => broken.abort(new Interrupted());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, breakOff);
  const interrupted = new Promise<never>((_resolve, reject) => {
    broken.signal.addEventListener('abort', () => reject(new Interrupted()), { once: true });
  });
  try {
    const presence =
      who !== 'person'
        ? { client: connection.clientOf(null), leave: () => Promise.resolve() }
        : await presentPerson(connection, process.env);
    const terminal: Terminal = {
      client: presence.client,
      connection,
      out,
      signal: broken.signal,
      input: process.stdin,
    };
    try {
      return (await Promise.race([work(terminal), interrupted])) ?? ExitCode.done;
    } finally {
      await presence.leave().catch((error: unknown) => out.note(explainedText(explain(error))));
    }
  } finally {
    await connection.close();
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.removeListener(signal, breakOff);
    // A pipe that is still open would keep the command alive.
    process.stdin.pause();
    if ('unref' in process.stdin) process.stdin.unref();
  }
}

function parsed<Value>(shape: z.ZodType<Value>, value: unknown): Value {
  const result = shape.safeParse(value);
  if (result.success) return result.data;
  const issues = result.error.issues.map(
    ({ path, message }) => `--${path.join('.').replace(/[A-Z]/gu, (c) => `-${c.toLowerCase()}`)}: ${message}`,
  );
  throw new UsageProblem(issues.join('; '));
}

/** No options of its own. */
export const noOptions = z.object({});
