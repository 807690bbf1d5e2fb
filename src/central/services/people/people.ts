import { z } from 'zod';
import { uuidv7 } from '../../../domain/ids.ts';
import { Role } from '../../../domain/people/roles.ts';
import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import type { Context } from '../../context.ts';
import { announce } from '../feed/announce.ts';
import { hashPin } from './pinHash.ts';

const Person = z.object({
  userId: z.string(),
  displayName: z.string(),
  roles: z.array(Role),
  active: z.boolean(),
});
/** A person of the stations, without what only stations need. */
export type Person = z.infer<typeof Person>;

const columns = 'user_id AS "userId", display_name AS "displayName", roles, active';

/** Everybody, by name. */
export function listPeople(context: Context): Promise<Person[]> {
  return context.db.reader.all(Person, `SELECT ${columns} FROM people ORDER BY display_name, user_id`);
}

/** Adds a person, or changes one; stations hear of it. */
export async function savePerson(
  context: Context,
  about: {
    readonly userId: string | null;
    readonly displayName: string;
    readonly roles: readonly Role[];
    readonly pin: string | null;
    readonly active: boolean;
  },
): Promise<Result<Person, 'pin_needed' | 'unknown_person'>> {
  if (about.userId === null && about.pin === null) return err('pin_needed');
  const pinHash = about.pin === null ? null : await hashPin(about.pin, context.random);
  const userId = about.userId ?? uuidv7(context.clock.now(), context.random);
  return context.db.write(async (writer) => {
    const roles = JSON.stringify([...new Set(about.roles)]);
    const changed =
      about.userId === null
        ? await writer.run(
            'INSERT INTO people (user_id, display_name, roles, pin_hash, active) VALUES ($1, $2, $3::jsonb, $4, $5)',
            [userId, about.displayName, roles, pinHash, about.active],
          )
        : await writer.run(
            `UPDATE people SET display_name = $2, roles = $3::jsonb, pin_hash = coalesce($4, pin_hash), active = $5
             WHERE user_id = $1`,
            [userId, about.displayName, roles, pinHash, about.active],
          );
    if (changed === 0) return err('unknown_person');
    await announce(writer, 'person', [userId]);
    return ok({
      userId,
      displayName: about.displayName,
      roles: [...new Set(about.roles)],
      active: about.active,
    });
  });
}
