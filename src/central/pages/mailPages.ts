import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Hono } from 'hono';
import { html } from 'hono/html';
import type { Context } from '../context.ts';
import { partsOfMail } from '../mail/parts.ts';
import { page } from './html.ts';

const MOST_SHOWN = 200;

/** The page shows mails in a frame without scripts that can reach nothing. */
const PAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";
const MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'";

interface KeptMail {
  readonly id: string;
  readonly at: number;
}

async function keptMails(folder: string): Promise<KeptMail[]> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
  const mails = await Promise.all(
    names
      .filter((name) => /^[0-9a-f-]{36}\.eml$/u.test(name))
      .map(async (name) => ({ id: name.slice(0, -4), at: (await stat(join(folder, name))).mtimeMs })),
  );
  return mails.toSorted((left, right) => right.at - left.at).slice(0, MOST_SHOWN);
}

/** Shows the mails that a demo did not send: `/demo/mail`. There is nothing here outside a demo, or with a mail server. */
export function mailPages(central: Context): Hono {
  const app = new Hono();
  const { demo, mail, schoolName } = central.settings;
  if (!demo || mail === undefined || mail.transport.kind !== 'folder') return app;
  const { folder } = mail.transport;
  const read = async (id: string) => partsOfMail(await readFile(join(folder, `${id}.eml`)));

  app.get('/demo/mail', async (c) => {
    c.header('Content-Security-Policy', PAGE_POLICY);
    const kept = await keptMails(folder);
    const mails = await Promise.all(kept.map(async (each) => ({ ...each, parts: await read(each.id) })));
    return c.html(
      page({
        title: `Mails · ${schoolName}`,
        language: 'en',
        body: html`<p class="quiet">${schoolName} · mails that this demo did not send</p>
          ${mails.length === 0 ? html`<section class="card"><p>Nobody was told anything yet. Issue a certificate to a learner with an address.</p></section>` : ''}
          ${mails.map(
            ({ id, parts }) =>
              html`<section class="card">
                <p>
                  <strong><a href="/demo/mail/${id}">${parts.subject}</a></strong>
                </p>
                <p class="quiet">${parts.to} · ${parts.date}</p>
              </section>`,
          )}`,
      }),
    );
  });
  app.get('/demo/mail/:id{[0-9a-f-]{36}}', async (c) => {
    const id = c.req.param('id');
    if (!(await keptMails(folder)).some((each) => each.id === id)) return c.notFound();
    const parts = await read(id);
    c.header('Content-Security-Policy', PAGE_POLICY);
    return c.html(
      page({
        title: parts.subject,
        language: 'en',
        body: html`<p class="quiet"><a href="/demo/mail">All mails</a></p>
          <p><strong>${parts.subject}</strong></p>
          <p class="quiet">${parts.from} → ${parts.to} · ${parts.date}</p>
          <iframe
            title="The mail as a mail client shows it"
            sandbox=""
            src="/demo/mail/${id}/html"
            style="width:100%;height:640px;border:1px solid var(--line);border-radius:12px"
          ></iframe>
          <details>
            <summary>As plain text</summary>
            <pre>${parts.text}</pre>
          </details>`,
      }),
    );
  });
  app.get('/demo/mail/:id{[0-9a-f-]{36}}/html', async (c) => {
    const id = c.req.param('id');
    if (!(await keptMails(folder)).some((each) => each.id === id)) return c.notFound();
    c.header('Content-Security-Policy', MAIL_POLICY);
    return c.html((await read(id)).html);
  });
  return app;
}
