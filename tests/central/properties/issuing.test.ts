import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { parseCertificateNumber } from '../../../src/domain/certificates/certificateNumber.ts';
import { certificatesOf, tell } from '../issued.ts';
import { codeOf, completionOf, furnish, issueMany, NOON, openSchool, SCHOOL } from '../school.ts';
import { schoolSignIn } from '../schoolSignIn.ts';

test('property 6: serials unique and well formed', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  let told = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({ course: fc.constantFrom('ca', 'tx', 'plain'), count: fc.integer({ min: 1, max: 8 }) }),
        {
          minLength: 4,
          maxLength: 10,
        },
      ),
      async (batches) => {
        await Promise.all(
          batches.map(({ course, count }) => {
            const from = told;
            told += count;
            return issueMany(school, count, course, from);
          }),
        );
        const rows = await certificatesOf(school);
        expect(rows).toHaveLength(told);
        expect(new Set(rows.map((row) => row.number)).size).toBe(told);
        for (const { number } of rows) {
          const parsed = parseCertificateNumber(number);
          expect(parsed).toMatchObject({ ok: true, value: { year: 2026 } });
        }
        // Whoever issues at the same time: sequential numbers have no gap.
        const serials = rows.map((row) => row.number).filter((number) => number.startsWith('CA-'));
        expect(serials).toEqual(serials.map((_, index) => `CA-2026-${String(index + 1).padStart(6, '0')}`));
      },
    ),
    { numRuns: 6 },
  );
}, 60_000);

test('property 12: revocation sets, explains and retains', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  await fc.assert(
    fc.asyncProperty(
      fc.uuid(),
      fc.stringMatching(/^[a-z ]{3,40}$/u).filter((text) => text.trim().length > 2),
      async (learnerId, reason) => {
        await tell(school, completionOf(learnerId, 'plain'));
        const issued = await school.call(
          'POST',
          '/v1/certificates',
          { learnerId, courseId: 'plain' },
          SCHOOL,
        );
        const { certificateId } = z
          .object({ data: z.object({ certificateId: z.string() }) })
          .parse(issued.body).data;
        const path = `/v1/certificates/${certificateId}/revoke`;
        const revoked = await school.call('POST', path, { category: 'error', reason });
        expect(revoked.body).toMatchObject({ validity: 'revoked', validityReason: reason.trim() });
        const again = await school.call('POST', path, { category: 'fraud', reason: 'another reason' });
        expect([again.status, codeOf(again)]).toEqual([409, 'CERTIFICATE_ALREADY_REVOKED']);
        const kept = await school.call('GET', `/v1/certificates/${certificateId}`);
        expect(kept.body).toMatchObject({
          validity: 'revoked',
          validityReason: reason.trim(),
          lifecycle: 'revoked',
        });
        expect(
          codeOf(
            await school.call('POST', `/v1/certificates/${certificateId}/reinstate`, { reason: 'no way' }),
          ),
        ).toBe('WRONG_STATE');
      },
    ),
    { numRuns: 8 },
  );
});

test('property 13: one active certificate per learner and course under concurrency', async () => {
  const signIn = await schoolSignIn();
  const school = await openSchool('postgres', { schoolSignIn: signIn.settings });
  await furnish(school);
  let learners = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('completes', 'asks', 'downloads'), { minLength: 100, maxLength: 100 }),
      async (crowd) => {
        learners += 1;
        const learnerId = `learner-${learners}`;
        await tell(school, completionOf(learnerId, 'ca').slice(0, 2));
        const completed = (index: number) => ({
          eventId: `${learnerId}-${index}`,
          at: NOON + index,
          kind: 'completed',
          learnerId,
          courseId: 'ca',
          completionDate: '2026-11-19',
        });
        const replies = await Promise.all(
          crowd.map(async (what, index) => {
            if (what === 'completes') return tell(school, [completed(index)]);
            if (what === 'asks')
              return school.call('POST', '/v1/certificates', { learnerId, courseId: 'ca' }, SCHOOL);
            const response = await school.central.handler(
              new Request('http://central.test/my-courses/ca/certificate', {
                headers: { authorization: `Bearer ${signIn.tokenOf(learnerId)}` },
              }),
            );
            await response.arrayBuffer();
            return response;
          }),
        );
        expect(replies.filter((reply) => reply.status >= 500)).toEqual([]);
        // Whoever asked before the first completion was told that it is not earned yet.
        await tell(school, [completed(1000)]);
        const mine = (await certificatesOf(school)).filter((row) => row.learner === learnerId);
        expect(mine.map((row) => row.validity)).toEqual(['active']);
      },
    ),
    { numRuns: 3 },
  );
}, 120_000);

test('property 14: partial refunds never revoke, full ones always do', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  let orders = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 1000 }),
      fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 5 }),
      fc.boolean(),
      async (amount, refunds, refundsFirst) => {
        orders += 1;
        const orderId = `order-${orders}`;
        const learnerId = `learner-${orders}`;
        const told = refunds.map((refunded, index) => ({
          eventId: `${orderId}-${index}`,
          at: NOON,
          kind: 'refunded',
          orderId,
          amountMinor: amount,
          amountRefundedMinor: refunded,
        }));
        const learning = completionOf(learnerId, 'plain', { orderId });
        await tell(school, refundsFirst ? told : learning);
        await tell(school, refundsFirst ? learning : told);
        await tell(school, told.toReversed());
        const full = Math.max(...refunds) >= amount;
        const validities = (await certificatesOf(school))
          .filter((row) => row.learner === learnerId)
          .map((row) => row.validity);
        expect(validities).toEqual(full ? (refundsFirst ? [] : ['revoked']) : ['active']);
      },
    ),
    { numRuns: 25 },
  );
});
