import { realpath } from 'node:fs/promises';
import { extname, isAbsolute, relative } from 'node:path';
import type { IpcMainInvokeEvent } from 'electron';
import type { DesktopCalls } from '../contract/station/desktop.ts';
import { isOurs } from './appScheme.ts';
import type { ElectronParts } from './electronParts.ts';

/** Kinds of files that show something and run nothing. */
const shown = new Set(['.pdf', '.csv', '.txt', '.json', '.png', '.jpg', '.jpeg', '.svg', '.zip', '.xml']);

/** Answers the few desktop calls, to our own pages only. `exports` is the one folder whose files may be shown. */
export function answerDesktopCalls(
  { app, dialog, ipcMain, shell }: Pick<ElectronParts, 'app' | 'dialog' | 'ipcMain' | 'shell'>,
  exports: () => string | null,
): void {
  const calls: DesktopCalls = {
    appVersion: () => Promise.resolve(app.getVersion()),
    openFile: async (path) => {
      const folder = exports();
      return folder !== null && (await mayBeShown(path, folder)) && (await shell.openPath(path)) === '';
    },
    chooseFolder: async () => {
      const { filePaths } = await dialog.showOpenDialog({ properties: ['openDirectory', 'createDirectory'] });
      return filePaths[0] ?? null;
    },
  };
  const answer = (name: keyof DesktopCalls, call: (argument: unknown) => Promise<unknown>) => {
    ipcMain.handle(`desktop:${name}`, (event: IpcMainInvokeEvent, argument: unknown) => {
      if (!isOurs(event.senderFrame?.url ?? ''))
        throw new Error('Only the station’s own pages may ask this.');
      return call(argument);
    });
  };
  answer('appVersion', calls.appVersion);
  answer('openFile', async (path) => typeof path === 'string' && (await calls.openFile(path)));
  answer('chooseFolder', calls.chooseFolder);
}

/** Whether the file exists, lies within the folder also when links are followed, and is of a kind that runs nothing. */
export async function mayBeShown(path: string, folder: string): Promise<boolean> {
  if (!isAbsolute(path) || !shown.has(extname(path).toLowerCase())) return false;
  try {
    const [file, within] = await Promise.all([realpath(path), realpath(folder)]);
    const way = relative(within, file);
    return way !== '' && !way.startsWith('..') && !isAbsolute(way) && shown.has(extname(file).toLowerCase());
  } catch {
    // What does not exist cannot be shown.
    return false;
  }
}
