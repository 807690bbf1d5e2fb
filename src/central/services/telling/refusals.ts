import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import type { Reader, Writer } from '../../db/database.ts';

/** An address as it is kept in the list of those that take no mail: nobody can read it there. */
function hashOf(context: Context, address: string): string {
  const key = Buffer.from(context.settings.masterKey, 'base64url');
  return createHmac('sha256', key).update(`mail address ${address.trim().toLowerCase()}`).digest('hex');
}

/** Does this address take no mail? */
export async function isRefused(context: Context, reader: Reader, address: string): Promise<boolean> {
  const row = await reader.one(
    z.object({ refused: z.boolean() }),
    'SELECT EXISTS (SELECT 1 FROM mail_refusals WHERE address_hash = $1) AS refused',
    [hashOf(context, address)],
  );
  return row?.refused === true;
}

/** From now on this address gets no mail. `reason` holds no address. */
export async function refuseAddress(
  context: Context,
  writer: Writer,
  address: string,
  reason: string,
): Promise<void> {
  await writer.run(
    'INSERT INTO mail_refusals (address_hash, reason, since) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
    [hashOf(context, address), reason.slice(0, 200), context.clock.now()],
  );
}

/** The address takes mail again. True where it did not. */
export async function acceptAddress(context: Context, writer: Writer, address: string): Promise<boolean> {
  return (
    (await writer.run('DELETE FROM mail_refusals WHERE address_hash = $1', [hashOf(context, address)])) > 0
  );
}
