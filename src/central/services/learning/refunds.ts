import { z } from 'zod';
import type { Context } from '../../context.ts';
import type { Writer } from '../../db/database.ts';
import { revokeOrder } from '../issuing/validity.ts';

/** A refund as the payments say it: so much was paid, so much of it went back in all. Minor units. */
export interface Refund {
  readonly orderId: string;
  readonly amountMinor: number;
  readonly amountRefundedMinor: number;
  /** Milliseconds. */
  readonly at: number;
}

/**
 * Notes a refund; one that leaves nothing paid revokes the certificates of the order. What was refunded never shrinks, so
 * replays and any order of messages are harmless.
 */
export async function recordRefund(context: Context, writer: Writer, refund: Refund): Promise<void> {
  const order = await writer.one(
    z.object({ full: z.boolean() }),
    `INSERT INTO orders (order_id, amount_minor, amount_refunded_minor, updated_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (order_id) DO UPDATE SET amount_minor = excluded.amount_minor,
       amount_refunded_minor = greatest(orders.amount_refunded_minor, excluded.amount_refunded_minor),
       updated_at = excluded.updated_at
     RETURNING (amount_refunded_minor >= amount_minor AND amount_refunded_minor > 0) AS full`,
    [refund.orderId, refund.amountMinor, refund.amountRefundedMinor, refund.at],
  );
  if (order?.full === true) await revokeOrder(context, writer, refund.orderId);
}
