import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { LetterSettings } from '../../contract/station/letters.ts';
import { PostalAddress } from '../../domain/address.ts';
import { settings } from '../db/schema/station.ts';
import { readQuery, writeQuery } from '../db/statements.ts';
import type { Named, Reader, Writer } from '../db/statements.ts';

/** What central said when this station was paired. */
export const Pairing = z.object({
  stationId: z.string(),
  stationName: z.string(),
  centralUrl: z.string(),
  schoolName: z.string(),
  /** Every address under which certificates were ever published; the newest first. */
  verifyBaseUrls: z.array(z.string()).min(1),
  demo: z.boolean(),
  pairedAt: z.int(),
});
export type Pairing = z.infer<typeof Pairing>;

const Away = z.object({ state: z.enum(['offline', 'refused']), since: z.int(), problem: z.string() });

/** What the station keeps of itself. */
export interface SettingValues {
  readonly pairing: Pairing;
  /** How far the change feed was taken. */
  readonly feedCursor: string;
  /** The first fill has come to its end, and everything of it can be searched. */
  readonly filled: boolean;
  /** The certificate row up to which a first fill can be searched. */
  readonly wordsThrough: number;
  readonly lastPullAt: number;
  readonly lastPushAt: number;
  /** Central has facts of this station up to this number that the database here forgot, restored from a backup. */
  readonly forgottenFacts: number;
  /** Since when central has been away or has refused this station; null: it answers. */
  readonly away: z.infer<typeof Away> | null;
  /** Central's clock less this one, in milliseconds, as last seen. */
  readonly clockSkew: number;
  /** So many deliverables are held under lease, ready for a day without central. */
  readonly leaseAhead: number;
  /** The sender on every label and envelope. */
  readonly shipFrom: PostalAddress;
  /** What stands on every letter of this school. */
  readonly letters: LetterSettings;
}

/** The name of a setting. */
export type SettingKey = keyof SettingValues;

/** One JSON value a key, parsed when it is read. */
const shapes: { readonly [Key in SettingKey]: z.ZodType<SettingValues[Key]> } = {
  pairing: Pairing,
  feedCursor: z.string(),
  filled: z.boolean(),
  wordsThrough: z.int(),
  lastPullAt: z.int(),
  lastPushAt: z.int(),
  forgottenFacts: z.int(),
  away: Away.nullable(),
  clockSkew: z.int(),
  leaseAhead: z.int().min(0).max(5000),
  shipFrom: PostalAddress,
  letters: LetterSettings,
};

const byKey = readQuery((query, v: Named<{ key: string }>) =>
  query.select({ value: settings.value }).from(settings).where(eq(settings.key, v.key)),
);

const save = writeQuery((query, v: Named<{ key: string; value: string }>) =>
  query
    .insert(settings)
    .values({ key: v.key, value: v.value })
    .onConflictDoUpdate({ target: settings.key, set: { value: sql`excluded.value` } }),
);

/** A setting, or null when it was never written. */
export function readSetting<Key extends SettingKey>(tx: Reader, key: Key): SettingValues[Key] | null {
  const row = byKey.get(tx, { key });
  return row === undefined ? null : shapes[key].parse(JSON.parse(row.value));
}

/** Writes a setting. */
export function writeSetting<Key extends SettingKey>(tx: Writer, key: Key, value: SettingValues[Key]): void {
  save.run(tx, { key, value: JSON.stringify(value) });
}
