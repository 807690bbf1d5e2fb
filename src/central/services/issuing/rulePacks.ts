import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { RulePack } from '../../../domain/time/rulePack.ts';
import type { Reader, Writer } from '../../db/database.ts';
import { announce } from '../feed/announce.ts';

/** What holds where no rule pack says otherwise: no deadline, no paper owed, UTC. */
const WITHOUT_RULES: RulePack = RulePack.parse({
  jurisdiction: 'NONE',
  version: '0',
  title: 'No rules',
  citations: [],
  deadline: null,
  deliveryCounts: 'mailed',
  paperOwed: false,
  numberedStock: false,
  witnessesForSpoil: 0,
  retentionYears: 3,
  timeZone: 'UTC',
  extraHolidays: [],
  duplicateKeepsNumber: false,
});

/** Reads the rule packs that come with the program. @throws when one of them is broken, naming the file. */
export async function readRulePacks(folder: string): Promise<RulePack[]> {
  const files = (await readdir(folder)).filter((each) => each.endsWith('.json')).toSorted();
  return Promise.all(
    files.map(async (file) => {
      try {
        return RulePack.parse(JSON.parse(await readFile(join(folder, file), 'utf8')));
      } catch (cause) {
        throw new Error(`The rule pack ${file} cannot be used`, { cause });
      }
    }),
  );
}

/** Stores rule packs that are new or changed, and tells stations. */
export async function keepRulePacks(writer: Writer, packs: readonly RulePack[]): Promise<void> {
  for (const pack of packs) {
    const changed = await writer.run(
      `INSERT INTO rule_packs (jurisdiction, version, pack) VALUES ($1, $2, $3::jsonb)
       ON CONFLICT (jurisdiction) DO UPDATE SET version = excluded.version, pack = excluded.pack
       WHERE rule_packs.pack IS DISTINCT FROM excluded.pack`,
      [pack.jurisdiction, pack.version, JSON.stringify(pack)],
    );
    if (changed > 0) await announce(writer, 'rulePack', [pack.jurisdiction]);
  }
}

/** The rules of each jurisdiction; one without a pack has {@link WITHOUT_RULES}. */
export async function loadRulePacks(reader: Reader): Promise<(jurisdiction: string) => RulePack> {
  const rows = await reader.all(z.object({ pack: RulePack }), 'SELECT pack FROM rule_packs');
  const packs = new Map(rows.map(({ pack }) => [pack.jurisdiction, pack]));
  return (jurisdiction) => packs.get(jurisdiction) ?? WITHOUT_RULES;
}
