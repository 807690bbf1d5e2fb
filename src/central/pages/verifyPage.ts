import { html, raw } from 'hono/html';
import type { Verification } from '../../contract/central/verify.ts';
import type { SignedRecord } from '../services/verification/signedRecord.ts';
import { page } from './html.ts';
import type { Html } from './html.ts';
import { jurisdictionName } from './jurisdictionNames.ts';
import { signatureScript } from './signatureScript.ts';
import { words } from './words.ts';
import type { Language } from './words.ts';

const formats: Readonly<Record<Language, Intl.DateTimeFormat>> = {
  en: new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' }),
  es: new Intl.DateTimeFormat('es', { dateStyle: 'long', timeZone: 'UTC' }),
};

/** A date for people, in their language: `November 20, 2026`. */
function dateFor(language: Language, date: Date): string {
  return formats[language].format(date);
}

function rows(entries: readonly (readonly [string, string])[]): Html {
  return html`<dl>
    ${entries.map(
      ([term, value]) =>
        html`<dt>${term}</dt>
          <dd dir="auto">${value}</dd>`,
    )}
  </dl>`;
}

function verdict(answer: Verification, by: AskedBy, interim: boolean, language: Language): Html {
  const w = words[language];
  const on = (date: string) => dateFor(language, new Date(`${date}T00:00:00Z`));
  switch (answer.result) {
    case 'valid':
      return html`<h1 class="verdict good">✓ ${w.valid}</h1>
        <p>${w.validMore}</p>
        ${interim ? html`<p class="warn">${w.interim}</p>` : ''}
        ${rows([
          [w.name, answer.issuedName],
          [w.course, answer.courseTitle],
          [w.completed, on(answer.completionDate)],
          [w.issued, on(answer.issueDate)],
          [w.number, answer.certificateNumber],
          ...(answer.jurisdiction === 'NONE'
            ? []
            : [[w.jurisdiction, jurisdictionName(answer.jurisdiction, language)] as const]),
        ])}
        <p class="quiet">${by === 'number' ? w.compareByNumber : w.compare}</p>`;
    case 'suspended':
      return html`<h1 class="verdict warn">‖ ${w.suspended}</h1>
        <p>${w.suspendedMore}</p>
        ${rows([[w.number, answer.certificateNumber]])}`;
    case 'superseded':
      return html`<h1 class="verdict warn">↻ ${w.superseded}</h1>
        <p>${w.supersededMore}</p>
        ${rows([[w.number, answer.certificateNumber]])}`;
    case 'revoked':
      return html`<h1 class="verdict bad">✕ ${w.revoked}</h1>
        <p>${w.revokedMore}</p>
        ${rows([
          [w.number, answer.certificateNumber],
          [w.revokedOn, dateFor(language, new Date(answer.revokedAt))],
          [w.reason, w.categories[answer.category] ?? answer.category],
        ])}`;
    case 'not_found':
      return html`<h1 class="verdict bad">? ${w.notFound}</h1>
        <p>${w.notFoundMore}</p>`;
  }
}

/** By what a certificate was asked for: by its number, the page shows initials instead of the name. */
export type AskedBy = 'code' | 'number';

function signatureCheck(record: SignedRecord | null, language: Language): Html | '' {
  if (record === null) return '';
  const w = words[language];
  return html`<p
      id="signature"
      role="status"
      data-signed="${record.signed}"
      data-keys="${JSON.stringify(record.keys)}"
      data-good="${w.signatureGood}"
      data-bad="${w.signatureBad}"
    ></p>
    ${raw(`<script>${signatureScript}</script>`)}`;
}

/** The page that answers a scanned or typed code, or asks for one where `answer` is null. Works without JavaScript. */
export function verifyPage(about: {
  readonly schoolName: string;
  readonly language: Language;
  readonly answer: Verification | null;
  /** What was asked, as it was typed or scanned; empty where nothing was. */
  readonly asked?: string;
  readonly by?: AskedBy;
  /** What the QR's signature is checked against in the browser; null where there is nothing to check. */
  readonly signed?: SignedRecord | null;
  /** An emergency keeps its paper back: an interim digital copy may be what is in somebody's hand. */
  readonly interim?: boolean;
}): Html {
  const { language, answer, schoolName } = about;
  const w = words[language];
  const other = language === 'en' ? 'es' : 'en';
  // A code that was typed into the form stands in the query, which the other language's address must not lose.
  const here = about.asked === undefined ? '/verify' : `/verify/${encodeURIComponent(about.asked)}`;
  const form = html`<form action="/verify" method="get">
    <p><label for="code">${w.ask}</label></p>
    <input
      id="code"
      name="code"
      autocomplete="off"
      autocapitalize="characters"
      spellcheck="false"
      aria-label="${w.code}"
    />
    <input type="hidden" name="lang" value="${language}" />
    <button type="submit">${w.check}</button>
  </form>`;
  return page({
    title: `${w.title} · ${schoolName}`,
    language,
    body: html`<p class="quiet">
        ${schoolName} · ${w.title} ·
        <a id="language" href="${here}?lang=${other}" hreflang="${other}" lang="${other}">${w.other}</a>
      </p>
      ${answer === null ? '' : html`<section class="card" role="status">${verdict(answer, about.by ?? 'code', about.interim === true, language)}${signatureCheck(about.signed ?? null, language)}</section>`}
      <section class="card">${form}</section>`,
  });
}

/** Says that there were too many checks at once. */
export function tooManyPage(about: {
  readonly schoolName: string;
  readonly language: Language;
  readonly retryAfterSeconds: number;
}): Html {
  const w = words[about.language];
  return page({
    title: `${w.title} · ${about.schoolName}`,
    language: about.language,
    body: html`<p class="quiet">${about.schoolName} · ${w.title}</p>
      <section class="card" role="status">
        <h1 class="verdict warn">${w.tooMany}</h1>
        <p>${w.tooManyMore(about.retryAfterSeconds)}</p>
      </section>`,
  });
}
