import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { completionOf, furnish, openSchool, SCHOOL } from './school.ts';
import type { Reply, TestSchool } from './school.ts';

const tell = (school: TestSchool, events: readonly unknown[]) =>
  school.call('POST', '/v1/events', { events }, SCHOOL);

function validities(school: TestSchool): Promise<{ validity: string }[]> {
  return school.context.db.reader.all(
    z.object({ validity: z.string() }),
    'SELECT validity FROM certificates ORDER BY issued_at, validity',
  );
}

const refund = (n: number) => ({
  eventId: `refund-${n}`,
  at: 1,
  kind: 'refunded',
  orderId: `order-${n}`,
  amountMinor: 500,
  amountRefundedMinor: 500,
});

async function ordered(school: TestSchool, n: number): Promise<readonly unknown[]> {
  const [learner, enrolled, completed] = completionOf(`p${n}`, 'ca', { orderId: `order-${n}` });
  await tell(school, [
    learner,
    {
      eventId: `order-${n}`,
      at: 1,
      kind: 'ordered',
      learnerId: `p${n}`,
      courseId: 'ca',
      orderId: `order-${n}`,
      amountMinor: 500,
    },
    enrolled,
  ]);
  return [completed];
}

const GATE = 4711;

/** So many transactions wait for a lock now. */
async function waiting(school: TestSchool): Promise<number> {
  const row = await school.context.db.reader.one(
    z.object({ n: z.int() }),
    `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return row?.n ?? 0;
}

/** A refund is told while a transaction that writes a certificate is held open right before its end. */
async function refundedMeanwhile(school: TestSchool, writes: () => Promise<Reply>): Promise<Reply> {
  const { db } = school.context;
  await db.write(async (writer) => {
    await writer.run(`CREATE FUNCTION wait_at_gate() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN PERFORM pg_advisory_xact_lock(${GATE}); RETURN NEW; END $$`);
    await writer.run(
      'CREATE TRIGGER wait_at_gate AFTER INSERT ON certificates FOR EACH STATEMENT EXECUTE FUNCTION wait_at_gate()',
    );
  });
  const under = await db.write(async (writer) => {
    await writer.all(z.unknown(), `SELECT pg_advisory_xact_lock(${GATE})`);
    const written = writes();
    while ((await waiting(school)) === 0) await pause(5);
    const told = { refund: false };
    const refunded = tell(school, [refund(1)]).then(() => (told.refund = true));
    while (!told.refund && (await waiting(school)) < 2) await pause(5);
    return { written, refunded };
  });
  await under.refunded;
  return under.written;
}

test('A refund that comes while the certificate of its order is being issued revokes it', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  const completed = await ordered(school, 1);
  await refundedMeanwhile(school, () => tell(school, completed));
  expect(await validities(school)).toEqual([{ validity: 'revoked' }]);
});

test('A refund that comes while the certificate is being replaced leaves none in force', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  await tell(school, await ordered(school, 1));
  const [first] = await school.context.db.reader.all(
    z.object({ id: z.string() }),
    'SELECT certificate_id AS id FROM certificates',
  );
  const replaced = await refundedMeanwhile(school, () =>
    school.call('POST', `/v1/certificates/${first?.id}/reissue`, {
      issuedName: 'Another Name',
      reason: 'name_correction',
    }),
  );
  expect(replaced.status).toBe(200);
  expect((await validities(school)).map(({ validity }) => validity).toSorted()).toEqual([
    'revoked',
    'superseded',
  ]);
});
