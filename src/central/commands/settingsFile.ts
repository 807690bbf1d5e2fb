import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';

/** Every setting by its name in the environment. In a settings file `CENTRAL_LEASE_HOURS` may be called `leaseHours`, too. */
export const settingNames = [
  'CENTRAL_ADMIN_TOKEN',
  'CENTRAL_DATA',
  'CENTRAL_DATABASE_CONNECTIONS',
  'CENTRAL_DATABASE_URL',
  'CENTRAL_DATABASE_WAIT_MS',
  'CENTRAL_DIGEST_HOUR',
  'CENTRAL_DIGEST_LANGUAGE',
  'CENTRAL_DIGEST_TIME_ZONE',
  'CENTRAL_DOCUMENT_CERTIFICATE_FILE',
  'CENTRAL_DOCUMENT_KEY_FILE',
  'CENTRAL_DOCUMENT_SIGNER_COMMAND',
  'CENTRAL_DRAIN_SECONDS',
  'CENTRAL_HOST',
  'CENTRAL_KEEP_VERIFIER_DAYS',
  'CENTRAL_LEASE_HOURS',
  'CENTRAL_LOG_LEVEL',
  'CENTRAL_MAIL_FROM',
  'CENTRAL_MAIL_REPLY_TO',
  'CENTRAL_MAIL_SUPERVISORS',
  'CENTRAL_MASTER_KEY',
  'CENTRAL_PORT',
  'CENTRAL_PROXIES',
  'CENTRAL_PUBLIC_URL',
  'CENTRAL_SCHOOL_NAME',
  'CENTRAL_SCHOOL_TOKEN',
  'CENTRAL_SIGN_IN_AUDIENCE',
  'CENTRAL_SIGN_IN_ISSUER',
  'CENTRAL_SIGN_IN_JWKS_URL',
  'CENTRAL_SMTP_URL',
  'CENTRAL_STRIPE_WEBHOOK_SECRET',
  'CENTRAL_USUAL_FULFIL_HOURS',
  'CENTRAL_VERIFY_PER_MINUTE',
  'CENTRAL_VERIFY_TOTAL_PER_MINUTE',
] as const;
export type SettingName = (typeof settingNames)[number];

/** They may be given as the path of a file that has nothing else in it: the same name with `_FILE` behind it. */
const secretNames: readonly SettingName[] = [
  'CENTRAL_ADMIN_TOKEN',
  'CENTRAL_SCHOOL_TOKEN',
  'CENTRAL_MASTER_KEY',
  'CENTRAL_DATABASE_URL',
  'CENTRAL_SMTP_URL',
  'CENTRAL_STRIPE_WEBHOOK_SECRET',
];

type Environment = Readonly<Record<string, string | undefined>>;

/** Flags of the command line that are settings. */
const flagNames = [
  ['data', 'CENTRAL_DATA', '--data'],
  ['databaseUrl', 'CENTRAL_DATABASE_URL', '--database-url'],
  ['host', 'CENTRAL_HOST', '--host'],
  ['port', 'CENTRAL_PORT', '--port'],
] as const;
type SourceFlags = Readonly<Partial<Record<(typeof flagNames)[number][0] | 'settings', string | undefined>>>;

/** What was told, whoever told it: a flag goes before the environment, the environment before the settings file. */
export interface SettingSources {
  readonly from: (name: SettingName) => string | undefined;
  /** What to call a setting in a complaint: as it was told and where, such as `leaseHours (/etc/central.json)`. */
  readonly called: (name: SettingName) => string;
  readonly told: ReadonlySet<SettingName>;
  /** What is wrong with the file and with the names in it. */
  readonly problems: readonly string[];
}

interface Told {
  readonly value: string;
  readonly called: string;
}

/**
 * Reads what flags, environment and settings file tell. The file is the one of `--settings` or `CENTRAL_SETTINGS`, else
 * `central.json` of the data folder where there is one.
 */
export async function settingSources(flags: SourceFlags, environment: Environment): Promise<SettingSources> {
  const problems: string[] = [];
  const told = new Map<SettingName, Told>();
  const { path, namedBy } = placeOfFile(flags, environment);
  const content = await settingsIn(path, namedBy);
  if (content.ok) await tellAll(told, entriesOf(content.value, path, namedBy, problems), problems);
  else problems.push(content.error);
  const given = [...settingNames, ...secretNames.map((name) => `${name}_FILE`)].flatMap((key) => {
    const value = environment[key];
    return value === undefined || value === '' ? [] : [{ key, value, called: `${key} (environment)` }];
  });
  await tellAll(told, given, problems);
  for (const [flag, name, called] of flagNames) {
    const value = flags[flag];
    if (value !== undefined) told.set(name, { value, called });
  }
  return {
    from: (name) => told.get(name)?.value,
    called: (name) => told.get(name)?.called ?? name,
    told: new Set(told.keys()),
    problems,
  };
}

function placeOfFile(
  flags: SourceFlags,
  environment: Environment,
): { readonly path: string; readonly namedBy: string | null } {
  if (flags.settings !== undefined) return { path: flags.settings, namedBy: '--settings' };
  const named = environment['CENTRAL_SETTINGS'];
  if (named !== undefined && named !== '') return { path: named, namedBy: 'CENTRAL_SETTINGS' };
  const folder = flags.data ?? (environment['CENTRAL_DATA'] || 'central-data');
  return { path: join(folder, 'central.json'), namedBy: null };
}

const SettingsObject = z.record(z.string(), z.unknown());

async function settingsIn(
  path: string,
  namedBy: string | null,
): Promise<Result<Readonly<Record<string, unknown>>, string>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const code = codeOf(error);
    if (namedBy === null && (code === 'ENOENT' || code === 'ENOTDIR')) return ok({});
    return err(`${path} cannot be read: ${readingFault(code)}${namedBy === null ? '' : ` (${namedBy})`}`);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    // The parser's own words quote the file, which may hold secrets: only the place is taken from them.
    const line = /line (\d+)/u.exec(error instanceof Error ? error.message : '')?.[1];
    return err(`${path} is not JSON${line === undefined ? '' : `: see its line ${line}`}`);
  }
  const settings = SettingsObject.safeParse(json);
  if (settings.success) return ok(settings.data);
  return err(`${path} is not an object of settings, such as {"port": 8080}`);
}

const SettingValue = z.union([z.string(), z.number(), z.array(z.string())]);

interface Entry {
  /** A setting's name in the environment, or one of a secret's file. */
  readonly key: string;
  readonly value: string;
  readonly called: string;
}

function entriesOf(
  settings: Readonly<Record<string, unknown>>,
  path: string,
  namedBy: string | null,
  problems: string[],
): readonly Entry[] {
  const seen = new Map<string, string>();
  const entries: Entry[] = [];
  for (const [said, value] of Object.entries(settings)) {
    const called = `${said} (${path})`;
    const key = keys.get(said);
    const parsed = SettingValue.safeParse(value);
    const before = key === undefined ? undefined : seen.get(key);
    if (key !== undefined) seen.set(key, said);
    if (key === undefined) problems.push(`${called}: there is no such setting${suggestion(said)}`);
    else if (before !== undefined) problems.push(`${called}: said twice: as ${before}, too`);
    else if (key === 'CENTRAL_DATA' && namedBy === null)
      problems.push(
        `${called}: this file was found in the data folder, so it cannot say where that is; name the file with --settings`,
      );
    else if (!parsed.success) problems.push(`${called}: a text, a number, or a list of texts`);
    else entries.push({ key, value: asText(key, parsed.data), called });
  }
  return entries;
}

function asText(key: string, value: z.infer<typeof SettingValue>): string {
  if (!Array.isArray(value)) return String(value);
  return key === 'CENTRAL_DOCUMENT_SIGNER_COMMAND' ? JSON.stringify(value) : value.join(',');
}

/** Takes over what is told, and opens the files of secrets. */
async function tellAll(
  told: Map<SettingName, Told>,
  entries: readonly Entry[],
  problems: string[],
): Promise<void> {
  for (const { key, value, called } of entries) {
    const name = settingNames.find((each) => each === key);
    if (name !== undefined) told.set(name, { value, called });
  }
  for (const name of secretNames) {
    const entry = entries.find(({ key }) => key === `${name}_FILE`);
    if (entry === undefined) continue;
    if (entries.some(({ key }) => key === name)) {
      problems.push(`${entry.called}: the setting itself is given, too; one of the two must go`);
      continue;
    }
    try {
      told.set(name, { value: (await readFile(entry.value, 'utf8')).trim(), called: entry.called });
    } catch (error) {
      problems.push(`${entry.called}: ${entry.value} cannot be read: ${readingFault(codeOf(error))}`);
    }
  }
}

/** What may stand in a file, and what it means in the environment. */
const keys: ReadonlyMap<string, string> = new Map(
  [...settingNames, ...secretNames.map((name) => `${name}_FILE`)].flatMap((name) => [
    [name, name] as const,
    [inFile(name), name] as const,
  ]),
);

/** `leaseHours` for `CENTRAL_LEASE_HOURS`. */
function inFile(name: string): string {
  return name
    .replace('CENTRAL_', '')
    .toLowerCase()
    .replaceAll(/_([a-z])/gu, (_, letter: string) => letter.toUpperCase());
}

function suggestion(said: string): string {
  const plain = (name: string) => name.replace('CENTRAL_', '').replaceAll('_', '').toLowerCase();
  const wrong = plain(said);
  const near = settingNames.find((name) => {
    const right = plain(name);
    return wrong.length > 3 && (right.startsWith(wrong) || wrong.startsWith(right));
  });
  return near === undefined ? '' : `; is ${inFile(near)} meant?`;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

function readingFault(code: string): string {
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'it is a folder';
  if (code === 'EACCES' || code === 'EPERM') return 'this user may not read it';
  return code;
}
