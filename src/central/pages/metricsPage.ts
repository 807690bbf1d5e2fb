import { ORPCError } from '@orpc/server';
import { Hono } from 'hono';
import type { Context } from '../context.ts';
import { admit } from '../routes/caller.ts';
import type { CallContext } from '../routes/caller.ts';
import { createMetrics } from '../services/metrics/metrics.ts';

/** `/metrics` for Prometheus, with the administrator's token as bearer token. */
export function metricsPage(central: Context, callOf: (request: Request) => CallContext): Hono {
  const app = new Hono();
  const metrics = createMetrics(central);
  app.get('/metrics', async (c) => {
    try {
      await admit(callOf(c.req.raw), 'administrator');
    } catch (refusal) {
      if (!(refusal instanceof ORPCError)) throw refusal;
      c.header('WWW-Authenticate', 'Bearer');
      return c.text('The administrator token is needed.\n', 401);
    }
    c.header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8');
    return c.body(await metrics());
  });
  return app;
}
