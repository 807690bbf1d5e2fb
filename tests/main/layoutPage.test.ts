import { describe, expect, it, onTestFinished } from 'vitest';
import { chromiumPath } from '../../scripts/chromium.mjs';
import { chromiumLayout } from '../../src/documents/html/chromiumLayout.ts';
import { compileHtml } from '../../src/documents/html/compileHtml.ts';
import { openTemplatePackage } from '../../src/documents/template/templatePackage.ts';
import { openBrowserPage } from '../../src/host/chromium/browserPage.ts';
import { layoutPages } from '../../src/main/layoutPage.ts';
import { designedSource } from '../../templates/drawing/designed.ts';
import { layoutWindowStandIn } from './electronStandIn.ts';

const chromium = chromiumPath();

function layout() {
  const windows: ReturnType<typeof layoutWindowStandIn>[] = [];
  const clocks: { act: () => void; ms: number; stopped: boolean }[] = [];
  const open = layoutPages(
    (options) => {
      const window = layoutWindowStandIn(options);
      windows.push(window);
      return window.part;
    },
    (act, ms) => {
      const clock = { act, ms, stopped: false };
      clocks.push(clock);
      return () => (clock.stopped = true);
    },
  );
  return { open, windows, clocks };
}

async function opened() {
  const { open, windows, clocks } = layout();
  const page = await open();
  const [window] = windows;
  const [clock] = clocks;
  if (window === undefined || clock === undefined) throw new Error('no window was opened');
  return { page, window, clock };
}

describe('the hidden page in which the desktop program lays templates out', () => {
  it('is sandboxed, without scripts, unseen, and its session is not kept', async () => {
    const { window } = await opened();
    expect(window.options.show).toBe(false);
    expect(window.options.webPreferences).toMatchObject({
      offscreen: true,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      javascript: false,
    });
    expect(window.options.webPreferences).not.toHaveProperty('preload');
    expect(window.options.webPreferences?.partition).toMatch(/^layout-[0-9a-f-]{36}$/u);
    const other = await opened();
    expect(other.window.options.webPreferences?.partition).not.toBe(window.options.webPreferences?.partition);
  });

  it('reaches no network: only names that exist nowhere are let through to whoever answers for them', async () => {
    const { window } = await opened();
    expect(window.refuses('http://template.invalid/index.html')).toBe(false);
    for (const url of [
      'https://example.org/a.png',
      'http://127.0.0.1:8080/',
      'file:///etc/hostname',
      'ws://example.org/',
      'http://template.invalid.example.org/',
      'app://station/',
      'nonsense',
    ]) {
      expect(window.refuses(url), url).toBe(true);
    }
    expect(window.did).toContain('proxy 127.0.0.1:9');
  });

  it('grants nothing, opens nothing, downloads nothing and goes nowhere by itself', async () => {
    const { window } = await opened();
    expect(window.mayAsk()).toBe(false);
    expect(window.did).toContain('opens: deny');
    expect(window.session.play('will-download')).toBe(true);
    expect(window.contents.play('will-navigate')).toBe(true);
  });

  it('is spoken to once it has a document, and tells what it hears', async () => {
    const { page, window } = await opened();
    expect(window.did.indexOf('load about:blank')).toBeLessThan(window.did.indexOf('attach 1.3'));
    const heard: unknown[] = [];
    page.on('Page.loadEventFired', (params) => heard.push(params));
    page.on('Inspector.detached', (params) => heard.push(params));
    window.play('Page.loadEventFired', { timestamp: 1 });
    window.play('Page.other', {});
    await page.send('Page.enable');
    expect(window.did).toContain('Page.enable');
    await page.close();
    expect(heard).toEqual([{ timestamp: 1 }, { reason: 'target closed' }]);
  });

  it('prints by the call that Electron has for it, on a page of exactly the size', async () => {
    const { page, window } = await opened();
    const answer = await page.send('Page.printToPDF', {
      paperWidth: 11,
      paperHeight: 8.5,
      printBackground: true,
    });
    expect(answer).toEqual({ data: Buffer.from('%PDF-1.7 printed by the stand-in').toString('base64') });
    const request: unknown = JSON.parse(window.did.find((did) => did.startsWith('print '))?.slice(6) ?? '{}');
    expect(request).toMatchObject({
      pageSize: { width: 11, height: 8.5 },
      margins: { top: 0, bottom: 0, left: 0, right: 0 },
      printBackground: true,
      preferCSSPageSize: false,
    });
    expect(window.did).not.toContain('Page.printToPDF');
  });

  it('lives a minute at most, and is closed once', async () => {
    const { window, clock } = await opened();
    expect(clock.ms).toBe(60_000);
    clock.act();
    expect(window.part.isDestroyed()).toBe(true);
    const other = await opened();
    await other.page.close();
    await other.page.close();
    expect(other.clock.stopped).toBe(true);
    expect(other.window.did.filter((did) => did === 'destroy')).toHaveLength(1);
  });

  it('is gone when it could not be opened', async () => {
    const { windows } = layout();
    const opening = layoutPages(
      (options) => {
        const window = layoutWindowStandIn(options);
        windows.push(window);
        return { ...window.part, loadURL: () => Promise.reject(new Error('no renderer')) };
      },
      () => () => {},
    );
    await expect(opening()).rejects.toThrow('no renderer');
    expect(windows[0]?.part.isDestroyed()).toBe(true);
  });

  it.skipIf(chromium === undefined)(
    'lays out the bundled template with a real browser behind its debugger (needs Chromium)',
    async () => {
      const behind = await openBrowserPage(chromium ?? '');
      onTestFinished(() => behind.close());
      const pages = layoutPages(
        (options) => {
          const window = layoutWindowStandIn(options);
          window.putBehind((method, params) => behind.send(method, { ...params }));
          for (const event of ['Fetch.requestPaused', 'Page.loadEventFired', 'Log.entryAdded'])
            behind.on(event, (params) => window.play(event, params));
          const { webContents } = window.part;
          const printToPDF: typeof webContents.printToPDF = async (request) => {
            const { width, height } = request.pageSize as { width: number; height: number };
            const answer = await behind.send('Page.printToPDF', {
              paperWidth: width,
              paperHeight: height,
              marginTop: 0,
              marginBottom: 0,
              marginLeft: 0,
              marginRight: 0,
              printBackground: request.printBackground,
            });
            return Buffer.from((answer as { data: string }).data, 'base64');
          };
          return { ...window.part, webContents: { ...webContents, printToPDF } };
        },
        () => () => {},
      );
      const made = await compileHtml(designedSource(), chromiumLayout(pages));
      if (!made.ok) throw new Error(JSON.stringify(made.error));
      const template = openTemplatePackage(made.value);
      expect(template.ok ? template.value.template.fields.map(({ id }) => id) : template.error).toContain(
        'issuedName',
      );
    },
  );
});
