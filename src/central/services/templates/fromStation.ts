import { z } from 'zod';
import { may, Role } from '../../../domain/people/roles.ts';
import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import type { Context } from '../../context.ts';
import { uploadTemplate } from './upload.ts';

const Publisher = z.object({ roles: z.array(Role), active: z.boolean() });

/** Why a template that was made at a station is not published. */
export type NotPublished =
  | { readonly tag: 'not_an_administrator' }
  | { readonly tag: 'not_sound'; readonly faults: readonly string[] };

/**
 * Publishes a package that was made at a station, for someone who may change templates. The same package again answers
 * as the first time, so that a station may ask again when no answer came.
 */
export async function publishFromStation(
  context: Context,
  made: {
    readonly file: Uint8Array;
    readonly title: string;
    readonly stockItemId: string;
    readonly personId: string;
    readonly replaces: string | null;
  },
): Promise<Result<{ templateVersion: string; coursesMoved: number }, NotPublished>> {
  const publisher = await context.db.reader.one(
    Publisher,
    'SELECT roles, active FROM people WHERE user_id = $1',
    [made.personId],
  );
  if (!publisher?.active || !publisher.roles.some((role) => may(role, 'templates.write'))) {
    return err({ tag: 'not_an_administrator' });
  }
  const uploaded = await uploadTemplate(context, made);
  if (!uploaded.ok) return err({ tag: 'not_sound', faults: uploaded.error });
  const { record, coursesMoved } = uploaded.value;
  return ok({ templateVersion: record.templateVersion, coursesMoved });
}
