import { contextBridge, ipcRenderer } from 'electron';
import type { DesktopCalls } from '../contract/station/desktop.ts';

/** The page finds these calls as `window.desktop`. Their names are the channels that the main process listens on. */
const desktop: DesktopCalls = {
  appVersion: () => ipcRenderer.invoke('desktop:appVersion'),
  openFile: (path) => ipcRenderer.invoke('desktop:openFile', path),
  chooseFolder: () => ipcRenderer.invoke('desktop:chooseFolder'),
};

contextBridge.exposeInMainWorld('desktop', desktop);
