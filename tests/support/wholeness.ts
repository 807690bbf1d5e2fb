/** What must hold of station, central, paper and postage after whatever happened. Read from disk, not asked of the programs. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import { z } from 'zod';
import { verifyChain } from '../../src/domain/audit/chain.ts';
import { canonicalJson } from '../../src/domain/canonicalJson.ts';
import { balance, StockMovement } from '../../src/domain/stock/ledger.ts';

const Piece = z.object({
  pieceId: z.string(),
  deliverableId: z.string(),
  certificateId: z.string(),
  certificateNumber: z.string(),
  attempt: z.int(),
  stage: z.string(),
  sheetSerial: z.string().nullable(),
});
const FactRow = z.object({ sequence: z.int(), fact: z.string(), pushedAt: z.int().nullable() });
const Movement = z.object({
  stockItemId: z.string(),
  kind: z.string(),
  sheets: z.int(),
  batchId: z.string().nullable(),
});
const Sold = z.object({
  kind: z.string(),
  intentId: z.string().optional(),
  tracking: z.unknown().optional(),
});

/** What the station's database holds. */
export interface StationOnDisk {
  readonly pieces: readonly z.infer<typeof Piece>[];
  readonly deliverables: readonly { readonly deliverableId: string; readonly stage: string }[];
  readonly facts: readonly { readonly sequence: number; readonly fact: unknown; readonly pushed: boolean }[];
  readonly labels: readonly {
    readonly intentId: string;
    readonly parcelId: string;
    readonly tracking: string;
  }[];
  /** What is wrong with it, in words; empty: nothing. */
  readonly faults: readonly string[];
}

/** Reads a station's database and checks everything that it can prove by itself. */
export function stationOnDisk(data: string): StationOnDisk {
  const db = new DatabaseSync(join(data, 'station.db'), { readOnly: true });
  const all = <Row>(shape: z.ZodType<Row>, sql: string): Row[] => z.array(shape).parse(db.prepare(sql).all());
  try {
    const faults: string[] = [];
    const damage = db.prepare('PRAGMA integrity_check').all();
    if (JSON.stringify(damage) !== '[{"integrity_check":"ok"}]')
      faults.push(`integrity_check: ${JSON.stringify(damage)}`);
    const foreign = db.prepare('PRAGMA foreign_key_check').all();
    if (foreign.length > 0) faults.push(`foreign_key_check: ${JSON.stringify(foreign)}`);
    faults.push(
      ...auditFaults(db),
      ...stockFaults(
        all(
          Movement,
          'SELECT stock_item_id AS stockItemId, kind, sheets, batch_id AS batchId FROM stock_movements ORDER BY movement_row',
        ),
      ),
    );
    const facts = all(FactRow, 'SELECT sequence, fact, pushed_at AS pushedAt FROM outbox ORDER BY sequence');
    for (const [index, { sequence }] of facts.entries())
      if (sequence !== index + 1) faults.push(`outbox: ${sequence} stands where ${index + 1} should`);
    const pieces = all(
      Piece,
      `SELECT piece_id AS pieceId, deliverable_id AS deliverableId, certificate_id AS certificateId, certificate_number AS certificateNumber,
         attempt, stage, sheet_serial AS sheetSerial FROM pieces JOIN certificates USING (certificate_id) ORDER BY deliverable_id, attempt`,
    );
    const live = pieces.filter(({ stage }) => stage !== 'spoiled' && stage !== 'cancelled');
    for (const [deliverableId, ofOne] of Map.groupBy(live, (piece) => piece.deliverableId))
      if (ofOne.length > 1) faults.push(`deliverable ${deliverableId} has ${ofOne.length} live pieces`);
    const serials = pieces.flatMap(({ sheetSerial }) => sheetSerial ?? []);
    if (new Set(serials).size !== serials.length) faults.push('one sheet is bound to two pieces');
    const labels = all(
      z.object({ intentId: z.string(), parcelId: z.string(), tracking: z.string() }),
      'SELECT intent_id AS intentId, parcel_id AS parcelId, tracking FROM labels WHERE voided_at IS NULL',
    );
    for (const [parcelId, ofOne] of Map.groupBy(labels, (label) => label.parcelId))
      if (ofOne.length > 1) faults.push(`parcel ${parcelId} has ${ofOne.length} labels`);
    const deliverables = all(
      z.object({ deliverableId: z.string(), stage: z.string() }),
      'SELECT deliverable_id AS deliverableId, stage FROM deliverables ORDER BY deliverable_id',
    );
    return {
      pieces,
      deliverables,
      facts: facts.map(({ sequence, fact, pushedAt }) => ({
        sequence,
        fact: JSON.parse(fact),
        pushed: pushedAt !== null,
      })),
      labels,
      faults,
    };
  } finally {
    db.close();
  }
}

function auditFaults(db: DatabaseSync): string[] {
  const shape = z.object({
    sequence: z.int(),
    at: z.int(),
    userId: z.string().nullable(),
    action: z.string(),
    subject: z.string(),
    detail: z.string(),
    hash: z.string(),
  });
  const rows = z
    .array(shape)
    .parse(
      db
        .prepare(
          'SELECT sequence, at, user_id AS userId, action, subject, detail, hash FROM audit_log ORDER BY sequence',
        )
        .all(),
    );
  const entries = rows.map(({ hash, ...content }) => ({
    sequence: content.sequence,
    canonical: canonicalJson(content),
    hash,
  }));
  const walked = verifyChain(entries, (bytes) => createHash('sha256').update(bytes).digest());
  return walked.ok ? [] : [`audit log: ${walked.error.tag} at ${walked.error.sequence}`];
}

function stockFaults(movements: readonly z.infer<typeof Movement>[]): string[] {
  return [...Map.groupBy(movements, ({ stockItemId }) => stockItemId)].flatMap(([stockItemId, ofItem]) => {
    const ledger = ofItem.map(({ kind, sheets, batchId }) =>
      StockMovement.parse({ stockItemId, kind, quantity: sheets, batchId }),
    );
    const walked = balance(ledger);
    return walked.ok ? [] : [`stock ledger of ${stockItemId}: ${walked.error.tag} at ${walked.error.index}`];
  });
}

/** What came out of the folder printer: how many sheets show each certificate number. */
export async function printedSheets(
  folder: string,
  numbers: readonly string[],
): Promise<Map<string, number>> {
  const library = await PDFiumLibrary.init();
  const count = new Map<string, number>();
  try {
    for (const name of (await readdir(folder)).filter((each) => each.endsWith('.pdf'))) {
      const document = await library.loadDocument(await readFile(join(folder, name)));
      for (const page of document.pages()) {
        const text = page.getText();
        const shown = numbers.filter((number) => text.includes(number));
        if (shown.length !== 1)
          throw new Error(`A page of ${name} shows ${shown.length} certificate numbers: ${text}`);
        for (const number of shown) count.set(number, (count.get(number) ?? 0) + 1);
      }
      document.destroy();
    }
    return count;
  } finally {
    library.destroy();
  }
}

/** What the simulated carrier has sold, by intent, from its own books. */
export async function soldByIntent(ledgerFile: string): Promise<Map<string, number>> {
  const lines = (await readFile(ledgerFile, 'utf8')).split('\n').filter((line) => line !== '');
  const count = new Map<string, number>();
  for (const line of lines) {
    const entry = Sold.parse(JSON.parse(line));
    if (entry.kind === 'sold' && entry.intentId !== undefined)
      count.set(entry.intentId, (count.get(entry.intentId) ?? 0) + 1);
  }
  return count;
}
