import { mkdirSync } from 'node:fs';
import type { BrowserWindowConstructorOptions, MenuItemConstructorOptions } from 'electron';
import type { ElectronParts, LayoutWindowPart, WindowPart } from '../../src/main/electronParts.ts';

type Listener = (...args: never[]) => unknown;

/** Listeners by event, as Electron keeps them, and a way to play an event. */
function events() {
  const listeners = new Map<string, Listener[]>();
  return {
    on: (event: string, listener: Listener) => {
      listeners.set(event, [...(listeners.get(event) ?? []), listener]);
    },
    /** Plays the event; true when a listener prevented what would follow. */
    play: (event: string, details: object = {}, ...rest: unknown[]): boolean => {
      let prevented = false;
      const played = { ...details, preventDefault: () => (prevented = true) };
      for (const listener of listeners.get(event) ?? [])
        Reflect.apply(listener, undefined, [played, ...rest]);
      return prevented;
    },
  };
}

type Handlers = {
  [
    Name in
      | 'setPermissionRequestHandler'
      | 'setPermissionCheckHandler'
      | 'setDevicePermissionHandler'
      | 'setDisplayMediaRequestHandler'
  ]?: NonNullable<Parameters<ReturnType<ElectronParts['session']>[Name]>[0]>;
};

/** Plays the part of Electron, in Electron's own types: remembers what it was told and does nothing by itself. */
export function electronStandIn({ isFirst = true, folder }: { isFirst?: boolean; folder: string }) {
  const order: string[] = [];
  const appEvents = events();
  const handlers: Handlers = {};
  const paths = new Map<string, string>();
  const opened: string[] = [];
  const windows: ReturnType<typeof windowStandIn>[] = [];
  const layoutWindows: ReturnType<typeof layoutWindowStandIn>[] = [];
  const channels = new Map<string, (...args: never[]) => unknown>();
  const menus: MenuItemConstructorOptions[][] = [];
  const schemes: { scheme: string; privileges?: object }[] = [];
  let dialogAnswer = 0;
  let serve: ((request: Request) => Response | Promise<Response>) | null = null;
  let hasEnded = false;
  const ended = Promise.withResolvers<void>();
  const openedOutside = Promise.withResolvers<void>();

  const parts: ElectronParts = {
    app: {
      isPackaged: false,
      requestSingleInstanceLock: () => (order.push('lock'), isFirst),
      whenReady: () => (order.push('ready'), Promise.resolve()),
      enableSandbox: () => void order.push('sandbox'),
      // Like Electron: asks its listeners, closes the windows, and ends when nobody objected.
      quit: () => {
        order.push('quit');
        if (appEvents.play('before-quit')) return;
        if (windows.some((window) => window.events.play('close'))) return;
        hasEnded = true;
        ended.resolve();
      },
      exit: () => void order.push('exit'),
      getVersion: () => '1.2.3',
      getLocale: () => 'en-US',
      setPath: (name: string, path: string) => {
        mkdirSync(path, { recursive: true });
        paths.set(name, path);
      },
      on: appEvents.on,
    },
    protocol: {
      registerSchemesAsPrivileged: (custom) => {
        order.push('schemes');
        schemes.push(...custom);
      },
      handle: (_scheme, handler) => {
        // Electron's own request and response types are those of fetch.
        serve = (request) => Promise.resolve(Reflect.apply(handler, undefined, [request]));
      },
    },
    session: () => ({
      setPermissionRequestHandler: (handler) =>
        void (handler && (handlers.setPermissionRequestHandler = handler)),
      setPermissionCheckHandler: (handler) =>
        void (handler && (handlers.setPermissionCheckHandler = handler)),
      setDevicePermissionHandler: (handler) =>
        void (handler && (handlers.setDevicePermissionHandler = handler)),
      setDisplayMediaRequestHandler: (handler) =>
        void (handler && (handlers.setDisplayMediaRequestHandler = handler)),
    }),
    dialog: {
      showMessageBox: () => Promise.resolve({ response: dialogAnswer, checkboxChecked: false }),
      showOpenDialog: () => Promise.resolve({ canceled: false, filePaths: [folder] }),
    },
    shell: {
      openExternal: (url: string) => {
        opened.push(url);
        openedOutside.resolve();
        return Promise.resolve();
      },
      openPath: (path: string) => {
        opened.push(path);
        return Promise.resolve('');
      },
    },
    ipcMain: { handle: (channel, listener) => void channels.set(channel, listener) },
    safeStorage: {
      isEncryptionAvailable: () => true,
      encryptString: (text) => Buffer.from([...text].toReversed().join('')),
      decryptString: (sealed) => [...sealed.toString()].toReversed().join(''),
      getSelectedStorageBackend: () => 'gnome_libsecret',
    },
    screen: () => ({ getAllDisplays: () => [] }),
    createWindow: (options) => {
      const window = windowStandIn(options);
      windows.push(window);
      return window.part;
    },
    createLayoutWindow: (options) => {
      const window = layoutWindowStandIn(options);
      layoutWindows.push(window);
      return window.part;
    },
    setMenu: (template) => void menus.push(template),
  };
  return {
    parts,
    order,
    app: appEvents,
    handlers,
    paths,
    opened,
    windows,
    layoutWindows,
    menus,
    schemes,
    hasEnded: () => hasEnded,
    /** Resolves when the program has ended. */
    ended: ended.promise,
    /** Resolves when the first page was opened outside. */
    openedOutside: openedOutside.promise,
    answerDialogsWith: (button: number) => (dialogAnswer = button),
    /** Loads an address as the window would. */
    load: async (url: string) => {
      if (serve === null) throw new Error('Nothing handles the scheme yet.');
      return serve(new Request(url));
    },
    /** A desktop call from the page at `from`. */
    call: async (name: string, from: string, ...args: unknown[]): Promise<unknown> => {
      const listener = channels.get(`desktop:${name}`);
      if (listener === undefined) throw new Error(`Nobody answers ${name}.`);
      return Reflect.apply(listener, undefined, [{ senderFrame: { url: from } }, ...args]);
    },
  };
}

function windowStandIn(options: BrowserWindowConstructorOptions) {
  const windowEvents = events();
  const contents = events();
  const did: string[] = [];
  let openHandler: Parameters<WindowPart['webContents']['setWindowOpenHandler']>[0] | null = null;
  let minimized = false;
  const part: WindowPart = {
    on: windowEvents.on,
    webContents: {
      on: contents.on,
      setWindowOpenHandler: (handler) => (openHandler = handler),
      reload: () => void did.push('reload'),
    },
    loadURL: (url) => {
      did.push(`load ${url}`);
      return Promise.resolve();
    },
    isMinimized: () => minimized,
    restore: () => {
      minimized = false;
      did.push('restore');
    },
    show: () => void did.push('show'),
    focus: () => void did.push('focus'),
    maximize: () => void did.push('maximize'),
    isMaximized: () => false,
    getNormalBounds: () => ({ x: 10, y: 20, width: 1000, height: 700 }),
    setTitle: (title) => void did.push(`title ${title}`),
    isDestroyed: () => false,
  };
  return {
    part,
    options,
    did,
    events: windowEvents,
    contents,
    minimize: () => (minimized = true),
    /** What the window does with `window.open(url)`. */
    openFromPage: (url: string) =>
      openHandler?.({
        url,
        frameName: '',
        features: '',
        disposition: 'new-window',
        referrer: { url: '', policy: 'no-referrer' },
      }).action,
  };
}

/** A window for layout, whose debugger is a page of a real browser when one is put behind it. */
export function layoutWindowStandIn(options: BrowserWindowConstructorOptions) {
  const did: string[] = [];
  const contents = events();
  const sessionEvents = events();
  const debuggerEvents = events();
  let behind: ((method: string, params: object) => Promise<unknown>) | null = null;
  let isDestroyed = false;
  let judge: Parameters<LayoutWindowPart['webContents']['session']['webRequest']['onBeforeRequest']>[0] =
    null;
  let mayAsk: boolean | undefined;
  const part: LayoutWindowPart = {
    loadURL: (url) => {
      did.push(`load ${url}`);
      return Promise.resolve();
    },
    destroy: () => {
      isDestroyed = true;
      did.push('destroy');
      debuggerEvents.play('detach', {}, 'target closed');
    },
    isDestroyed: () => isDestroyed,
    webContents: {
      on: contents.on,
      setWindowOpenHandler: (handler) => {
        const details = {
          url: 'https://example.org/',
          frameName: '',
          features: '',
          disposition: 'new-window',
        } as const;
        did.push(`opens: ${handler({ ...details, referrer: { url: '', policy: 'no-referrer' } }).action}`);
      },
      printToPDF: async (request) => {
        did.push(`print ${JSON.stringify(request)}`);
        return Buffer.from('%PDF-1.7 printed by the stand-in');
      },
      debugger: {
        attach: (version) => void did.push(`attach ${version}`),
        sendCommand: (method, params: object = {}) => {
          did.push(method);
          return behind === null ? Promise.resolve({}) : behind(method, params);
        },
        on: debuggerEvents.on,
      },
      session: {
        setPermissionRequestHandler: (handler) => {
          // What is asked for does not matter: the answer is the same.
          if (handler !== null)
            Reflect.apply(handler, undefined, [null, 'media', (granted: boolean) => (mayAsk = granted), {}]);
        },
        setPermissionCheckHandler: () => {},
        setProxy: (config) => {
          did.push(`proxy ${config.proxyRules ?? ''}`);
          return Promise.resolve();
        },
        webRequest: {
          onBeforeRequest: (listener: unknown) => {
            if (typeof listener === 'function')
              judge = (details, answer) => void Reflect.apply(listener, undefined, [details, answer]);
          },
        },
        on: sessionEvents.on,
      },
    },
  };
  return {
    part,
    options,
    did,
    contents,
    session: sessionEvents,
    mayAsk: () => mayAsk,
    /** Whether a request for this address is refused. */
    refuses: (url: string): boolean => {
      let refused = false;
      if (judge === null) return refused;
      Reflect.apply(judge, undefined, [
        { url },
        (answer: { cancel?: boolean }) => (refused = answer.cancel === true),
      ]);
      return refused;
    },
    /** Puts a real page behind the debugger. */
    putBehind: (send: (method: string, params: object) => Promise<unknown>) => (behind = send),
    /** Plays an event of the protocol. */
    play: (method: string, params: unknown) => debuggerEvents.play('message', {}, method, params),
  };
}
