import { chmod, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Connection, StationClient } from './connection.ts';
import { personNamed } from './finding.ts';
import { NobodySignedIn, UsageProblem } from './problems/problem.ts';

const Kept = z.object({ token: z.string().min(16), displayName: z.string() });
type Kept = z.infer<typeof Kept>;

const fileOf = (data: string) => join(data, 'terminal-session.json');

/** Keeps a session for the next commands, readable by its owner alone. */
export async function keepSession(data: string, session: Kept): Promise<void> {
  const draft = `${fileOf(data)}.${process.pid}.new`;
  await writeFile(draft, JSON.stringify(Kept.parse(session)), { mode: 0o600 });
  await chmod(draft, 0o600);
  await rename(draft, fileOf(data));
}

/** The session that was kept; null: none, or none that makes sense. */
export async function keptSession(data: string): Promise<Kept | null> {
  try {
    return Kept.parse(JSON.parse(await readFile(fileOf(data), 'utf8')));
  } catch {
    // No session, or half a file of an older program: signing in mends both.
    return null;
  }
}

export async function forgetSession(data: string): Promise<void> {
  await rm(fileOf(data), { force: true });
}

/** A client for a person, and how to let go of it. */
export interface Presence {
  readonly client: StationClient;
  leave(): Promise<void>;
}

/**
 * The person who works at this terminal: the one of STATION_USER and STATION_PIN, signed in for this command alone, else
 * the one who signed in before. Throws NobodySignedIn.
 */
export async function presentPerson(
  connection: Connection,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Presence> {
  const user = environment['STATION_USER'] ?? '';
  const pin = environment['STATION_PIN'] ?? '';
  if (user !== '') {
    if (pin === '') throw new UsageProblem('STATION_USER is set and STATION_PIN is not.');
    const nobody = connection.clientOf(null);
    const { userId } = await personNamed(nobody, user);
    const { token } = await nobody.session.signIn({ userId, pin });
    const client = connection.clientOf(token);
    return { client, leave: async () => void (await client.session.signOut()) };
  }
  const kept = await keptSession(connection.data);
  if (kept === null) throw new NobodySignedIn();
  return { client: connection.clientOf(kept.token), leave: () => Promise.resolve() };
}
