import { html } from 'hono/html';

/** What one mail shows, whatever it is about. */
export interface MailContent {
  readonly language: 'en' | 'es';
  readonly schoolName: string;
  readonly subject: string;
  readonly heading: string;
  readonly greeting: string | null;
  readonly lines: readonly string[];
  readonly facts: readonly (readonly [string, string])[];
  readonly button: { readonly url: string; readonly says: string; readonly instead: string } | null;
  readonly footer: string;
}

const font = "font-family:'Atkinson Hyperlegible Next',Verdana,Arial,sans-serif";
/** Clients that know dark mode take these; the others keep the inline colours, which stand on their own backgrounds. */
const darkStyle = `@media (prefers-color-scheme: dark) {
  .page { background-color: #15181b !important; } .card { background-color: #1e2226 !important; border-color: #363c42 !important; }
  .ink { color: #e9eaec !important; } .quiet { color: #a4adb5 !important; }
  .button { background-color: #e9eaec !important; } .buttonInk { color: #15181b !important; } }`;

/**
 * A mail as HTML: one column of tables with inline styles and background attributes, as mail clients need; nothing is
 * fetched, nothing tells that it was read.
 */
export async function htmlOf(content: MailContent): Promise<string> {
  const { heading, greeting, lines, facts, button, footer } = content;
  const rows = facts.map(
    ([term, value]) =>
      html`<tr>
        <td
          class="quiet"
          width="40%"
          valign="top"
          style="${font};font-size:14px;line-height:20px;color:#5b636b;padding:4px 12px 4px 0"
        >
          ${term}
        </td>
        <td
          class="ink"
          valign="top"
          dir="auto"
          style="${font};font-size:16px;line-height:22px;color:#1d2329;padding:4px 0;word-break:break-word"
        >
          ${value}
        </td>
      </tr>`,
  );
  const paragraphs = [...(greeting === null ? [] : [greeting]), ...lines].map(
    (line) =>
      html`<p
        class="ink"
        dir="auto"
        style="${font};font-size:16px;line-height:24px;color:#1d2329;margin:0 0 16px 0"
      >
        ${line}
      </p>`,
  );
  const action =
    button === null
      ? ''
      : html`<table
            role="presentation"
            cellpadding="0"
            cellspacing="0"
            border="0"
            style="margin:8px 0 16px 0"
          >
            <tr>
              <td class="button" bgcolor="#1d2329" style="background-color:#1d2329;border-radius:8px">
                <a
                  class="buttonInk"
                  href="${button.url}"
                  style="${font};display:inline-block;padding:12px 24px;font-size:16px;line-height:20px;font-weight:bold;color:#ffffff;text-decoration:none"
                  >${button.says}</a
                >
              </td>
            </tr>
          </table>
          <p class="quiet" style="${font};font-size:13px;line-height:20px;color:#5b636b;margin:0 0 16px 0">
            ${button.instead}<br /><a
              class="quiet"
              href="${button.url}"
              style="color:#5b636b;word-break:break-all"
              >${button.url}</a
            >
          </p>`;
  const whole = await html`<!doctype html>
    <html lang="${content.language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>${content.subject}</title>
        <style>
          ${darkStyle}
        </style>
      </head>
      <body class="page" style="margin:0;padding:0;background-color:#f6f5f2">
        <div style="display:none;max-height:0;overflow:hidden">${lines[0] ?? ''}</div>
        <table
          role="presentation"
          class="page"
          width="100%"
          cellpadding="0"
          cellspacing="0"
          border="0"
          bgcolor="#f6f5f2"
          style="background-color:#f6f5f2"
        >
          <tr>
            <td align="center" style="padding:24px 12px">
              <table
                role="presentation"
                width="100%"
                cellpadding="0"
                cellspacing="0"
                border="0"
                style="max-width:560px"
              >
                <tr>
                  <td
                    class="quiet"
                    style="${font};font-size:14px;line-height:20px;color:#5b636b;padding:0 4px 12px 4px"
                  >
                    ${content.schoolName}
                  </td>
                </tr>
                <tr>
                  <td
                    class="card"
                    bgcolor="#ffffff"
                    style="background-color:#ffffff;border:1px solid #d9d7d1;border-radius:12px;padding:24px"
                  >
                    <h1
                      class="ink"
                      style="${font};font-size:24px;line-height:30px;color:#1d2329;margin:0 0 16px 0"
                    >
                      ${heading}
                    </h1>
                    ${paragraphs} ${action}
                    <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">
                      ${rows}
                    </table>
                  </td>
                </tr>
                <tr>
                  <td
                    class="quiet"
                    style="${font};font-size:13px;line-height:20px;color:#5b636b;padding:12px 4px 0 4px"
                  >
                    ${footer}
                  </td>
                </tr>
              </table>
            </td>
          </tr>
        </table>
      </body>
    </html> `;
  return String(whole);
}

/** The same mail as plain text. */
export function textOf(content: MailContent): string {
  const { heading, greeting, lines, facts, button, footer } = content;
  const parts = [
    heading,
    ...(greeting === null ? [] : [greeting]),
    ...lines,
    ...(button === null ? [] : [`${button.says}:\n${button.url}`]),
    ...(facts.length === 0 ? [] : [facts.map(([term, value]) => `${term}: ${value}`).join('\n')]),
    `-- \n${footer}`,
  ];
  return `${parts.join('\n\n')}\n`;
}
