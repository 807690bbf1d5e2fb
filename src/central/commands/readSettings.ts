import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import { CentralSettings } from '../settings.ts';
import { isAddressRange } from './callerAddress.ts';
import { mailSettings } from './mailSettings.ts';
import { settingSources } from './settingsFile.ts';
import type { SettingName, SettingSources } from './settingsFile.ts';

/** What the command line said; what is missing comes from the environment, the settings file, then from defaults. */
export interface SettingFlags {
  /** The settings file. */
  readonly settings?: string | undefined;
  readonly data?: string | undefined;
  readonly databaseUrl?: string | undefined;
  readonly host?: string | undefined;
  readonly port?: string | undefined;
  readonly demo?: boolean | undefined;
}

/** Settings of the server around central. */
export const ServerSettings = z.object({
  dataFolder: z.string().min(1),
  host: z.string().min(1),
  /** 0 takes a free one. */
  port: z.coerce.number().int().min(0).max(65_535),
  /** Proxies whose word is taken for the caller's address. */
  proxies: z.array(z.string().refine(isAddressRange, 'addresses or ranges such as 10.0.0.0/8, with commas')),
  /** How long it goes on when it was told to stop, so that whoever sends it calls can hear of it. */
  drainSeconds: z.coerce.number().min(0).max(600),
  logLevel: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']),
});
export type ServerSettings = z.infer<typeof ServerSettings>;

/** Everything that is wrong with the settings, at once. */
export class BadSettings extends Error {
  override readonly name = 'BadSettings';
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`Central cannot start with these settings:\n${problems.map((each) => `  - ${each}`).join('\n')}`);
    this.problems = problems;
  }
}

const Secrets = z.object({ administratorToken: z.string(), schoolToken: z.string(), masterKey: z.string() });
type Secrets = z.infer<typeof Secrets>;

/** The folder of the program: the nearest above this file that has the migrations. */
export function programFolder(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'migrations', 'central'))) {
    const above = dirname(folder);
    if (above === folder) throw new Error('The folder migrations/central is missing from this installation');
    folder = above;
  }
  return folder;
}

/** Reads the secrets of a data folder, or makes them; only this user can read the file. */
async function secretsOf(dataFolder: string): Promise<Result<Secrets, string>> {
  const path = join(dataFolder, 'secrets.json');
  const token = () => randomBytes(24).toString('base64url');
  const fresh: Secrets = {
    administratorToken: token(),
    schoolToken: token(),
    masterKey: randomBytes(32).toString('base64url'),
  };
  try {
    await mkdir(dataFolder, { recursive: true, mode: 0o700 });
    await writeFile(path, `${JSON.stringify(fresh, null, 2)}\n`, { mode: 0o600, flag: 'wx', flush: true });
    return ok(fresh);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const there = error.code === 'EEXIST' && existsSync(path);
    if (!there) return err(`the folder of data cannot be used: ${error.message}`);
  }
  const kept = Secrets.safeParse(jsonOrNull(await readFile(path, 'utf8')));
  if (kept.success) return ok(kept.data);
  return err(`${path} is damaged: restore it from a backup; without it the signing keys cannot be opened`);
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * Puts settings together from flags, environment, settings file and defaults. Secrets that none of them gives are made once and
 * kept in `secrets.json` of the data folder; several processes on one PostgreSQL must be given the same ones.
 *
 * @throws BadSettings naming everything that is wrong.
 */
export async function readSettings(
  flags: SettingFlags,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<{ readonly central: CentralSettings; readonly server: ServerSettings }> {
  const sources = await settingSources(flags, environment);
  const { from } = sources;
  const told = from('CENTRAL_DATA') ?? 'central-data';
  const server = ServerSettings.safeParse({
    dataFolder: told,
    host: from('CENTRAL_HOST') ?? '127.0.0.1',
    port: from('CENTRAL_PORT') ?? '4180',
    proxies: (from('CENTRAL_PROXIES') ?? '')
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== ''),
    drainSeconds: from('CENTRAL_DRAIN_SECONDS') ?? '0',
    logLevel: from('CENTRAL_LOG_LEVEL') ?? 'warn',
  });
  const url = from('CENTRAL_DATABASE_URL');
  const dataFolder = told === '' ? null : told;
  const given = {
    administratorToken: from('CENTRAL_ADMIN_TOKEN'),
    schoolToken: from('CENTRAL_SCHOOL_TOKEN'),
    masterKey: from('CENTRAL_MASTER_KEY'),
  };
  const complete = Object.values(given).every((each) => each !== undefined);
  const secrets = complete || dataFolder === null ? null : await secretsOf(dataFolder);
  const kept = secrets?.ok === true ? secrets.value : undefined;
  const number = (name: SettingName, fallback: number) =>
    from(name) === undefined ? fallback : Number(from(name));
  const central = CentralSettings.safeParse({
    database:
      url === undefined
        ? { kind: 'pglite', folder: join(dataFolder ?? '', 'db') }
        : {
            kind: 'postgres',
            url,
            connections: number('CENTRAL_DATABASE_CONNECTIONS', 10),
            waitMs: number('CENTRAL_DATABASE_WAIT_MS', 5_000),
          },
    programFolder: programFolder(),
    schoolName: from('CENTRAL_SCHOOL_NAME') ?? (flags.demo === true ? 'Demo School' : undefined),
    publicUrl: from('CENTRAL_PUBLIC_URL') ?? null,
    administratorToken: given.administratorToken ?? kept?.administratorToken,
    schoolToken: given.schoolToken ?? kept?.schoolToken,
    masterKey: given.masterKey ?? kept?.masterKey,
    leaseHours: number('CENTRAL_LEASE_HOURS', 72),
    usualFulfilHours: number('CENTRAL_USUAL_FULFIL_HOURS', 24),
    verifyPerMinute: number('CENTRAL_VERIFY_PER_MINUTE', 60),
    verifyTotalPerMinute: number('CENTRAL_VERIFY_TOTAL_PER_MINUTE', 60_000),
    keepVerifierDays: number('CENTRAL_KEEP_VERIFIER_DAYS', 30),
    stripeWebhookSecret: from('CENTRAL_STRIPE_WEBHOOK_SECRET') ?? null,
    schoolSignIn: signInFrom(from),
    documentKey: documentKey(from),
    mail: mailSettings(from, dataFolder ?? ''),
    demo: flags.demo === true,
  });
  // Without their file, that is said, and not of each that it lacks.
  const missing = Object.entries(given).flatMap(([name, value]) =>
    value === undefined && kept === undefined ? [name] : [],
  );
  const problems = [
    ...sources.problems,
    ...problemsOf(server, sources),
    ...(secrets?.ok === false ? [`${sources.called('CENTRAL_DATA')}: ${secrets.error}`] : []),
    ...problemsOf(central, sources, missing),
    // Where it would follow the caller's Host header, anybody could have a signed file whose QR code leads elsewhere.
    ...(flags.demo === true || from('CENTRAL_PUBLIC_URL') !== undefined
      ? []
      : ['CENTRAL_PUBLIC_URL: needed: QR codes and links lead there (https://certificates.example.org)']),
  ];
  if (!server.success || !central.success || problems.length > 0) throw new BadSettings(problems);
  return { central: central.data, server: server.data };
}

function signInFrom(from: SettingSources['from']): object | null {
  const jwksUrl = from('CENTRAL_SIGN_IN_JWKS_URL');
  if (jwksUrl === undefined) return null;
  return {
    jwksUrl,
    issuer: from('CENTRAL_SIGN_IN_ISSUER') ?? '',
    audience: from('CENTRAL_SIGN_IN_AUDIENCE') ?? '',
  };
}

/** The settings that a place in the parsed ones comes from; the longest path that is known counts. */
const namesOfPath: Readonly<Record<string, readonly SettingName[]>> = {
  dataFolder: ['CENTRAL_DATA'],
  host: ['CENTRAL_HOST'],
  port: ['CENTRAL_PORT'],
  proxies: ['CENTRAL_PROXIES'],
  drainSeconds: ['CENTRAL_DRAIN_SECONDS'],
  logLevel: ['CENTRAL_LOG_LEVEL'],
  'database.url': ['CENTRAL_DATABASE_URL'],
  'database.connections': ['CENTRAL_DATABASE_CONNECTIONS'],
  'database.waitMs': ['CENTRAL_DATABASE_WAIT_MS'],
  schoolName: ['CENTRAL_SCHOOL_NAME'],
  publicUrl: ['CENTRAL_PUBLIC_URL'],
  administratorToken: ['CENTRAL_ADMIN_TOKEN'],
  schoolToken: ['CENTRAL_SCHOOL_TOKEN'],
  masterKey: ['CENTRAL_MASTER_KEY'],
  leaseHours: ['CENTRAL_LEASE_HOURS'],
  usualFulfilHours: ['CENTRAL_USUAL_FULFIL_HOURS'],
  documentKey: [
    'CENTRAL_DOCUMENT_KEY_FILE',
    'CENTRAL_DOCUMENT_SIGNER_COMMAND',
    'CENTRAL_DOCUMENT_CERTIFICATE_FILE',
  ],
  'mail.from': ['CENTRAL_MAIL_FROM'],
  'mail.replyTo': ['CENTRAL_MAIL_REPLY_TO'],
  'mail.supervisors': ['CENTRAL_MAIL_SUPERVISORS'],
  'mail.digest.hour': ['CENTRAL_DIGEST_HOUR'],
  'mail.digest.timeZone': ['CENTRAL_DIGEST_TIME_ZONE'],
  'mail.digest.language': ['CENTRAL_DIGEST_LANGUAGE'],
  'mail.transport': ['CENTRAL_SMTP_URL'],
  verifyPerMinute: ['CENTRAL_VERIFY_PER_MINUTE'],
  verifyTotalPerMinute: ['CENTRAL_VERIFY_TOTAL_PER_MINUTE'],
  keepVerifierDays: ['CENTRAL_KEEP_VERIFIER_DAYS'],
  stripeWebhookSecret: ['CENTRAL_STRIPE_WEBHOOK_SECRET'],
  'schoolSignIn.jwksUrl': ['CENTRAL_SIGN_IN_JWKS_URL'],
  'schoolSignIn.issuer': ['CENTRAL_SIGN_IN_ISSUER'],
  'schoolSignIn.audience': ['CENTRAL_SIGN_IN_AUDIENCE'],
};

/** One line for each fault, with the place where the setting was told; nothing of `besides`. */
function problemsOf(
  parsed: z.ZodSafeParseResult<unknown>,
  { called, told }: SettingSources,
  besides: readonly string[] = [],
): string[] {
  if (parsed.success) return [];
  return parsed.error.issues
    .filter(({ path }) => !besides.includes(String(path[0])))
    .map(({ path, message }) => {
      const paths = path.map((_, index) => path.slice(0, path.length - index).join('.'));
      const names = paths.map((each) => namesOfPath[each]).find((each) => each !== undefined);
      if (names === undefined) return `${path.join('.')}: ${message}`;
      const given = names.filter((name) => told.has(name));
      return `${given.length === 0 ? names.join(' or ') : given.map(called).join(' and ')}: ${message}`;
    });
}

/** Who signs files: a key in a file, or a program that has one (words with spaces between, or a JSON list of them). */
function documentKey(from: SettingSources['from']): unknown {
  const [keyFile, command] = [from('CENTRAL_DOCUMENT_KEY_FILE'), from('CENTRAL_DOCUMENT_SIGNER_COMMAND')];
  const certificateFile = from('CENTRAL_DOCUMENT_CERTIFICATE_FILE') ?? '';
  if (command === undefined) return keyFile === undefined ? undefined : { keyFile, certificateFile };
  // Two signers at once are one too many: neither is taken for the one that was meant.
  if (keyFile !== undefined) return { keyFile: '', command: [], certificateFile };
  return { command: commandWords(command), certificateFile };
}

function commandWords(text: string): unknown {
  if (!text.trim().startsWith('[')) return text.trim().split(/\s+/u);
  try {
    return JSON.parse(text);
  } catch {
    return [];
  }
}
