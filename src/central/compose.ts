import { join } from 'node:path';
import type { Context } from './context.ts';
import type { Database } from './db/database.ts';
import { migrate } from './db/migrate.ts';
import { openPglite } from './db/pglite.ts';
import { openPostgres } from './db/postgres.ts';
import { startJobs } from './jobs/jobs.ts';
import type { CentralPorts } from './ports.ts';
import { createHandler } from './routes/handler.ts';
import { seedDemoSchool } from './services/demo/seed.ts';
import { createDocumentThread } from './services/documents/thread.ts';
import type { DocumentThread } from './services/documents/thread.ts';
import { keepRulePacks, readRulePacks } from './services/issuing/rulePacks.ts';
import { documentSigner } from './services/keys/documentSigner.ts';
import { ensureSigningKey } from './services/keys/keyRing.ts';
import { keepFirstSetting } from './services/storedSettings.ts';
import type { CentralSettings } from './settings.ts';

/** Central without any server around it. */
export interface Central {
  /** Answers every request; 503 before `start` is done and after `stop` began. */
  readonly handler: (request: Request) => Promise<Response>;
  /** Opens the database, brings it forward, and starts the jobs. @throws when the settings cannot work; then nothing runs. */
  start(): Promise<void>;
  /** From now on `/readyz` says that this process is not to be sent calls; it still answers them. */
  drain(): void;
  /** Waits for running work and closes the database. */
  stop(): Promise<void>;
  /** What the services work with; throws before `start` is done. For commands and tests in the same process. */
  context(): Context;
}

/** Opens the database that the settings name. */
export function openDatabase(settings: CentralSettings, ports: CentralPorts): Promise<Database> {
  const { database } = settings;
  if (database.kind === 'pglite') return openPglite(database.folder);
  return openPostgres(database.url, {
    connections: database.connections,
    waitMs: database.waitMs,
    onLost: (error) => ports.log.warn({ message: error.message }, 'a database connection broke'),
  });
}

/** Puts central together; nothing happens until `start`. */
export function createCentral(settings: CentralSettings, ports: CentralPorts): Central {
  let running: {
    readonly context: Context;
    readonly jobs: { stop(): Promise<void> };
    readonly documents: DocumentThread;
  } | null = null;
  let handle: ((request: Request) => Promise<Response>) | null = null;
  let open = 0;
  let onIdle: (() => void) | null = null;
  let draining = false;
  let stopping = false;

  return {
    async handler(request) {
      if (handle === null || stopping) return notReady(request);
      if (draining && new URL(request.url).pathname === '/readyz') return notReady(request);
      open += 1;
      try {
        return await handle(request);
      } finally {
        open -= 1;
        if (open === 0) onIdle?.();
      }
    },
    async start() {
      const db = await openDatabase(settings, ports);
      const context: Context = { ...ports, db, settings };
      try {
        const applied = await migrate(
          db,
          join(settings.programFolder, 'migrations', 'central'),
          ports.clock.now,
        );
        if (applied.length > 0) ports.log.info({ applied }, 'database brought forward');
        await prepare(context);
        // Files that cannot be used are found at start; a key of our own is made when the first file is signed.
        if (settings.documentKey !== undefined) await documentSigner(context);
      } catch (error) {
        await db.close();
        throw error;
      }
      const documents = createDocumentThread(
        { fonts: join(settings.programFolder, 'resources', 'fonts') },
        () => documentSigner(context),
      );
      running = { context, documents, jobs: startJobs(context) };
      handle = createHandler(context, documents, () => !stopping);
    },
    drain() {
      draining = true;
    },
    async stop() {
      if (running === null || stopping) return;
      stopping = true;
      await running.jobs.stop();
      if (open > 0) {
        await new Promise<void>((resolve) => {
          onIdle = resolve;
        });
      }
      await running.documents.stop();
      await running.context.db.close();
      handle = null;
      running = null;
    },
    context() {
      if (running === null) throw new Error('Central is not started');
      return running.context;
    },
  };
}

async function prepare(context: Context): Promise<void> {
  const packs = await readRulePacks(join(context.settings.programFolder, 'resources', 'rules'));
  await context.db.write(async (writer) => {
    await keepFirstSetting(writer, 'feedId', Buffer.from(context.random(8)).toString('hex'));
    await keepRulePacks(writer, packs);
  });
  await ensureSigningKey(context);
  if (context.settings.demo) await seedDemoSchool(context);
}

function notReady(request: Request): Response {
  const alive = new URL(request.url).pathname === '/healthz';
  return alive
    ? Response.json({ alive: true })
    : Response.json(
        { code: 'UNAVAILABLE', status: 503, message: 'Not ready.' },
        { status: 503, headers: { 'Retry-After': '2' } },
      );
}
