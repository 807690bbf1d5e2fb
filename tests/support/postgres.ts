import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { inject, onTestFinished } from 'vitest';

/**
 * Makes a new database for the running test on the run's real PostgreSQL, dropped when the test ends.
 *
 * @param template the name of a database to copy; it must have no open connection. Without it the database is empty.
 * @returns the new database's URL
 */
export async function postgresDatabase(template = 'template0'): Promise<string> {
  const server = await postgresUrl();
  const name = `t_${randomUUID().replaceAll('-', '')}`;
  await onServer(server, `CREATE DATABASE ${name} TEMPLATE "${template}" STRATEGY file_copy`);
  onTestFinished(() => onServer(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

/** The URL of the maintenance database of the run's PostgreSQL, which is started by the first caller. */
export async function postgresUrl(): Promise<string> {
  const response = await fetch(inject('postgresDoor'));
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text;
}

async function onServer(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
