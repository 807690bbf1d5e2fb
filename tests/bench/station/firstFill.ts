import { join } from 'node:path';
/** A process that fills an empty station. Arguments: `sync URL` or `raw N`, and a folder. Sends its milliseconds, its longest block and peak memory. */
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import Sqlite from 'better-sqlite3';
import { addressKey } from '../../../src/domain/address.ts';
import { searchTextOf } from '../../../src/station/search/words.ts';
import { SyncLine } from '../../../src/station/sync/line.ts';
import { peakMiB } from '../kit.ts';
import { benchContext, pairForBench } from './benchStation.ts';
import { schoolCertificate } from './schoolCertificates.ts';

const [how = '', what = '', folder = ''] = process.argv.slice(2);

async function sync(): Promise<number> {
  const { ctx, close } = benchContext(folder);
  await pairForBench(ctx, what);
  const line = new SyncLine(ctx);
  const from = performance.now();
  const round = await line.syncOnce();
  const ms = performance.now() - from;
  if (!round.ok) throw new Error(JSON.stringify(round.error));
  close();
  return ms;
}

/** The rows that came over the wire, and nothing that the station derives from them: no index of words. */
function raw(): number {
  const { close } = benchContext(folder);
  close();
  const certificates: unknown[][] = [];
  const deliverables: unknown[][] = [];
  for (let index = 0; index < Number(what); index += 1) {
    const c = schoolCertificate(index);
    const { physical: p } = c;
    certificates.push([
      c.certificateId,
      c.certificateNumber,
      c.verificationCode,
      c.controlNumber,
      c.issuedName,
      c.courseId,
      c.courseTitle,
      c.completionDate,
      c.issueDate,
      c.jurisdiction,
      c.templateVersion,
      c.signature,
      c.keyId,
      c.validity,
      c.validityReason,
      c.validityAt,
      c.issuedAt,
    ]);
    if (p === null) continue;
    const text = searchTextOf(c.issuedName, c.certificateNumber);
    const address = JSON.stringify(p.address);
    deliverables.push([
      p.deliverableId,
      c.certificateId,
      p.stage,
      1,
      p.dueAt,
      p.slackAt,
      c.jurisdiction,
      c.courseId,
      address,
      addressKey(p.address),
      text,
    ]);
  }
  const sqlite = new Sqlite(join(folder, 'station.db'));
  sqlite.pragma('journal_mode = WAL');
  sqlite.pragma('synchronous = FULL');
  sqlite.pragma('foreign_keys = ON');
  sqlite.pragma('cache_size = -65536');
  const certificate = sqlite.prepare(
    `INSERT INTO certificates (certificate_id, certificate_number, verification_code, control_number, issued_name, course_id,
       course_title, completion_date, issue_date, jurisdiction, template_version, signature, key_id, validity,
       validity_reason, validity_at, issued_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const deliverable = sqlite.prepare(
    `INSERT INTO deliverables (deliverable_id, certificate_id, stage, workable, due_at, slack_at, jurisdiction, course_id,
       address, address_key, search_text) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const from = performance.now();
  sqlite.transaction(() => {
    for (const row of certificates) certificate.run(...row);
    for (const row of deliverables) deliverable.run(...row);
  })();
  const ms = performance.now() - from;
  sqlite.close();
  return ms;
}

const waits = monitorEventLoopDelay({ resolution: 5 });
waits.enable();
const ms = how === 'sync' ? await sync() : raw();
process.send?.({ ms, longestBlockMs: waits.max / 1e6, peakMiB: peakMiB() }, () => process.exit(0));
