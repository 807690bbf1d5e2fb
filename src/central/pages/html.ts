import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

/** A page of ours: escaped HTML, no script, styles inside. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

const style = `
:root { color-scheme: light dark; --ink: #1d2329; --paper: #f6f5f2; --card: #fff; --line: #d9d7d1; --quiet: #5b636b;
  --good: #17663b; --bad: #a3212a; --warn: #8a5a00; }
@media (prefers-color-scheme: dark) { :root { --ink: #e9eaec; --paper: #15181b; --card: #1e2226; --line: #363c42;
  --quiet: #a4adb5; --good: #6fd39b; --bad: #ff9a94; --warn: #f0c060; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 18px/1.5 "Atkinson Hyperlegible Next", system-ui, sans-serif; }
main { max-width: 40rem; margin: 0 auto; padding: 24px 16px 48px; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 20px; margin: 16px 0; }
.verdict { font-size: 1.6rem; line-height: 1.2; font-weight: 700; margin: 0 0 8px; }
.good { color: var(--good); } .bad { color: var(--bad); } .warn { color: var(--warn); }
dl { margin: 16px 0 0; } dt { color: var(--quiet); font-size: .9rem; } dd { margin: 0 0 12px; font-size: 1.1rem; overflow-wrap: anywhere; }
code, .number { font-family: "Atkinson Hyperlegible Mono", ui-monospace, monospace; font-variant-numeric: tabular-nums; }
a { color: inherit; } .quiet { color: var(--quiet); font-size: .95rem; }
input { font: inherit; width: 100%; padding: 10px 12px; border: 1px solid var(--line); border-radius: 8px; background: var(--paper); color: inherit; }
button { font: inherit; font-weight: 700; margin-top: 12px; padding: 10px 20px; border: 0; border-radius: 8px; background: var(--ink); color: var(--paper); }
table { border-collapse: collapse; width: 100%; font-size: .95rem; } th, td { text-align: left; vertical-align: top; padding: 6px 12px 6px 0; border-top: 1px solid var(--line); } th { color: var(--quiet); font-weight: 400; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin: 0 0 8px; }
details { border-top: 1px solid var(--line); padding: 12px 0; } summary { cursor: pointer; } pre { overflow: auto; font-size: .8rem; }
`;

/** One page around its content. Nothing is fetched from anywhere; search engines are asked to leave it alone. */
export function page(about: {
  readonly title: string;
  readonly language: string;
  readonly body: Html;
}): Html {
  return html`<!doctype html>
    <html lang="${about.language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow, noarchive" />
        <title>${about.title}</title>
        <style>
          ${raw(style)}
        </style>
      </head>
      <body>
        <main>${about.body}</main>
      </body>
    </html>`;
}
