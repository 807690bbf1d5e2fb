import { Hono } from 'hono';
import type { Context as HonoContext } from 'hono';
import type { Context } from '../context.ts';
import type { CallContext } from '../routes/caller.ts';
import type { DocumentThread } from '../services/documents/thread.ts';
import { certificateFile } from '../services/downloads/certificateFile.ts';
import type { NoFile } from '../services/downloads/certificateFile.ts';
import { useLink } from '../services/downloads/links.ts';
import { createSignIn } from '../services/downloads/signIn.ts';
import { issueFor, retryOnCollision } from '../services/issuing/issue.ts';
import { authorityPem } from '../services/keys/documentSigner.ts';
import { courseById, eligibilityOf } from '../services/learning/courses.ts';

const linkWords = {
  unknown: [404, 'This link is not known. Ask for a new one.'],
  expired: [410, 'This link has expired. Ask for a new one.'],
  used: [410, 'This link was used already. Ask for a new one.'],
} as const;

/** Downloads: by the learner who is signed in at the school, and by a link that somebody was given. */
export function downloadPages(
  central: Context,
  documents: DocumentThread,
  callOf: (request: Request) => CallContext,
): Hono {
  const app = new Hono();
  const signIn = createSignIn(central);

  async function send(c: HonoContext, certificateId: string): Promise<Response> {
    const verifyBaseUrl = `${callOf(c.req.raw).publicUrl}/verify`;
    const file = await certificateFile(central, documents, certificateId, verifyBaseUrl);
    if (!file.ok) return refuse(c, file.error);
    c.header('Content-Type', 'application/pdf');
    c.header('Content-Disposition', `attachment; filename="${file.value.name}"`);
    c.header('Cache-Control', 'private, no-store');
    return c.body(Buffer.from(file.value.bytes));
  }

  app.get('/.well-known/certificate-authority.pem', async (c) => {
    c.header('Content-Type', 'application/x-pem-file');
    return c.body(authorityPem(await documents.signer()));
  });

  app.get('/download/:secret', async (c) => {
    const link = await useLink(central, c.req.param('secret'));
    if (link.ok) return send(c, link.value);
    const [status, message] = linkWords[link.error];
    return c.json({ code: `LINK_${link.error.toUpperCase()}`, status, message }, status);
  });

  app.get('/my-courses/:course/certificate', async (c) => {
    const learner = await signIn(c.req.header('authorization') ?? null);
    if (!learner.ok) {
      return c.json(
        {
          code: 'UNAUTHORIZED',
          status: 401,
          message: 'Sign in at your school first.',
          data: { reason: learner.error },
        },
        401,
      );
    }
    const pair = { learnerId: learner.value, courseId: c.req.param('course') };
    const course = await courseById(central.db.reader, pair.courseId);
    if (course === null)
      return c.json({ code: 'NOT_FOUND', status: 404, message: 'There is no such course.' }, 404);
    const standing = await eligibilityOf(central, pair);
    if (standing.certificateId !== null) return send(c, standing.certificateId);
    if (!standing.eligible || course.issuance === 'manual') {
      const unmet = standing.conditions.filter((each) => !each.met);
      return c.json(
        { code: 'NOT_ELIGIBLE', status: 409, message: 'The certificate is not earned yet.', data: { unmet } },
        409,
      );
    }
    const wanted = course.issuance === 'on_first_download' ? 'asked_for' : 'by_policy';
    const [outcome] = await retryOnCollision(() =>
      central.db.write((writer) => issueFor(central, writer, [pair], wanted)),
    );
    if (outcome?.tag === 'issued' || outcome?.tag === 'already_issued') return send(c, outcome.certificateId);
    if (outcome?.tag === 'attention') {
      return c.json(
        {
          code: 'NEEDS_ATTENTION',
          status: 409,
          message: 'Your school has to look at your record first.',
          data: { problem: outcome.problem },
        },
        409,
      );
    }
    return c.json(
      { code: 'NOT_AVAILABLE', status: 409, message: 'There is no certificate to download.' },
      409,
    );
  });
  return app;
}

function refuse(c: HonoContext, problem: NoFile): Response {
  switch (problem.tag) {
    case 'unknown':
      return c.json({ code: 'NOT_FOUND', status: 404, message: 'There is no such certificate.' }, 404);
    case 'not_active':
      return c.json(
        {
          code: 'NOT_ACTIVE',
          status: 410,
          message: 'This certificate does not count any more.',
          data: { validity: problem.validity },
        },
        410,
      );
    case 'cannot_be_made':
      return c.json(
        {
          code: 'CANNOT_BE_MADE',
          status: 422,
          message: 'Your school has to look at this certificate first.',
          data: { problems: problem.problems },
        },
        422,
      );
  }
}
