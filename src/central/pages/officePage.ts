import { ORPCError } from '@orpc/server';
import { Hono } from 'hono';
import { html } from 'hono/html';
import type { FeedEmergency } from '../../contract/central/feed.ts';
import type { Context } from '../context.ts';
import { admit } from '../routes/caller.ts';
import type { CallContext } from '../routes/caller.ts';
import { runningEmergencies } from '../services/emergencies/emergencies.ts';
import { listConflicts } from '../services/facts/conflicts.ts';
import { needsAttention } from '../services/learning/reports.ts';
import { listStuckWork } from '../services/leases/stuck.ts';
import { listMails } from '../services/telling/list.ts';
import { deadCalls } from '../services/webhooks/endpoints.ts';
import { page } from './html.ts';
import type { Html } from './html.ts';
import { officeWords } from './officeWords.ts';
import { languageOf } from './words.ts';
import type { Language } from './words.ts';

const PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";
const ROWS_SHOWN = 200;

/** A browser's own sign-in carries the token as its password. */
function asBearer(authorization: string | null): string | null {
  const [, coded] = /^Basic ([A-Za-z0-9+/=]+)$/iu.exec(authorization ?? '') ?? [];
  if (coded === undefined) return authorization;
  const text = Buffer.from(coded, 'base64').toString('utf8');
  return `Bearer ${text.slice(text.indexOf(':') + 1)}`;
}

function timeFor(language: Language, at: number): string {
  return new Intl.DateTimeFormat(language, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'UTC',
  }).format(at);
}

function emergencyBanner(emergency: FeedEmergency, language: Language): Html {
  const w = officeWords[language];
  const end = emergency.endsAt === null ? w.untilEnded : w.until(timeFor(language, emergency.endsAt));
  return html`<section class="card" role="alert">
    <h2 class="verdict warn">‖ ${w.emergencies[emergency.kind]}</h2>
    <p>${emergency.reason}</p>
    <p class="quiet">${w.since(timeFor(language, emergency.startedAt), emergency.startedBy)}, ${end} (UTC)</p>
  </section>`;
}

/**
 * What needs a person at the school: emergencies that run, completions that were not issued and why, and what else is open.
 * For the administrator, signed in by the browser's own question for name and password.
 */
export function officePage(central: Context, callOf: (request: Request) => CallContext): Hono {
  const app = new Hono();
  app.get('/office', async (c) => {
    const language = languageOf(c.req.query('lang'), c.req.header('accept-language'));
    const w = officeWords[language];
    const call = callOf(c.req.raw);
    c.header('Content-Security-Policy', PAGE_POLICY);
    c.header('Vary', 'Accept-Language, Authorization');
    c.header('X-Robots-Tag', 'noindex, nofollow, noarchive');
    try {
      await admit({ ...call, authorization: asBearer(call.authorization) }, 'administrator');
    } catch (refusal) {
      if (!(refusal instanceof ORPCError)) throw refusal;
      c.header('WWW-Authenticate', 'Basic realm="office", charset="UTF-8"');
      return c.html(page({ title: w.title, language, body: html`<p>${w.locked}</p>` }), 401);
    }
    const [emergencies, attention, stuck, conflicts, mails, calls] = await Promise.all([
      runningEmergencies(central),
      needsAttention(central),
      listStuckWork(central),
      listConflicts(central, false),
      listMails(central, 'parked', null),
      deadCalls(central),
    ]);
    const open = [
      [stuck.length, w.counts.stuck],
      [conflicts.length, w.counts.conflicts],
      [mails.length, w.counts.mails],
      [calls.length, w.counts.calls],
    ] as const;
    const other = language === 'en' ? 'es' : 'en';
    return c.html(
      page({
        title: `${w.title} · ${central.settings.schoolName}`,
        language,
        body: html`<p class="quiet">
            ${central.settings.schoolName} ·
            <a href="/office?lang=${other}" hreflang="${other}" lang="${other}">${w.otherLanguage}</a>
          </p>
          <h1>${w.title}</h1>
          ${emergencies.length === 0 ? html`<p class="quiet">${w.none}</p>` : emergencies.map((each) => emergencyBanner(each, language))}
          <section class="card">
            <h2>${w.attention} <span class="number">(${attention.length})</span></h2>
            ${attention.length === 0 ? html`<p class="good">✓ ${w.allWell}</p>` : attentionTable(attention, language)}
          </section>
          <section class="card">
            <h2>${w.other}</h2>
            <dl>
              ${open.map(
                ([count, what]) =>
                  html`<dt>${what}</dt>
                    <dd class="number ${count === 0 ? '' : 'warn'}">${count}</dd>`,
              )}
            </dl>
          </section>`,
      }),
    );
  });
  return app;
}

function attentionTable(rows: Awaited<ReturnType<typeof needsAttention>>, language: Language): Html {
  const w = officeWords[language];
  return html`<p class="quiet">${w.attentionMore}</p>
    <div style="overflow-x:auto" tabindex="0" role="region" aria-label="${w.attention}">
      <table>
        <thead>
          <tr>
            <th scope="col">${w.problem}</th>
            <th scope="col">${w.learner}</th>
            <th scope="col">${w.course}</th>
            <th scope="col">${w.waiting}</th>
          </tr>
        </thead>
        <tbody>
          ${rows.slice(0, ROWS_SHOWN).map(
            (each) =>
              html`<tr>
                <td lang="en">${each.problem}</td>
                <td class="number">${each.learnerId}</td>
                <td>${each.courseId}</td>
                <td class="number">${timeFor(language, each.since)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${rows.length > ROWS_SHOWN ? html`<p class="quiet">${w.more(rows.length - ROWS_SHOWN)}</p>` : ''}`;
}
