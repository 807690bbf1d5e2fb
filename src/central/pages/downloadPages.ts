import { Hono } from 'hono';
import type { Context as HonoContext } from 'hono';
import { html } from 'hono/html';
import type { Condition } from '../../contract/central/learning.ts';
import type { Context } from '../context.ts';
import type { CallContext } from '../routes/caller.ts';
import type { DocumentThread } from '../services/documents/thread.ts';
import { certificateFile } from '../services/downloads/certificateFile.ts';
import { useLink } from '../services/downloads/links.ts';
import { createSignIn } from '../services/downloads/signIn.ts';
import { issueFor, retryOnCollision } from '../services/issuing/issue.ts';
import { authorityPem } from '../services/keys/documentSigner.ts';
import { courseById, eligibilityOf } from '../services/learning/courses.ts';
import { downloadWords, missingWords } from './downloadWords.ts';
import type { NoDownload } from './downloadWords.ts';
import { page } from './html.ts';
import { languageOf } from './words.ts';

const PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";

const statusOf: Readonly<Record<NoDownload, 401 | 404 | 409 | 410 | 422>> = {
  LINK_UNKNOWN: 404,
  LINK_EXPIRED: 410,
  LINK_USED: 410,
  UNAUTHORIZED: 401,
  NOT_FOUND: 404,
  NOT_ELIGIBLE: 409,
  NEEDS_ATTENTION: 409,
  NOT_AVAILABLE: 409,
  PAUSED: 409,
  NOT_ACTIVE: 410,
  SUSPENDED: 410,
  CANNOT_BE_MADE: 422,
};
const linkProblems = { unknown: 'LINK_UNKNOWN', expired: 'LINK_EXPIRED', used: 'LINK_USED' } as const;

/** Downloads: by the learner who is signed in at the school, and by a link that somebody was given. */
export function downloadPages(
  central: Context,
  documents: DocumentThread,
  callOf: (request: Request) => CallContext,
): Hono {
  const app = new Hono();
  const signIn = createSignIn(central);

  /** Says why there is no file: a page for a person, JSON for a program. */
  function refuse(
    c: HonoContext,
    why: NoDownload,
    data?: Readonly<Record<string, unknown>>,
    missing: readonly Condition[] = [],
  ): Response | Promise<Response> {
    const status = statusOf[why];
    c.header('Vary', 'Accept, Accept-Language');
    if (!/text\/html/iu.test(c.req.header('accept') ?? '')) {
      const { title, more } = downloadWords.en[why];
      return c.json(
        { code: why, status, message: `${title}. ${more}`, ...(data === undefined ? {} : { data }) },
        status,
      );
    }
    const language = languageOf(c.req.query('lang'), c.req.header('accept-language'));
    const { title, more } = downloadWords[language][why];
    const { schoolName } = central.settings;
    c.header('Content-Security-Policy', PAGE_POLICY);
    c.header('X-Robots-Tag', 'noindex, nofollow, noarchive');
    const body = html`<p class="quiet">${schoolName}</p>
      <section class="card" role="status">
        <h1 class="verdict warn">${title}</h1>
        <p>${more}</p>
        ${
          missing.length === 0
            ? ''
            : html`<ul>
                ${missing.map((each) => html`<li>${missingWords[language][each.condition]}</li>`)}
              </ul>`
        }
      </section>`;
    return c.html(page({ title: `${title} · ${schoolName}`, language, body }), status);
  }

  async function send(c: HonoContext, certificateId: string): Promise<Response> {
    const verifyBaseUrl = `${callOf(c.req.raw).publicUrl}/verify`;
    const file = await certificateFile(central, documents, certificateId, verifyBaseUrl);
    if (!file.ok) {
      if (file.error.tag === 'unknown') return refuse(c, 'NOT_FOUND');
      if (file.error.tag === 'cannot_be_made')
        return refuse(c, 'CANNOT_BE_MADE', { problems: file.error.problems });
      const { validity } = file.error;
      return refuse(c, validity === 'suspended' ? 'SUSPENDED' : 'NOT_ACTIVE', { validity });
    }
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
    // Whoever only looks what a link leads to, as mail scanners do, does not use it up.
    if (c.req.method === 'HEAD') return c.body(null, 204);
    const link = await useLink(central, c.req.param('secret'));
    return link.ok ? send(c, link.value) : refuse(c, linkProblems[link.error]);
  });

  app.get('/my-courses/:course/certificate', async (c) => {
    const learner = await signIn(c.req.header('authorization') ?? null);
    if (!learner.ok) return refuse(c, 'UNAUTHORIZED', { reason: learner.error });
    const pair = { learnerId: learner.value, courseId: c.req.param('course') };
    const course = await courseById(central.db.reader, pair.courseId);
    if (course === null) return refuse(c, 'NOT_FOUND');
    const standing = await eligibilityOf(central, pair);
    if (standing.certificateId !== null) return send(c, standing.certificateId);
    if (!standing.eligible) {
      const unmet = standing.conditions.filter((each) => !each.met);
      return refuse(c, 'NOT_ELIGIBLE', { unmet }, unmet);
    }
    if (course.issuance === 'manual') return refuse(c, 'NOT_AVAILABLE');
    const wanted = course.issuance === 'on_first_download' ? 'asked_for' : 'by_policy';
    const [outcome] = await retryOnCollision(() =>
      central.db.write((writer) => issueFor(central, writer, [pair], wanted)),
    );
    if (outcome?.tag === 'issued' || outcome?.tag === 'already_issued') return send(c, outcome.certificateId);
    if (outcome?.tag === 'attention') return refuse(c, 'NEEDS_ATTENTION', { problem: outcome.problem });
    if (outcome?.tag === 'waits' && outcome.why === 'paused') return refuse(c, 'PAUSED');
    // It had one that was revoked, and only two people give another.
    if (outcome?.tag === 'waits' && outcome.why === 'revoked')
      return refuse(c, 'NOT_ACTIVE', { validity: 'revoked' });
    return refuse(c, 'NOT_AVAILABLE');
  });
  return app;
}
