import { appOrigin } from './appScheme.ts';
import type { DesktopWords } from './words.ts';

/** Addresses that the desktop program answers itself; the station knows none that begins so. */
export const ownPages = {
  closing: `${appOrigin}/_desktop/closing`,
  crashed: `${appOrigin}/_desktop/crashed`,
  again: `${appOrigin}/_desktop/again`,
} as const;

/** The page that is shown while the last writes are finished. */
export function closingPage({ language, closing }: DesktopWords): Response {
  return page(language, closing.title, `<p role="status">${closing.text}</p>`);
}

/** The page that is shown when the screen crashed again and again. */
export function crashedPage({ language, crashed }: DesktopWords): Response {
  const again = `<p><a href="${appOrigin}/">${crashed.again}</a></p>`;
  return page(language, crashed.title, `<p role="alert">${crashed.text}</p>${again}`);
}

/** Sends the window to the first page; a redirect would keep the old address in the history. */
export function toFirstPage({ language, title }: DesktopWords): Response {
  return page(language, title, '', `<meta http-equiv="refresh" content="0;url=${appOrigin}/">`);
}

function page(language: string, title: string, body: string, head = ''): Response {
  const html = `<!doctype html><html lang="${language}"><head><meta charset="utf-8">${head}<title>${title}</title><style>
:root{color-scheme:light dark}body{font:18px/1.5 system-ui,sans-serif;max-width:36em;margin:20vh auto;padding:0 24px}
</style></head><body><main><h1>${title}</h1>${body}</main></body></html>`;
  return new Response(html, {
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
  });
}
