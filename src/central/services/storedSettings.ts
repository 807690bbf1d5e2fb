import { z } from 'zod';
import type { Reader, Writer } from '../db/database.ts';

/** What central keeps about itself in the database. */
export type StoredSetting = 'feedId' | 'demoBegun' | 'demoSeeded';

/** The stored value, or undefined where there is none. */
export async function readSetting(reader: Reader, key: StoredSetting): Promise<unknown> {
  return (
    await reader.one(z.object({ value: z.unknown() }), 'SELECT value FROM settings WHERE key = $1', [key])
  )?.value;
}

/** Stores a value unless there is one already. */
export async function keepFirstSetting(writer: Writer, key: StoredSetting, value: unknown): Promise<void> {
  await writer.run('INSERT INTO settings (key, value) VALUES ($1, $2::jsonb) ON CONFLICT (key) DO NOTHING', [
    key,
    JSON.stringify(value),
  ]);
}
