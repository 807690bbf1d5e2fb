import { randomUUID } from 'node:crypto';
import type { StationHost } from '../station/hosting/hostedStation.ts';
import type { ElectronParts, LayoutWindowPart } from './electronParts.ts';

/** One blank page, spoken to in the DevTools protocol. */
type LayoutPage = Awaited<ReturnType<NonNullable<StationHost['openBrowserPage']>>>;

/** A page lives a minute at most: whatever a template makes it do, it ends. */
const LIFE_MS = 60_000;

/**
 * Opens blank pages of Electron's own browser, in which templates in HTML are laid out: a window that nobody sees, in a sandbox,
 * without scripts, with a session that is kept in memory and goes with it. Its requests reach no network: names that exist
 * nowhere (RFC 2606) are answered by whoever opened the page, all others are refused, and the proxy leads nowhere.
 *
 * @param after calls back once after some milliseconds; gives what stops it.
 */
export function layoutPages(
  createLayoutWindow: ElectronParts['createLayoutWindow'],
  after: (act: () => void, ms: number) => () => void,
): () => Promise<LayoutPage> {
  return async () => {
    const window = createLayoutWindow({
      show: false,
      webPreferences: {
        offscreen: true,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInSubFrames: false,
        webviewTag: false,
        javascript: false,
        spellcheck: false,
        // Not kept: a name without "persist:" is a session in memory.
        partition: `layout-${randomUUID()}`,
      },
    });
    const destroy = () => {
      if (!window.isDestroyed()) window.destroy();
    };
    const stopClock = after(destroy, LIFE_MS);
    const close = () => {
      stopClock();
      destroy();
      return Promise.resolve();
    };
    try {
      await closeOff(window);
      // The debugger answers only once there is a document.
      await window.loadURL('about:blank');
      return spokenTo(window, close);
    } catch (cause) {
      await close();
      throw cause;
    }
  };
}

async function closeOff({ webContents }: LayoutWindowPart): Promise<void> {
  const { session } = webContents;
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
  session.webRequest.onBeforeRequest(({ url }, answer) => {
    answer({ cancel: URL.parse(url)?.hostname.endsWith('.invalid') !== true });
  });
  webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  webContents.on('will-navigate', (event) => event.preventDefault());
  await session.setProxy({
    mode: 'fixed_servers',
    proxyRules: '127.0.0.1:9',
    proxyBypassRules: '<-loopback>',
  });
}

function spokenTo({ webContents }: LayoutWindowPart, close: () => Promise<void>): LayoutPage {
  const { debugger: tools } = webContents;
  const listeners = new Map<string, ((params: unknown) => void)[]>();
  const tell = (event: string, params: unknown) => {
    for (const listener of listeners.get(event) ?? []) listener(params);
  };
  tools.attach('1.3');
  tools.on('message', (_event, method, params) => tell(method, params));
  tools.on('detach', (_event, reason) => tell('Inspector.detached', { reason }));
  return {
    send: (method, params = {}) =>
      method === 'Page.printToPDF' ? printed(webContents, params) : tools.sendCommand(method, params),
    on: (event, listener) => void listeners.set(event, [...(listeners.get(event) ?? []), listener]),
    close,
  };
}

/** Electron prints by a call of its own; the protocol's command is not there. Lengths are inches in both. */
async function printed(
  webContents: LayoutWindowPart['webContents'],
  params: Readonly<Record<string, unknown>>,
): Promise<{ readonly data: string }> {
  const pdf = await webContents.printToPDF({
    pageSize: { width: Number(params['paperWidth']), height: Number(params['paperHeight']) },
    margins: { top: 0, bottom: 0, left: 0, right: 0 },
    printBackground: params['printBackground'] === true,
    preferCSSPageSize: params['preferCSSPageSize'] === true,
    generateTaggedPDF: params['generateTaggedPDF'] === true,
    generateDocumentOutline: params['generateDocumentOutline'] === true,
  });
  return { data: pdf.toString('base64') };
}
