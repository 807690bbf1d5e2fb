import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { PostalAddress } from '../../../domain/address.ts';
import { Money } from '../../../domain/money.ts';

const Sale = z.object({
  kind: z.literal('sold'),
  saleId: z.string(),
  at: z.int(),
  intentId: z.string(),
  rateId: z.string(),
  service: z.string(),
  cost: Money,
  tracking: z.string(),
  /** Absent on sales of before it was kept. */
  parcelId: z.string().optional(),
  parcelNumber: z.string(),
  from: PostalAddress,
  to: PostalAddress,
  weightGrams: z.number(),
});
export type Sale = z.infer<typeof Sale>;

const Entry = z.discriminatedUnion('kind', [
  Sale,
  z.object({ kind: z.literal('voided'), at: z.int(), saleId: z.string() }),
  z.object({
    kind: z.literal('manifest'),
    at: z.int(),
    reference: z.string(),
    tracking: z.array(z.string()),
  }),
]);
export type LedgerEntry = z.infer<typeof Entry>;

/**
 * The simulated carrier's books: one JSON line for each thing that happened, each on disk before it counts. Lives through
 * a kill of the station, as the server of a real carrier does. A line that a crash cut short never happened.
 */
export class CarrierLedger {
  readonly #file: string;
  readonly #entries: LedgerEntry[] = [];

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#file = join(folder, 'ledger.jsonl');
    if (!existsSync(this.#file)) return;
    const text = readFileSync(this.#file, 'utf8');
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    for (const line of whole.split('\n')) if (line !== '') this.#entries.push(Entry.parse(JSON.parse(line)));
    if (whole.length < text.length) this.#cutTo(Buffer.byteLength(whole));
  }

  /** Everything on the books, oldest first. */
  get entries(): readonly LedgerEntry[] {
    return this.#entries;
  }

  add(entry: LedgerEntry): void {
    const file = openSync(this.#file, 'a');
    try {
      writeSync(file, `${JSON.stringify(entry)}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    this.#entries.push(entry);
  }

  salesOf(intentId: string): readonly Sale[] {
    return this.#entries
      .filter((entry) => entry.kind === 'sold')
      .filter((sale) => sale.intentId === intentId);
  }

  /** The newest sale for an envelope that was not taken back. */
  standingSaleFor(parcelId: string): Sale | undefined {
    return this.#entries
      .filter((entry) => entry.kind === 'sold')
      .findLast((sale) => sale.parcelId === parcelId && !this.isVoided(sale.saleId));
  }

  isVoided(saleId: string): boolean {
    return this.#entries.some((entry) => entry.kind === 'voided' && entry.saleId === saleId);
  }

  #cutTo(bytes: number): void {
    const file = openSync(this.#file, 'r+');
    try {
      ftruncateSync(file, bytes);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  }
}
