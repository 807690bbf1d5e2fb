import type {
  App,
  BrowserWindow,
  BrowserWindowConstructorOptions,
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
