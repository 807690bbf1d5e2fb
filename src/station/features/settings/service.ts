/** Where this school sends from: on every label and envelope. */
import { addressProblems } from '../../../domain/address.ts';
import type { AddressProblem, PostalAddress } from '../../../domain/address.ts';
import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import type { Actor, StationContext } from '../../context.ts';
import type { Reader } from '../../db/statements.ts';
import { recordAudit } from '../../record/audit.ts';
import { readSetting, writeSetting } from '../../record/settings.ts';

/** The sender of a demo, until somebody sets one. */
const DEMO_STREET = {
  street1: '100 Demonstration Way',
  city: 'Sacramento',
  region: 'CA',
  postalCode: '95814',
  country: 'US',
};

/** The sender, or null where nobody has set one and this is no demo. */
export function shipFrom(tx: Reader, ctx: StationContext): PostalAddress | null {
  const set = readSetting(tx, 'shipFrom');
  if (set !== null || !ctx.ports.settings.demo) return set;
  return { name: readSetting(tx, 'pairing')?.schoolName ?? 'Demo school', ...DEMO_STREET };
}

/** The sender as the settings show it; `demo`: the demo's own. */
export function shipFromShown(ctx: StationContext): { address: PostalAddress | null; demo: boolean } {
  return ctx.db.read((tx) => {
    const address = shipFrom(tx, ctx);
    return { address, demo: address !== null && readSetting(tx, 'shipFrom') === null };
  });
}

/** Sets the sender. An address that no envelope could come back to is not taken. */
export function setShipFrom(
  ctx: StationContext,
  actor: Actor,
  address: PostalAddress,
): Result<PostalAddress, { readonly problems: readonly AddressProblem[] }> {
  const problems = addressProblems(address);
  if (problems.length > 0) return err({ problems });
  ctx.db.write((tx) => {
    writeSetting(tx, 'shipFrom', address);
    recordAudit(tx, ctx, { userId: actor.userId, action: 'settings.ship_from', subject: 'shipFrom' });
    ctx.live.changed(tx, [{ topic: 'shipping' }]);
  });
  return ok(address);
}
