import { setTimeout as pause } from 'node:timers/promises';
import { announce } from '../../src/central/services/feed/announce.ts';
import type { TestSchool } from './school.ts';

/** Changes a person in a transaction that takes its time, and that may break off in the end. */
export async function bump(
  school: TestSchool,
  userId: string,
  slowMs: number,
  abort: boolean,
): Promise<void> {
  const failure = new Error('aborted on purpose');
  await school.context.db
    .write(async (writer) => {
      await announce(writer, 'person', [userId]);
      await pause(slowMs);
      await writer.run(
        `INSERT INTO people (user_id, display_name, roles, pin_hash, active) VALUES ($1, '1', '[]', 'x', true)
         ON CONFLICT (user_id) DO UPDATE SET display_name = (people.display_name::int + 1)::text`,
        [userId],
      );
      if (abort) throw failure;
    })
    .catch((error: unknown) => {
      if (error !== failure) throw error;
    });
}
