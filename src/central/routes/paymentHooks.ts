import { createHmac, timingSafeEqual } from 'node:crypto';
import { Hono } from 'hono';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { recordRefund } from '../services/learning/refunds.ts';

/** Stripe's own tolerance for the age of a message. */
const TOLERANCE_SECONDS = 300;

const StripeEvent = z.object({
  id: z.string().min(1).max(255),
  type: z.string(),
  created: z.int().nonnegative(),
  data: z.object({ object: z.unknown() }),
});
const Charge = z.object({
  id: z.string(),
  amount: z.int().nonnegative(),
  amount_refunded: z.int().nonnegative(),
  payment_intent: z.string().nullish(),
  metadata: z.record(z.string(), z.string()).nullish(),
});

/** Does the header `t=…,v1=…` sign this body with this secret, and not too long ago? (Stripe, "Verify webhook signatures manually") */
export function stripeSignatureHolds(header: string, body: string, secret: string, nowMs: number): boolean {
  const parts = header.split(',').map((each) => each.trim().split('='));
  const time = Number(parts.find(([key]) => key === 't')?.[1]);
  if (!Number.isInteger(time) || Math.abs(nowMs / 1000 - time) > TOLERANCE_SECONDS) return false;
  const wanted = createHmac('sha256', secret).update(`${time}.${body}`).digest();
  return parts.some(([key, value]) => {
    const given = Buffer.from(key === 'v1' ? (value ?? '') : '', 'hex');
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  });
}

/**
 * What payments tell. A refund belongs to the order that the charge's metadata names (`order_id`), else to its payment
 * intent, else to the charge. Anything else is taken and passed over, as Stripe asks.
 */
export function paymentHooks(central: Context): Hono {
  const app = new Hono();
  app.post('/webhooks/stripe', async (c) => {
    const secret = central.settings.stripeWebhookSecret;
    if (secret === null)
      return c.json({ code: 'NOT_FOUND', status: 404, message: 'There is nothing here.' }, 404);
    const body = await c.req.text();
    if (!stripeSignatureHolds(c.req.header('stripe-signature') ?? '', body, secret, central.clock.now())) {
      return c.json({ code: 'BAD_SIGNATURE', status: 400, message: 'The signature does not hold.' }, 400);
    }
    const event = StripeEvent.safeParse(jsonOrNull(body));
    if (!event.success)
      return c.json({ code: 'BAD_REQUEST', status: 400, message: 'This is no event.' }, 400);
    if (event.data.type !== 'charge.refunded') return c.json({ taken: false });
    const charge = Charge.safeParse(event.data.data.object);
    if (!charge.success)
      return c.json({ code: 'BAD_REQUEST', status: 400, message: 'This is no charge.' }, 400);
    const { id, amount, amount_refunded: refunded, payment_intent: intent, metadata } = charge.data;
    await central.db.write(async (writer) => {
      const fresh = await writer.run(
        `INSERT INTO webhook_receipts (source, event_id, received_at) VALUES ('stripe', $1, $2) ON CONFLICT DO NOTHING`,
        [event.data.id, central.clock.now()],
      );
      if (fresh === 0) return;
      await recordRefund(central, writer, {
        orderId: metadata?.['order_id'] ?? intent ?? id,
        amountMinor: amount,
        amountRefundedMinor: refunded,
        at: event.data.created * 1000,
      });
    });
    return c.json({ taken: true });
  });
  return app;
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
