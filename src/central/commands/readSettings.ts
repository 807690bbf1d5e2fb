import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { CentralSettings } from '../settings.ts';
import { isAddressRange } from './callerAddress.ts';
import { mailSettings } from './mailSettings.ts';

/** What the command line said; what is missing comes from the environment, then from defaults. */
export interface SettingFlags {
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
async function secretsOf(dataFolder: string): Promise<Secrets> {
  const path = join(dataFolder, 'secrets.json');
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  const token = () => randomBytes(24).toString('base64url');
  const fresh: Secrets = {
    administratorToken: token(),
    schoolToken: token(),
    masterKey: randomBytes(32).toString('base64url'),
  };
  try {
    await writeFile(path, `${JSON.stringify(fresh, null, 2)}\n`, { mode: 0o600, flag: 'wx', flush: true });
    return fresh;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  const kept = Secrets.safeParse(jsonOrNull(await readFile(path, 'utf8')));
  if (kept.success) return kept.data;
  throw new BadSettings([
    `${path} is damaged: restore it from a backup; without it the signing keys cannot be opened`,
  ]);
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * Puts settings together from flags, environment and defaults. Secrets that the environment does not give are made once
 * and kept in `secrets.json` of the data folder; several processes on one PostgreSQL must be given the same ones.
 *
 * @throws BadSettings naming everything that is wrong.
 */
export async function readSettings(
  flags: SettingFlags,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<{ readonly central: CentralSettings; readonly server: ServerSettings }> {
  const from = (name: string) => (environment[name] === '' ? undefined : environment[name]);
  const server = ServerSettings.safeParse({
    dataFolder: flags.data ?? from('CENTRAL_DATA') ?? 'central-data',
    host: flags.host ?? from('CENTRAL_HOST') ?? '127.0.0.1',
    port: flags.port ?? from('CENTRAL_PORT') ?? '4180',
    proxies: (from('CENTRAL_PROXIES') ?? '')
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== ''),
    drainSeconds: from('CENTRAL_DRAIN_SECONDS') ?? '0',
  });
  const url = flags.databaseUrl ?? from('CENTRAL_DATABASE_URL');
  const dataFolder = server.success ? server.data.dataFolder : null;
  const given = {
    administratorToken: from('CENTRAL_ADMIN_TOKEN'),
    schoolToken: from('CENTRAL_SCHOOL_TOKEN'),
    masterKey: from('CENTRAL_MASTER_KEY'),
  };
  const complete = Object.values(given).every((each) => each !== undefined);
  const kept = complete || dataFolder === null ? null : await secretsOf(dataFolder);
  const number = (name: string, fallback: number) =>
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
  const problems = [
    ...problemsOf(server),
    ...problemsOf(central),
    // Where it would follow the caller's Host header, anybody could have a signed file whose QR code leads elsewhere.
    ...(flags.demo === true || from('CENTRAL_PUBLIC_URL') !== undefined
      ? []
      : ['CENTRAL_PUBLIC_URL: needed: QR codes and links lead there (https://certificates.example.org)']),
  ];
  if (!server.success || !central.success || problems.length > 0) throw new BadSettings(problems);
  return { central: central.data, server: server.data };
}

function signInFrom(from: (name: string) => string | undefined): object | null {
  const jwksUrl = from('CENTRAL_SIGN_IN_JWKS_URL');
  if (jwksUrl === undefined) return null;
  return {
    jwksUrl,
    issuer: from('CENTRAL_SIGN_IN_ISSUER') ?? '',
    audience: from('CENTRAL_SIGN_IN_AUDIENCE') ?? '',
  };
}

const environmentNames: Readonly<Record<string, string>> = {
  dataFolder: 'CENTRAL_DATA or --data',
  host: 'CENTRAL_HOST or --host',
  port: 'CENTRAL_PORT or --port',
  proxies: 'CENTRAL_PROXIES',
  drainSeconds: 'CENTRAL_DRAIN_SECONDS',
  database:
    'CENTRAL_DATABASE_URL or --database-url, CENTRAL_DATABASE_CONNECTIONS or CENTRAL_DATABASE_WAIT_MS',
  schoolName: 'CENTRAL_SCHOOL_NAME',
  publicUrl: 'CENTRAL_PUBLIC_URL',
  administratorToken: 'CENTRAL_ADMIN_TOKEN',
  schoolToken: 'CENTRAL_SCHOOL_TOKEN',
  masterKey: 'CENTRAL_MASTER_KEY',
  leaseHours: 'CENTRAL_LEASE_HOURS',
  usualFulfilHours: 'CENTRAL_USUAL_FULFIL_HOURS',
  documentKey:
    'CENTRAL_DOCUMENT_KEY_FILE (or CENTRAL_DOCUMENT_SIGNER_COMMAND) and CENTRAL_DOCUMENT_CERTIFICATE_FILE',
  mail: 'CENTRAL_SMTP_URL, CENTRAL_MAIL_FROM, CENTRAL_MAIL_REPLY_TO, CENTRAL_MAIL_SUPERVISORS or CENTRAL_DIGEST_HOUR',
  verifyPerMinute: 'CENTRAL_VERIFY_PER_MINUTE',
  verifyTotalPerMinute: 'CENTRAL_VERIFY_TOTAL_PER_MINUTE',
  keepVerifierDays: 'CENTRAL_KEEP_VERIFIER_DAYS',
  stripeWebhookSecret: 'CENTRAL_STRIPE_WEBHOOK_SECRET',
  schoolSignIn: 'CENTRAL_SIGN_IN_JWKS_URL, CENTRAL_SIGN_IN_ISSUER, CENTRAL_SIGN_IN_AUDIENCE',
};

function problemsOf(parsed: z.ZodSafeParseResult<unknown>): string[] {
  if (parsed.success) return [];
  return parsed.error.issues.map((issue) => {
    const field = String(issue.path[0] ?? '');
    return `${environmentNames[field] ?? field}: ${issue.message}`;
  });
}

/** Who signs files: a key in a file, or a program that has one (words with spaces between, or a JSON list of them). */
function documentKey(from: (name: string) => string | undefined): unknown {
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
