import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { uuidv7 } from '../../src/domain/ids.ts';
import type { StationContext } from '../../src/station/context.ts';
import { openDatabase } from '../../src/station/db/open.ts';
import type { OpenDatabase } from '../../src/station/db/open.ts';
import { sqlWrite } from '../../src/station/db/statements.ts';
import type { StationPorts } from '../../src/station/ports/ports.ts';
import { LiveBus } from '../../src/station/record/live.ts';
import { Wake } from '../../src/station/record/wake.ts';
import { searchTextOf } from '../../src/station/search/words.ts';
import { tempDir } from '../support/tempDir.ts';

export const root = join(import.meta.dirname, '..', '..');
export const migrationsFolder = join(root, 'migrations', 'station');

/** A clock that a test sets. */
export class TestClock {
  time = Date.UTC(2026, 10, 20, 16, 0, 0);
  now(): number {
    return this.time;
  }
}

/** A timer that a test lets run: nothing happens until `pass` is called. */
export class TestTimer {
  readonly waiting: { due: number; task: () => void }[] = [];
  elapsed = 0;

  after(milliseconds: number, task: () => void): () => void {
    const entry = { due: this.elapsed + milliseconds, task };
    this.waiting.push(entry);
    return () => {
      const index = this.waiting.indexOf(entry);
      if (index >= 0) this.waiting.splice(index, 1);
    };
  }

  /** Lets so many milliseconds pass and runs what falls due, in order. */
  pass(milliseconds: number): void {
    this.elapsed += milliseconds;
    for (;;) {
      const next = this.waiting
        .filter((entry) => entry.due <= this.elapsed)
        .toSorted((left, right) => left.due - right.due)[0];
      if (next === undefined) return;
      this.waiting.splice(this.waiting.indexOf(next), 1);
      next.task();
    }
  }
}

export interface LoggedLine {
  readonly level: string;
  readonly fields: object;
  readonly message: string;
}

export interface StationUnderTest {
  readonly ctx: StationContext;
  readonly clock: TestClock;
  readonly folder: string;
  readonly logged: LoggedLine[];
  readonly opened: OpenDatabase;
  readonly secrets: Map<string, string>;
  readonly timer: TestTimer;
  /** What `compose` aborts when the station stops. */
  readonly stopping: AbortController;
}

/** Ports of a test: real files, a clock that stands still, secrets in memory, no way out. */
export function testPorts(
  folder: string,
  clock: TestClock,
  logged: LoggedLine[],
  secrets: Map<string, string>,
): StationPorts {
  const line = (level: string) => (fields: object, message: string) =>
    void logged.push({ level, fields, message });
  return {
    clock,
    random: (bytes) => new Uint8Array(randomBytes(bytes)),
    paths: { data: folder, exports: join(folder, 'exports'), root },
    log: { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') },
    secrets: {
      get: (name) => Promise.resolve(secrets.get(name) ?? null),
      set: (name, value) => {
        secrets.set(name, value);
        return Promise.resolve();
      },
    },
    fetch: () => Promise.reject(new TypeError('fetch failed')),
    settings: { centralUrl: null, stationName: null, demo: true },
  };
}

/** A context on a real database in an empty folder, removed when the test ends. */
export async function stationUnderTest(ports: Partial<StationPorts> = {}): Promise<StationUnderTest> {
  const folder = await tempDir();
  const clock = new TestClock();
  const logged: LoggedLine[] = [];
  const secrets = new Map<string, string>();
  const opened = openDatabase({
    folder,
    migrations: migrationsFolder,
    now: clock.now(),
    taskFailed: (problem) => {
      throw problem;
    },
  });
  if (!opened.ok) throw new Error(`The database did not open: ${opened.error.tag}`);
  onTestFinished(() => opened.value.close());
  const timer = new TestTimer();
  const stopping = new AbortController();
  const all = { ...testPorts(folder, clock, logged, secrets), ...ports };
  const ctx: StationContext = {
    db: opened.value.db,
    clock,
    newId: () => uuidv7(clock.now(), all.random),
    random: all.random,
    log: all.log,
    ports: all,
    live: new LiveBus(),
    wake: new Wake(),
    timer,
    stopping: stopping.signal,
  };
  return { ctx, clock, folder, logged, opened: opened.value, secrets, timer, stopping };
}

const insertCertificate = sqlWrite<{
  certificateId: string;
  number: string;
  code: string;
  name: string;
  template: string;
  at: number;
}>(
  `INSERT INTO certificates (certificate_id, certificate_number, verification_code, control_number, issued_name, course_id,
     course_title, completion_date, issue_date, jurisdiction, template_version, signature, key_id, validity,
     validity_reason, validity_at, issued_at)
   VALUES (@certificateId, @number, @code, NULL, @name, 'course-ca', 'Traffic School', '2026-11-18', '2026-11-19', 'US-CA',
     @template, 'sig', 'key-1', 'active', NULL, NULL, @at)`,
);
const insertDeliverable = sqlWrite<{
  deliverableId: string;
  certificateId: string;
  slack: number;
  address: string;
  key: string;
  search: string;
  epoch: number | null;
  expires: number | null;
}>(
  `INSERT INTO deliverables (deliverable_id, certificate_id, stage, workable, due_at, slack_at, jurisdiction, course_id,
     address, address_key, search_text, lease_epoch, lease_expires_at)
   VALUES (@deliverableId, @certificateId, 'queued', 1, @slack + 86400000, @slack, 'US-CA', 'course-ca', @address, @key, @search, @epoch, @expires)`,
);

let made = 0;

export interface OwedCertificate {
  readonly certificateId: string;
  readonly deliverableId: string;
  readonly certificateNumber: string;
  readonly verificationCode: string;
}

/** Puts a certificate that is owed on paper straight into the database, under a lease of a day unless `leased` is false. */
export function owedCertificate(
  station: StationUnderTest,
  about: { readonly name?: string; readonly leased?: boolean; readonly slackAt?: number } = {},
): OwedCertificate {
  const { ctx, clock } = station;
  made += 1;
  const certificateId = ctx.newId();
  const deliverableId = ctx.newId();
  const certificateNumber = `CA-2026-${String(made).padStart(6, '0')}`;
  const verificationCode = String(made).padStart(28, '0');
  const name = about.name ?? 'María Núñez';
  const address = {
    name,
    street1: '1 Main St',
    city: 'Sacramento',
    region: 'CA',
    postalCode: '95814',
    country: 'US',
  };
  const leased = about.leased ?? true;
  ctx.db.write((tx) => {
    insertCertificate.run(tx, {
      certificateId,
      number: certificateNumber,
      code: verificationCode,
      name,
      template: 'a'.repeat(64),
      at: clock.now(),
    });
    insertDeliverable.run(tx, {
      deliverableId,
      certificateId,
      slack: about.slackAt ?? clock.now() + 5 * 86_400_000,
      address: JSON.stringify(address),
      key: `${certificateId}-address`,
      search: searchTextOf(name, certificateNumber),
      epoch: leased ? 7 : null,
      expires: leased ? clock.now() + 86_400_000 : null,
    });
  });
  return { certificateId, deliverableId, certificateNumber, verificationCode };
}
