import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { refusalWords } from './refusalWords.ts';
import { settingSources } from './settingsFile.ts';

/** A central that runs, as an administrator's command reaches it. */
export interface Remote {
  /** The answer's body. @throws RemoteRefused with words for a person. */
  call(method: string, path: string, body?: unknown): Promise<unknown>;
}

/** Central said no, or is not there. */
export class RemoteRefused extends Error {
  override readonly name = 'RemoteRefused';
}

const Secrets = z.object({ administratorToken: z.string() });

/** Where to reach central, from flags, environment and settings file. */
export interface RemoteFlags {
  readonly url?: string | undefined;
  readonly data?: string | undefined;
  readonly settings?: string | undefined;
}

async function tokenFrom(
  flags: RemoteFlags,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const { from } = await settingSources({ data: flags.data, settings: flags.settings }, environment);
  const given = from('CENTRAL_ADMIN_TOKEN');
  if (given !== undefined) return given;
  const path = join(from('CENTRAL_DATA') ?? 'central-data', 'secrets.json');
  try {
    return Secrets.parse(JSON.parse(await readFile(path, 'utf8'))).administratorToken;
  } catch (cause) {
    throw new RemoteRefused(
      `There is no administrator's token: set CENTRAL_ADMIN_TOKEN, or name central's data folder with --data (${path} cannot be read).`,
      { cause },
    );
  }
}

/** Finds a running central and the token of its administrator. */
export async function openRemote(
  flags: RemoteFlags,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Remote> {
  const base = (flags.url ?? environment['CENTRAL_URL'] ?? 'http://127.0.0.1:4180').replace(/\/+$/u, '');
  const token = await tokenFrom(flags, environment);
  return {
    async call(method, path, body) {
      const response = await fetch(`${base}${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }).catch((cause: unknown) => {
        throw new RemoteRefused(
          `Central is not reached at ${base}. Is it running? Name its address with --url.`,
          { cause },
        );
      });
      const answer = jsonOrNull(await response.text());
      if (response.ok && answer !== null) return answer;
      throw new RemoteRefused(refusalWords(response.status, answer));
    },
  };
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const Row = z.record(z.string(), z.unknown());

/** An answer for people: a list as a table, one thing as its lines. */
export function readable(answer: unknown): string {
  const rows = z.array(Row).safeParse(answer);
  if (rows.success) return rows.data.length === 0 ? 'None.' : table(rows.data);
  const one = Row.safeParse(answer);
  if (!one.success) return String(answer);
  const width = Math.max(0, ...Object.keys(one.data).map((key) => key.length));
  return Object.entries(one.data)
    .map(([key, value]) => {
      const nested = z.array(Row).safeParse(value);
      const text = nested.success && nested.data.length > 0 ? `\n${table(nested.data)}` : cell(key, value);
      return `${key.padEnd(width)}  ${text}`;
    })
    .join('\n');
}

function table(rows: readonly Record<string, unknown>[]): string {
  const keys = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = [keys, ...rows.map((row) => keys.map((key) => cell(key, row[key])))];
  const widths = keys.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((text, column) => text.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Instants are told by their names: `...At`, `since`, `until`. */
function cell(key: string, value: unknown): string {
  if (value === null || value === undefined) return '-';
  if (typeof value === 'number' && /At$|^since$|^until$/u.test(key)) return new Date(value).toISOString();
  return typeof value === 'string' ? value : JSON.stringify(value);
}
