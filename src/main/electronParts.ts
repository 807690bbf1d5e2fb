import type {
  App,
  BrowserWindow,
  BrowserWindowConstructorOptions,
  Debugger,
  Dialog,
  Event,
  IpcMain,
  MenuItemConstructorOptions,
  Protocol,
  RenderProcessGoneDetails,
  SafeStorage,
  Screen,
  Session,
  Shell,
  WebContents,
} from 'electron';

/**
 * What the desktop program uses of Electron, in Electron's own types. The real module fits it (index.ts is the proof); so
 * does a stand-in, by which the program is tested where no Electron runtime exists.
 */
export interface ElectronParts {
  readonly app: AppPart;
  readonly protocol: Pick<Protocol, 'registerSchemesAsPrivileged' | 'handle'>;
  readonly session: () => Pick<
    Session,
    | 'setPermissionRequestHandler'
    | 'setPermissionCheckHandler'
    | 'setDevicePermissionHandler'
    | 'setDisplayMediaRequestHandler'
  >;
  readonly dialog: Pick<Dialog, 'showMessageBox' | 'showOpenDialog'>;
  readonly shell: Pick<Shell, 'openExternal' | 'openPath'>;
  readonly ipcMain: Pick<IpcMain, 'handle'>;
  readonly safeStorage: Pick<
    SafeStorage,
    'isEncryptionAvailable' | 'encryptString' | 'decryptString' | 'getSelectedStorageBackend'
  >;
  readonly screen: () => Pick<Screen, 'getAllDisplays'>;
  readonly createWindow: (options: BrowserWindowConstructorOptions) => WindowPart;
  readonly createLayoutWindow: (options: BrowserWindowConstructorOptions) => LayoutWindowPart;
  readonly setMenu: (template: MenuItemConstructorOptions[]) => void;
}

export interface AppPart extends Pick<
  App,
  | 'requestSingleInstanceLock'
  | 'whenReady'
  | 'quit'
  | 'exit'
  | 'getVersion'
  | 'getLocale'
  | 'setPath'
  | 'enableSandbox'
  | 'isPackaged'
> {
  on(event: 'before-quit', listener: (event: Event) => void): unknown;
  on(event: 'window-all-closed', listener: () => void): unknown;
  on(event: 'second-instance', listener: (event: Event, argv: string[], cwd: string) => void): unknown;
  on(event: 'web-contents-created', listener: (event: Event, contents: WebContents) => void): unknown;
}

export interface WindowPart extends Pick<
  BrowserWindow,
  | 'loadURL'
  | 'isMinimized'
  | 'restore'
  | 'show'
  | 'focus'
  | 'getNormalBounds'
  | 'isMaximized'
  | 'maximize'
  | 'setTitle'
  | 'isDestroyed'
> {
  readonly webContents: ContentsPart;
  on(event: 'close', listener: (event: Event) => void): unknown;
  on(event: 'resize' | 'move' | 'ready-to-show' | 'closed', listener: () => void): unknown;
}

export interface ContentsPart extends Pick<WebContents, 'setWindowOpenHandler' | 'reload'> {
  on(event: 'will-navigate', listener: (details: Event<{ url: string }>) => void): unknown;
  on(event: 'will-frame-navigate', listener: (details: Event<{ url: string }>) => void): unknown;
  on(event: 'will-redirect', listener: (details: Event<{ url: string }>) => void): unknown;
  on(event: 'will-attach-webview', listener: (event: Event) => void): unknown;
  on(
    event: 'render-process-gone',
    listener: (event: Event, details: RenderProcessGoneDetails) => void,
  ): unknown;
}

/** A window that nobody sees, in which a template is laid out. */
export interface LayoutWindowPart extends Pick<BrowserWindow, 'loadURL' | 'destroy' | 'isDestroyed'> {
  readonly webContents: LayoutContentsPart;
}

export interface LayoutContentsPart extends Pick<WebContents, 'setWindowOpenHandler' | 'printToPDF'> {
  readonly debugger: DebuggerPart;
  readonly session: LayoutSessionPart;
  on(event: 'will-navigate', listener: (event: Event) => void): unknown;
}

export interface DebuggerPart extends Pick<Debugger, 'attach' | 'sendCommand'> {
  on(event: 'message', listener: (event: Event, method: string, params: unknown) => void): unknown;
  on(event: 'detach', listener: (event: Event, reason: string) => void): unknown;
}

export interface LayoutSessionPart extends Pick<
  Session,
  'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setProxy'
> {
  readonly webRequest: Pick<Session['webRequest'], 'onBeforeRequest'>;
  on(event: 'will-download', listener: (event: Event) => void): unknown;
}
