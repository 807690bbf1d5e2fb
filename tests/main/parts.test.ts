import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, test } from 'vitest';
import { createSealedSecrets } from '../../src/main/sealedSecrets.ts';
import { watchForUpdates } from '../../src/main/updates.ts';
import type { UpdaterPart } from '../../src/main/updates.ts';
import { menuTemplate } from '../../src/main/window/menu.ts';
import { keepWindowState, readWindowState } from '../../src/main/window/windowState.ts';
import { desktopWords } from '../../src/main/words.ts';
import { tempDir } from '../support/tempDir.ts';
import { electronStandIn } from './electronStandIn.ts';

const silent = { info() {}, warn() {} };

describe('the place of the window', () => {
  const display = { workArea: { x: 0, y: 0, width: 1920, height: 1040 } };

  test('is kept from one start to the next', async () => {
    const file = join(await tempDir(), 'window.json');
    expect(readWindowState(file, [display])).toEqual({ width: 1366, height: 768, maximized: false });
    keepWindowState(file, { x: 50, y: 60, width: 1200, height: 800 }, true);
    expect(readWindowState(file, [display])).toEqual({
      x: 50,
      y: 60,
      width: 1200,
      height: 800,
      maximized: true,
    });
  });

  test('is forgotten when no display shows it any more, but its size is not', async () => {
    const file = join(await tempDir(), 'window.json');
    keepWindowState(file, { x: 3000, y: 60, width: 1200, height: 800 }, false);
    expect(readWindowState(file, [display])).toEqual({ width: 1200, height: 800, maximized: false });
    keepWindowState(file, { x: 0, y: -500, width: 1200, height: 800 }, false);
    expect(readWindowState(file, [display])).not.toHaveProperty('y');
  });

  test('does not matter when the file is corrupt or cannot be written', async () => {
    const folder = await tempDir();
    await writeFile(join(folder, 'window.json'), '{"width":');
    expect(readWindowState(join(folder, 'window.json'), [display])).toMatchObject({ width: 1366 });
    const bounds = { x: 0, y: 0, width: 1200, height: 800 };
    expect(keepWindowState(join(folder, 'no', 'folder', 'window.json'), bounds, false)).toBe(false);
  });
});

describe('keys', () => {
  const sealed = async (changes: object, platform: NodeJS.Platform = 'linux') => {
    const folder = await tempDir();
    const { safeStorage } = electronStandIn({ folder }).parts;
    const warnings: string[] = [];
    const log = { info() {}, warn: (_: object, message: string) => warnings.push(message) };
    const file = join(folder, 'secrets.json');
    const secrets = createSealedSecrets(file, { ...safeStorage, ...changes }, platform, log);
    await secrets.set('carrier', 'abc');
    return { secrets, warnings, text: await readFile(file, 'utf8'), file, safeStorage };
  };

  test('lie in a plain file, and the log says so, where the system has no keychain', async () => {
    for (const changes of [
      { isEncryptionAvailable: () => false },
      { getSelectedStorageBackend: () => 'basic_text' },
    ]) {
      const { text, warnings, secrets } = await sealed(changes);
      expect(text).toContain('abc');
      expect(warnings).toHaveLength(1);
      expect(await secrets.get('carrier')).toBe('abc');
    }
  });

  test('that were kept in a plain file are still read once there is a keychain', async () => {
    const { file, safeStorage } = await sealed({ isEncryptionAvailable: () => false });
    const secrets = createSealedSecrets(file, safeStorage, 'linux', silent);
    expect(await secrets.get('carrier')).toBe('abc');
    await secrets.set('carrier', 'abc');
    expect(await readFile(file, 'utf8')).not.toContain('abc');
  });
});

describe('updates', () => {
  const updater = (check: UpdaterPart['checkForUpdates']) => {
    const errors: ((error: Error) => void)[] = [];
    const part: UpdaterPart = {
      autoDownload: false,
      autoInstallOnAppQuit: false,
      autoRunAppAfterInstall: true,
      checkForUpdates: check,
      on: (_event, listener) => errors.push(listener),
    };
    return { part, errors };
  };

  test('are fetched at once and every six hours, and installed only after the person has quit', () => {
    let looks = 0;
    const { part } = updater(() => {
      looks += 1;
      return Promise.resolve(null);
    });
    const repeated: { act: () => void; ms: number }[] = [];
    let stopped = false;
    const stop = watchForUpdates(part, silent, (act, ms) => {
      repeated.push({ act, ms });
      return () => (stopped = true);
    });
    expect(looks).toBe(1);
    expect(repeated[0]?.ms).toBe(6 * 60 * 60 * 1000);
    repeated[0]?.act();
    expect(looks).toBe(2);
    expect(part).toMatchObject({ autoInstallOnAppQuit: true, autoRunAppAfterInstall: false });
    expect(Object.keys(part)).not.toContain('quitAndInstall');
    stop();
    expect(stopped).toBe(true);
  });

  test('that cannot be looked for are written to the log and disturb nobody', async () => {
    const warned = Promise.withResolvers<string>();
    const { part, errors } = updater(() => Promise.reject(new Error('no network')));
    watchForUpdates(part, { info() {}, warn: (_, message) => warned.resolve(message) }, () => () => {});
    expect(await warned.promise).toContain('could not be looked for');
    expect(errors).toHaveLength(1);
  });
});

test('the menu makes text larger and smaller and quits in order, in both languages', () => {
  const roles = (template: MenuItemConstructorOptions[]) =>
    template.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu.map(({ role }) => role) : []));
  const english = menuTemplate(desktopWords('en-GB'));
  const spanish = menuTemplate(desktopWords('es-419'));
  expect(roles(english)).toEqual(expect.arrayContaining(['zoomIn', 'zoomOut', 'resetZoom', 'quit', 'copy']));
  expect(roles(spanish)).toEqual(roles(english));
  expect(spanish[0]?.label).not.toBe(english[0]?.label);
});
