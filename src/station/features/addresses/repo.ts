import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { parcels } from '../../db/schema/shipping.ts';
import { readQuery, sqlRead, sqlWrite, writeQuery } from '../../db/statements.ts';
import type { Named } from '../../db/statements.ts';

export const parcelById = readQuery((query, v: Named<{ parcelId: string }>) =>
  query.select().from(parcels).where(eq(parcels.parcelId, v.parcelId)),
);

export const openParcelFor = readQuery((query, v: Named<{ addressKey: string }>) =>
  query
    .select({ parcelId: parcels.parcelId, state: parcels.state })
    .from(parcels)
    .where(and(eq(parcels.addressKey, v.addressKey), sql`${parcels.state} = 'open'`)),
);

export const setAddress = writeQuery(
  (query, v: Named<{ parcelId: string; address: string; addressKey: string }>) =>
    query
      .update(parcels)
      .set({ address: sql`${v.address}`, addressKey: sql`${v.addressKey}` })
      .where(eq(parcels.parcelId, v.parcelId)),
);

export const setDeliverableAddress = sqlWrite<{ deliverableId: string; address: string; addressKey: string }>(
  'UPDATE deliverables SET address = @address, address_key = @addressKey WHERE deliverable_id = @deliverableId',
);

/** Postage that is being bought, or may have been: the envelope may not change meanwhile. */
export const intentUnderWay = sqlRead<{ parcelId: string }, { intentId: string }>(
  `SELECT intent_id AS intentId FROM label_intents WHERE parcel_id = @parcelId AND state NOT IN ('refused', 'voided')`,
  z.object({ intentId: z.string() }),
);
