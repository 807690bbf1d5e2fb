import * as z from 'zod';
import { err, ok } from '../../domain/result.ts';
import { COMPUTED_STYLES } from './pageLayout.ts';
import type { LaidOutElement, LaidOutPage, PageLayoutEngine, PageToLayOut } from './pageLayout.ts';
import { elementsOf, snapshotSchema } from './snapshot.ts';

/**
 * One blank page of a Chromium, spoken to in the DevTools protocol: a headless one over its pipe, or Electron's own through
 * `webContents.debugger`. Nothing else of the browser is used.
 */
export interface DevToolsPage {
  send(method: string, params?: Readonly<Record<string, unknown>>): Promise<unknown>;
  on(event: string, listener: (params: unknown) => void): void;
  close(): Promise<void>;
}

/** The page's own address. It exists nowhere (RFC 2606); every request is answered from the given files or refused. */
const ORIGIN = 'http://template.invalid/';
const HIDDEN = 'data-left-out-of-background';
const MILLIMETRES_PER_INCH = 25.4;
const PIXELS_PER_INCH = 96;
const POLICY =
  "default-src 'none'; img-src 'self' data:; font-src 'self' data:; style-src 'self' 'unsafe-inline'; sandbox";
const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  otf: 'font/otf',
  png: 'image/png',
  svg: 'image/svg+xml',
  ttf: 'font/ttf',
  woff2: 'font/woff2',
};

const pausedSchema = z.object({ requestId: z.string(), request: z.object({ url: z.string() }) });
const navigationSchema = z.object({ errorText: z.string().optional() });
const pdfSchema = z.object({ data: z.string() });
const logSchema = z.object({ entry: z.object({ source: z.string(), text: z.string() }) });
const nodesSchema = z.object({ nodeIds: z.array(z.int()) });
const fontsSchema = z.object({
  fonts: z.array(z.object({ familyName: z.string(), isCustomFont: z.boolean(), glyphCount: z.number() })),
});

/**
 * Lays pages out in Chromium. Scripts do not run, no request leaves the browser and no file is read: what the page may use
 * is handed in. The layout is the one for print, on a page of exactly the given size.
 *
 * @param openPage gives a new blank page, of a browser without a network.
 */
export function chromiumLayout(openPage: () => Promise<DevToolsPage>): PageLayoutEngine {
  return {
    open: async (page) => {
      let browser: DevToolsPage | undefined;
      try {
        browser = await openPage();
        return ok(await layOut(browser, page));
      } catch (cause) {
        await browser?.close();
        return err(cause instanceof Error ? cause.message : String(cause));
      }
    },
  };
}

async function layOut(browser: DevToolsPage, page: PageToLayOut): Promise<LaidOutPage> {
  const refusedRequests: string[] = [];
  for (const domain of ['Inspector', 'Log', 'Page', 'DOM', 'CSS', 'DOMSnapshot'])
    await browser.send(`${domain}.enable`);
  await browser.send('Emulation.setScriptExecutionDisabled', { value: true });
  await browser.send('Emulation.setEmulatedMedia', { media: 'print' });
  await browser.send('Emulation.setDeviceMetricsOverride', {
    width: Math.round((page.widthMm / MILLIMETRES_PER_INCH) * PIXELS_PER_INCH),
    height: Math.round((page.heightMm / MILLIMETRES_PER_INCH) * PIXELS_PER_INCH),
    deviceScaleFactor: 1,
    mobile: false,
  });
  browser.on('Log.entryAdded', (params) => {
    // What the page's policy or the browser itself stops never becomes a request; the log tells of it.
    const { source, text } = logSchema.parse(params).entry;
    const stopped = source === 'security' || text.includes('local resource');
    const address = /[a-z][a-z0-9+.-]*:[^\s'"]+/iu.exec(text)?.[0];
    if (stopped && address !== undefined && !address.startsWith(ORIGIN)) refusedRequests.push(address);
  });
  const broken = new Promise<never>((_, reject) => {
    browser.on('Fetch.requestPaused', (params) => {
      answer(browser, page, pausedSchema.parse(params), refusedRequests).catch(reject);
    });
    for (const event of ['Inspector.detached', 'Inspector.targetCrashed']) {
      browser.on(event, () => reject(new Error('The browser ended while it laid the page out.')));
    }
  });
  const loaded = new Promise<void>((resolve) => browser.on('Page.loadEventFired', () => resolve()));
  await browser.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] });
  const navigation = navigationSchema.parse(
    await browser.send('Page.navigate', { url: `${ORIGIN}index.html` }),
  );
  if (navigation.errorText !== undefined) throw new Error(`The page does not open: ${navigation.errorText}`);
  await Promise.race([loaded, broken]);
  // Asked from outside the page, whose own scripts stay off: fonts load after the page has.
  await browser.send('Runtime.evaluate', {
    expression: 'document.fonts.ready.then(() => true)',
    awaitPromise: true,
  });
  const snapshot = snapshotSchema.parse(
    await browser.send('DOMSnapshot.captureSnapshot', { computedStyles: COMPUTED_STYLES }),
  );
  const found = elementsOf(snapshot);
  await browser.send('DOM.getDocument', { depth: 0 });
  const { nodeIds } = nodesSchema.parse(
    await browser.send('DOM.pushNodesByBackendIdsToFrontend', {
      backendNodeIds: found.map(({ backendNodeId }) => backendNodeId),
    }),
  );
  const elements: LaidOutElement[] = [];
  for (const [index, { element }] of found.entries()) {
    const machineFonts =
      element.text.trim() === '' || element.bounds === undefined
        ? []
        : fontsSchema
            .parse(await browser.send('CSS.getPlatformFontsForNode', { nodeId: nodeIds[index] ?? 0 }))
            .fonts.filter(({ isCustomFont, glyphCount }) => !isCustomFont && glyphCount > 0)
            .map(({ familyName }) => familyName);
    elements.push({ ...element, machineFonts });
  }
  return {
    elements,
    refusedRequests,
    print: async (hidden) => {
      for (const index of hidden) {
        await browser.send('DOM.setAttributeValue', { nodeId: nodeIds[index] ?? 0, name: HIDDEN, value: '' });
      }
      const pdf = await browser.send('Page.printToPDF', {
        paperWidth: page.widthMm / MILLIMETRES_PER_INCH,
        paperHeight: page.heightMm / MILLIMETRES_PER_INCH,
        marginTop: 0,
        marginBottom: 0,
        marginLeft: 0,
        marginRight: 0,
        printBackground: true,
        preferCSSPageSize: false,
        generateTaggedPDF: false,
        generateDocumentOutline: false,
      });
      return withoutDates(atob(pdfSchema.parse(pdf).data));
    },
    close: () => browser.close(),
  };
}

async function answer(
  browser: DevToolsPage,
  page: PageToLayOut,
  { requestId, request }: z.infer<typeof pausedSchema>,
  refused: string[],
): Promise<void> {
  const path = request.url.startsWith(ORIGIN)
    ? decodeURIComponent(request.url.slice(ORIGIN.length))
    : undefined;
  const data =
    path === 'index.html' ? withHiding(page.html) : path === undefined ? undefined : page.files.get(path);
  if (data === undefined || path === undefined) {
    // The browser asks for this one by itself.
    if (path !== 'favicon.ico') refused.push(path ?? request.url);
    await browser.send('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' });
    return;
  }
  const type = path === 'index.html' ? 'text/html; charset=utf-8' : TYPES[path.split('.').at(-1) ?? ''];
  await browser.send('Fetch.fulfillRequest', {
    requestId,
    responseCode: 200,
    responseHeaders: [
      { name: 'Content-Type', value: type ?? 'application/octet-stream' },
      { name: 'Content-Security-Policy', value: POLICY },
      { name: 'Access-Control-Allow-Origin', value: '*' },
    ],
    body: btoa(bytesAsLatin1(data)),
  });
}

/** The page with the rule that keeps its fields out of the print. The rule comes last, so that it wins. */
function withHiding(html: string): Uint8Array {
  return new TextEncoder().encode(
    `${html}\n<style>[${HIDDEN}],[${HIDDEN}] *{visibility:hidden!important}</style>`,
  );
}

function bytesAsLatin1(data: Uint8Array): string {
  let text = '';
  for (let at = 0; at < data.length; at += 8192) text += String.fromCharCode(...data.subarray(at, at + 8192));
  return text;
}

/** The browser writes when it printed; a template that is compiled again should differ by what it shows alone. */
function withoutDates(latin1: string): Uint8Array {
  const plain = latin1.replaceAll(
    /\/(CreationDate|ModDate) ?\(D:\d{14}/gu,
    (match) => `${match.slice(0, -14)}20000101000000`,
  );
  return Uint8Array.from(plain, (character) => character.charCodeAt(0));
}
