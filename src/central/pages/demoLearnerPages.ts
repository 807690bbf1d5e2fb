import { Hono } from 'hono';
import { html } from 'hono/html';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { demoToken } from '../services/demo/signIn.ts';
import { page } from './html.ts';

const PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";
const MOST_SHOWN = 30;

const Row = z.object({ learnerId: z.string(), courseId: z.string(), title: z.string(), name: z.string() });

/**
 * The learner's side of the demo: `/demo/learners` lists some with their courses, and each link downloads as that learner,
 * signed in by the demo school. There is nothing here outside a demo.
 */
export function demoLearnerPages(central: Context, answer: (request: Request) => Promise<Response>): Hono {
  const app = new Hono();
  const { demo, schoolName, schoolSignIn } = central.settings;
  if (!demo || schoolSignIn !== null) return app;

  app.get('/demo/learners', async (c) => {
    const rows = await central.db.reader.all(
      Row,
      `SELECT e.learner_id AS "learnerId", e.course_id AS "courseId", c.title, l.name
       FROM enrollments e JOIN courses c USING (course_id) JOIN learners l USING (learner_id)
       ORDER BY e.enrolled_at DESC, e.learner_id LIMIT ${MOST_SHOWN}`,
    );
    c.header('Content-Security-Policy', PAGE_POLICY);
    return c.html(
      page({
        title: `Learners · ${schoolName}`,
        language: 'en',
        body: html`<p class="quiet">${schoolName} · download as a learner who is signed in</p>
          ${rows.map(
            (row) =>
              html`<section class="card">
                <p dir="auto"><strong>${row.name === '' ? '(no name)' : row.name}</strong> · ${row.title}</p>
                <p>
                  <a
                    href="/demo/learners/${encodeURIComponent(row.learnerId)}/${encodeURIComponent(row.courseId)}"
                    >Download the certificate</a
                  >
                </p>
              </section>`,
          )}`,
      }),
    );
  });
  app.get('/demo/learners/:learner/:course', (c) => {
    const url = new URL(`/my-courses/${encodeURIComponent(c.req.param('course'))}/certificate`, c.req.url);
    const authorization = `Bearer ${demoToken(central, c.req.param('learner'))}`;
    return answer(new Request(url, { headers: { authorization } }));
  });
  return app;
}
