import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { displayVerificationCode } from '../../../src/domain/certificates/verificationCode.ts';
import { furnish, issueMany, openSchool, pairStation } from '../school.ts';
import type { TestSchool } from '../school.ts';

const Log = z.object({
  certificate: z.string().nullable(),
  asked: z.string(),
  result: z.string(),
  channel: z.string(),
});

const logsOf = (school: TestSchool) =>
  school.context.db.reader.all(
    Log,
    'SELECT certificate_id AS certificate, asked, result, channel FROM verification_logs ORDER BY log_id',
  );

test('property 7: verify answers valid, not_found, revoked rightly', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  await issueMany(school, 6, 'plain');
  const certificates = await (await pairStation(school)).certificates();
  for (const each of certificates.slice(0, 2)) {
    await school.call('POST', `/v1/certificates/${each.certificateId}/revoke`, {
      category: 'fraud',
      reason: 'Somebody else sat it',
    });
  }
  const revoked = new Set(certificates.slice(0, 2).map((each) => each.certificateId));
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...certificates),
      fc.constantFrom(
        (code: string) => code,
        (code: string) => code.toLowerCase(),
        displayVerificationCode,
        (code: string) => code.replaceAll('0', 'o').replaceAll('1', 'l'),
      ),
      async (certificate, spell) => {
        const code = encodeURIComponent(spell(certificate.verificationCode));
        const reply = await school.call('GET', `/verify/${code}`, undefined, null, {
          accept: 'application/json',
        });
        expect(reply.body).toMatchObject(
          revoked.has(certificate.certificateId)
            ? { result: 'revoked', certificateNumber: certificate.certificateNumber, category: 'fraud' }
            : {
                result: 'valid',
                issuedName: certificate.issuedName,
                certificateNumber: certificate.certificateNumber,
              },
        );
      },
    ),
    { numRuns: 40 },
  );
  await fc.assert(
    fc.asyncProperty(fc.string({ minLength: 1, maxLength: 60, unit: 'binary' }), async (text) => {
      const reply = await school.call(
        'GET',
        `/v1/verify/${encodeURIComponent(text.toWellFormed())}`,
        undefined,
        null,
      );
      if (reply.status === 404) return;
      expect([reply.status, reply.body]).toEqual([200, { result: 'not_found' }]);
    }),
    { numRuns: 60 },
  );
});

test('property 8: every attempt is logged', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  await issueMany(school, 3, 'plain');
  const certificates = await (await pairStation(school)).certificates();
  const attempt = fc.record({
    asked: fc.oneof(
      fc.constantFrom(...certificates.map((each) => each.verificationCode)),
      fc.stringMatching(/^[a-z]{1,20}$/u),
    ),
    channel: fc.constantFrom('public', 'api'),
  });
  let logged = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(attempt, { minLength: 1, maxLength: 80 }), async (attempts) => {
      // All at once, as a crowd asks.
      await Promise.all(
        attempts.map(({ asked, channel }) =>
          school.call(
            'GET',
            channel === 'public' ? `/verify/${asked}` : `/v1/verify/${asked}`,
            undefined,
            null,
          ),
        ),
      );
      const fresh = (await logsOf(school)).slice(logged);
      logged += fresh.length;
      const known = new Map(certificates.map((each) => [each.verificationCode, each.certificateId]));
      const line = (asked: string, channel: string, result: string, certificate: string | null) =>
        JSON.stringify([asked.toLowerCase(), channel, result, certificate]);
      expect(
        fresh.map((log) => line(log.asked, log.channel, log.result, log.certificate)).toSorted(),
      ).toEqual(
        attempts
          .map(({ asked, channel }) => {
            const certificate = known.get(asked) ?? null;
            return line(asked, channel, certificate === null ? 'not_found' : 'valid', certificate);
          })
          .toSorted(),
      );
    }),
    { numRuns: 15 },
  );
}, 60_000);
