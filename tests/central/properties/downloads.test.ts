import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { parseCertificateNumber } from '../../../src/domain/certificates/certificateNumber.ts';
import { cleanIssuedName } from '../../../src/domain/certificates/issuedName.ts';
import { nodeRasteriser } from '../../support/documentsNode.ts';
import { completionOf, furnish, openSchool, SCHOOL } from '../school.ts';
import type { TestSchool } from '../school.ts';
import { schoolSignIn } from '../schoolSignIn.ts';

const Issued = z.object({ id: z.string(), number: z.string(), code: z.string() });

/** The certificate of a learner, or null. */
const certificateOf = (school: TestSchool, learnerId: string) =>
  school.context.db.reader.one(
    Issued,
    `SELECT certificate_id AS id, certificate_number AS number, verification_code AS code FROM certificates
     WHERE learner_id = $1 AND validity = 'active'`,
    [learnerId],
  );

const complete = (
  school: TestSchool,
  learnerId: string,
  courseId: string,
  name: string,
  date = '2026-11-19',
) => school.call('POST', '/v1/events', { events: completionOf(learnerId, courseId, { name, date }) }, SCHOOL);

async function get(school: TestSchool, path: string, token: string | null = null) {
  const headers = token === null ? new Headers() : new Headers({ authorization: `Bearer ${token}` });
  const response = await school.central.handler(new Request(`http://central.test${path}`, { headers }));
  return { status: response.status, bytes: new Uint8Array(await response.arrayBuffer()) };
}

const isPdf = (bytes: Uint8Array) => Buffer.from(bytes.subarray(0, 5)).toString() === '%PDF-';

async function linkTo(school: TestSchool, certificateId: string, minutes: number) {
  const reply = await school.call('POST', `/v1/certificates/${certificateId}/links`, { minutes }, SCHOOL);
  const link = z.object({ url: z.string(), shareUrl: z.string(), expiresAt: z.int() }).parse(reply.body);
  return { path: new URL(link.url).pathname, share: new URL(link.shareUrl), expiresAt: link.expiresAt };
}

const name = fc
  .array(fc.stringMatching(/^[A-ZÁÉÑÖ][a-záéíñöü]{1,9}$/u), { minLength: 1, maxLength: 3 })
  .map((parts) => parts.join(' '));
const courseId = fc.constantFrom('ca', 'tx', 'plain');
const date = fc
  .date({ min: new Date('2025-01-01T00:00:00Z'), max: new Date('2026-11-20T00:00:00Z'), noInvalidDate: true })
  .map((each) => each.toISOString().slice(0, 10));
let learners = 0;
const nextLearner = () => `learner-${(learners += 1)}`;

test('property 4: completion issues, with number and PDF', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  await fc.assert(
    fc.asyncProperty(name, courseId, date, async (issuedName, course, completionDate) => {
      const learnerId = nextLearner();
      await complete(school, learnerId, course, issuedName, completionDate);
      const certificate = await certificateOf(school, learnerId);
      expect(parseCertificateNumber(certificate?.number ?? '').ok).toBe(true);
      const link = await linkTo(school, certificate?.id ?? '', 15);
      const file = await get(school, link.path);
      expect([file.status, isPdf(file.bytes)]).toEqual([200, true]);
    }),
    { numRuns: 12 },
  );
}, 90_000);

test('property 5: no {{...}} remains in any PDF', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  const rasteriser = await nodeRasteriser();
  const odd = fc.oneof(
    name,
    fc.constantFrom('{{student_name}}', 'Ann {{issuedName}}', '{{{{', 'Ann }} Reed', 'Ann {Reed}'),
  );
  await fc.assert(
    fc.asyncProperty(odd, courseId, async (told, course) => {
      const learnerId = nextLearner();
      await complete(school, learnerId, course, told);
      const certificate = await certificateOf(school, learnerId);
      // A name that looks like a placeholder is printed by nobody: a person has to look at it.
      expect(certificate === null).toBe(/\{\{|\}\}/u.test(told));
      if (certificate === null) return;
      const { bytes } = await get(school, (await linkTo(school, certificate.id, 15)).path);
      const file = rasteriser.open(bytes);
      const words = file?.text(0) ?? '{{ unreadable';
      file?.close();
      expect(words).not.toMatch(/\{\{|\}\}/u);
      expect(words).toContain(certificate.number);
    }),
    { numRuns: 16 },
  );
}, 90_000);

test('property 9: the owner’s download returns a PDF', async () => {
  const signIn = await schoolSignIn();
  const school = await openSchool('postgres', { schoolSignIn: signIn.settings });
  await furnish(school);
  await fc.assert(
    fc.asyncProperty(name, courseId, fc.boolean(), async (issuedName, course, completed) => {
      const [owner, other] = [nextLearner(), nextLearner()];
      if (completed) await complete(school, owner, course, issuedName);
      const path = `/my-courses/${course}/certificate`;
      const mine = await get(school, path, signIn.tokenOf(owner));
      expect([mine.status === 200, isPdf(mine.bytes)]).toEqual([completed, completed]);
      const others = await get(school, path, signIn.tokenOf(other));
      expect([others.status === 200, isPdf(others.bytes)]).toEqual([false, false]);
      expect((await get(school, path)).status).toBe(401);
    }),
    { numRuns: 10 },
  );
}, 90_000);

test('property 10: download links are signed and expire', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  const learnerId = nextLearner();
  await complete(school, learnerId, 'plain', 'Ada Reed');
  const certificate = await certificateOf(school, learnerId);
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 10_080 }),
      fc.integer({ min: 0, max: 20_160 }),
      fc.nat(),
      async (minutes, later, place) => {
        const from = school.clock.now();
        const link = await linkTo(school, certificate?.id ?? '', minutes);
        expect(link.expiresAt).toBe(from + minutes * 60_000);
        const at =
          link.path.lastIndexOf('/') + 1 + (place % (link.path.length - link.path.lastIndexOf('/') - 1));
        const forged = `${link.path.slice(0, at)}${link.path[at] === 'A' ? 'B' : 'A'}${link.path.slice(at + 1)}`;
        expect((await get(school, forged)).status).toBe(404);
        school.clock.advance(later * 60_000);
        const first = await get(school, link.path);
        expect([first.status, isPdf(first.bytes)]).toEqual(later < minutes ? [200, true] : [410, false]);
        expect((await get(school, link.path)).status).toBe(410);
      },
    ),
    { numRuns: 15 },
  );
}, 90_000);

test('property 11: the share link is public and carries the code', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  await fc.assert(
    fc.asyncProperty(name, courseId, async (issuedName, course) => {
      const learnerId = nextLearner();
      await complete(school, learnerId, course, issuedName);
      const certificate = await certificateOf(school, learnerId);
      const { share } = await linkTo(school, certificate?.id ?? '', 15);
      expect(share.pathname.split('/')).toContain(certificate?.code);
      const page = await get(school, share.pathname);
      expect(page.status).toBe(200);
      const cleaned = cleanIssuedName(issuedName);
      const words = Buffer.from(page.bytes).toString();
      expect([
        words.includes(certificate?.number ?? '-'),
        words.includes(cleaned.ok ? cleaned.value : '-'),
      ]).toEqual([true, true]);
      // Nothing of the learner but what is on the paper.
      expect(words).not.toContain(learnerId);
    }),
    { numRuns: 15 },
  );
}, 90_000);
