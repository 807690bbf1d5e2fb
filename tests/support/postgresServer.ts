import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestProject } from 'vitest/node';
import { startPostgres } from './postgresProcess.ts';
import type { RunningPostgres } from './postgresProcess.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Answers with the URL of the run's PostgreSQL, which it starts when it is asked for the first time. */
    postgresDoor: string;
  }
}

/**
 * One PostgreSQL for a whole test run, started by the first test that asks. The server named in
 * CENTRAL_TEST_DATABASE_URL is used instead when there is one. Stopped and removed after the run.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let running: Promise<RunningPostgres> | undefined;
  const named = process.env['CENTRAL_TEST_DATABASE_URL'];
  const door = createServer((_request, response) => {
    if (named) {
      response.end(named);
      return;
    }
    running ??= startPostgres();
    running.then(
      ({ url }) => response.end(url),
      (error: unknown) => {
        response.statusCode = 500;
        response.end(error instanceof Error ? error.message : String(error));
      },
    );
  });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  // listen() on a TCP port always gives an address with a port.
  const { port } = door.address() as AddressInfo;
  project.provide('postgresDoor', `http://127.0.0.1:${port}/`);

  return async () => {
    door.closeAllConnections();
    door.close();
    const [outcome] = await Promise.allSettled([running]);
    if (outcome?.status === 'fulfilled') await outcome.value?.stop();
  };
}
