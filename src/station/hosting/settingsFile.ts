import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Result } from '../../domain/result.ts';
import type { StationStartProblem } from '../ports/startProblem.ts';
import { jsonErrorLine } from './jsonError.ts';

const settingsShape = z.object({
  centralUrl: z
    .url({ protocol: /^https?$/ })
    .nullable()
    .default(null),
  stationName: z.string().trim().min(1).max(80).nullable().default(null),
  exportsFolder: z.string().min(1).nullable().default(null),
  demo: z.boolean().default(false),
  logLevel: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  /** Whether the desktop program asks for new versions by itself. */
  checkForUpdates: z.boolean().default(true),
});

/** settings.json with everything that is missing filled in. */
export type SettingsFile = z.infer<typeof settingsShape>;

export interface ReadSettings {
  readonly settings: SettingsFile;
  /** Keys in the file that this program does not know: a typing error, or a newer program's. They are left alone. */
  readonly unknownKeys: readonly string[];
}

type SettingsProblem = Extract<StationStartProblem, { tag: 'settings_corrupt' }>;

/**
 * Reads settings.json; a missing file means the usual settings. The file is never written here, so a corrupt one stays as
 * its author left it. The problem names the line. Rejects when the file exists and cannot be read at all (permissions, disk).
 */
export async function readSettingsFile(
  file: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Result<ReadSettings, SettingsProblem>> {
  const text = await textOf(file);
  const json = text === null || text.trim() === '' ? { ok: true as const, value: {} } : parseJson(text);
  if (!json.ok) return { ok: false, error: { tag: 'settings_corrupt', file, ...json.error } };

  const parsed = settingsShape.safeParse(json.value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const path = issue?.path.map(String) ?? [];
    const detail = `${path.length === 0 ? '' : `"${path.join('.')}": `}${issue?.message ?? 'not as expected'}`;
    return {
      ok: false,
      error: { tag: 'settings_corrupt', file, line: lineOfKey(text ?? '', path), detail },
    };
  }
  const fromEnvironment = centralUrlFrom(environment);
  if (!fromEnvironment.ok) return fromEnvironment;
  const settings = { ...parsed.data, centralUrl: fromEnvironment.value ?? parsed.data.centralUrl };
  const known = new Set(Object.keys(settingsShape.shape));
  const unknownKeys = Object.keys(z.record(z.string(), z.unknown()).parse(json.value)).filter(
    (key) => !known.has(key),
  );
  return { ok: true, value: { settings, unknownKeys } };
}

function centralUrlFrom(
  environment: Readonly<Record<string, string | undefined>>,
): Result<string | null, SettingsProblem> {
  const name = 'STATION_CENTRAL_URL';
  const text = environment[name] ?? '';
  if (text === '') return { ok: true, value: null };
  const parsed = settingsShape.shape.centralUrl.safeParse(text);
  if (parsed.success) return { ok: true, value: parsed.data };
  const detail = 'this environment variable has to be an address such as https://central.example';
  return { ok: false, error: { tag: 'settings_corrupt', file: name, line: null, detail } };
}

async function textOf(file: string): Promise<string | null> {
  try {
    const text = await readFile(file, 'utf8');
    // Editors on Windows put a byte order mark in front, which JSON does not know.
    return text.replace(/^\uFEFF/, '');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

function parseJson(text: string): Result<unknown, { line: number | null; detail: string }> {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { ok: false, error: { line: jsonErrorLine(text), detail: plain(message) } };
  }
}

function plain(message: string): string {
  return message
    .replace(/ in JSON at position.*$/s, '')
    .replace(/,? ?"[^]*" is not valid JSON$/, ', not valid JSON');
}

function lineOfKey(text: string, path: readonly string[]): number | null {
  let from = 0;
  for (const key of path) {
    const at = text.indexOf(JSON.stringify(key), from);
    if (at === -1) break;
    from = at;
  }
  return path.length === 0 ? 1 : lineAt(text, from);
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
