import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { desktopArguments } from '../../src/main/arguments.ts';
import { mayBeShown } from '../../src/main/desktopCalls.ts';
import { showPage } from '../../src/main/window/mainWindow.ts';
import { desktop } from './runningDesktop.ts';

const ours = 'app://station/queue';
const theirs = 'https://evil.example/';
const theWindow = <T>(window: T | undefined): T => {
  if (window === undefined) throw new Error('There is no window.');
  return window;
};

describe('starting', () => {
  test('the scheme is registered and the sandbox turned on before Electron is ready', async () => {
    const { order, schemes, printed, did } = await desktop();
    expect(order).toEqual(['schemes', 'sandbox', 'lock', 'ready']);
    expect(schemes).toMatchObject([{ scheme: 'app', privileges: { standard: true, secure: true } }]);
    expect(did).toEqual(['start']);
    expect(printed).toEqual([{ ready: true }]);
  });

  test('the window is sandboxed, isolated from its preload script and without Node', async () => {
    const { window } = await desktop();
    expect(theWindow(window).options.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      webSecurity: true,
    });
    expect(theWindow(window).did).toEqual(['load app://station/']);
  });

  test('the pages come from the station, with the security headers; another host under the scheme is unknown', async () => {
    const { load } = await desktop();
    const answer = await load(ours);
    expect(await answer.text()).toBe('station /queue');
    expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect((await load('app://elsewhere/queue')).status).toBe(404);
  });

  test('a second instance ends at once, and the first brings its window to the front', async () => {
    const second = await desktop({ isFirst: false });
    expect(second.windows).toEqual([]);
    expect(second.hasEnded()).toBe(true);
    const first = await desktop();
    theWindow(first.window).minimize();
    first.app.play('second-instance', {}, [], '/');
    expect(theWindow(first.window).did.slice(1)).toEqual(['restore', 'show', 'focus']);
  });

  test('a station that cannot start is shown as a page, and trying again brings it up', async () => {
    const { load, did } = await desktop({ problems: [{ tag: 'disk_full', folder: '/data' }] });
    const page = await load('app://station/');
    expect(page.status).toBe(503);
    expect(await page.text()).toContain('app://station/_desktop/again');
    const [again] = await Promise.all([
      load('app://station/_desktop/again'),
      load('app://station/_desktop/again'),
    ]);
    expect(await again.text()).toContain('url=app://station/');
    expect(did).toEqual(['start']);
    expect(await (await load(ours)).text()).toBe('station /queue');
  });

  test('a corrupt settings file is shown as a page that names file and line', async () => {
    const { load, did, folder } = await desktop({ settings: '{\n"demo": oops\n}' });
    const text = await (await load('app://station/')).text();
    expect(text).toContain('settings.json, line 2');
    expect(did).toEqual([]);
    expect(await readFile(join(folder, 'settings.json'), 'utf8')).toContain('oops');
  });

  test('keys are closed by the keychain of the system', async () => {
    const { ports, folder } = await desktop();
    await ports()?.secrets.set('central', 'abc');
    expect(await readFile(join(folder, 'secrets.json'), 'utf8')).not.toContain('abc');
    expect(await ports()?.secrets.get('central')).toBe('abc');
  });
});

describe('permissions', () => {
  test('only the camera is granted, only to our own pages, and never with the microphone', async () => {
    const { handlers } = await desktop();
    const asks = (
      permission: 'media' | 'geolocation' | 'notifications',
      requestingUrl: string,
      mediaTypes: string[],
    ) => {
      let granted: unknown = null;
      const answer = (value: boolean) => (granted = value);
      const details = { requestingUrl, isMainFrame: true, mediaTypes };
      const handler = handlers.setPermissionRequestHandler;
      if (handler === undefined) throw new Error('Nobody answers permission requests.');
      Reflect.apply(handler, undefined, [null, permission, answer, details]);
      return granted;
    };
    expect(asks('media', ours, ['video'])).toBe(true);
    expect(asks('media', ours, ['video', 'audio'])).toBe(false);
    expect(asks('media', ours, ['audio'])).toBe(false);
    expect(asks('media', ours, [])).toBe(false);
    expect(asks('media', theirs, ['video'])).toBe(false);
    expect(asks('media', 'app://station.evil/', ['video'])).toBe(false);
    expect(asks('geolocation', ours, [])).toBe(false);
    expect(asks('notifications', ours, [])).toBe(false);
  });

  test('a check finds only the camera allowed, and no device and no screen is ever given', async () => {
    const { handlers } = await desktop();
    const check = handlers.setPermissionCheckHandler;
    expect(check?.(null, 'media', 'app://station/', { isMainFrame: true, mediaType: 'video' })).toBe(true);
    expect(check?.(null, 'media', 'app://station/', { isMainFrame: true, mediaType: 'audio' })).toBe(false);
    expect(check?.(null, 'media', theirs, { isMainFrame: true, mediaType: 'video' })).toBe(false);
    expect(check?.(null, 'clipboard-read', 'app://station/', { isMainFrame: true })).toBe(false);
    const device = handlers.setDevicePermissionHandler;
    expect(device === undefined || Reflect.apply(device, undefined, [{}])).toBe(false);
    const given: unknown[] = [];
    const screens = handlers.setDisplayMediaRequestHandler;
    if (screens !== undefined)
      Reflect.apply(screens, undefined, [{}, (streams: unknown) => given.push(streams)]);
    expect(given).toEqual([null]);
  });
});

describe('staying at home', () => {
  test('the window goes nowhere but to our own pages, in no frame and by no redirect', async () => {
    const { contents } = theWindow((await desktop()).window);
    for (const event of ['will-navigate', 'will-frame-navigate', 'will-redirect']) {
      for (const url of [
        theirs,
        'file:///etc/passwd',
        'app://elsewhere/',
        'javascript:alert(1)',
        'app:station',
      ]) {
        expect(contents.play(event, { url })).toBe(true);
      }
      expect(contents.play(event, { url: ours })).toBe(false);
    }
    expect(contents.play('will-attach-webview')).toBe(true);
  });

  test('a link to a web page opens outside after the person agreed, and no other kind of link does', async () => {
    const { window, opened, openedOutside, answerDialogsWith } = await desktop();
    const { openFromPage } = theWindow(window);
    const tracking = 'https://carrier.example/track/1';
    expect(openFromPage(tracking)).toBe('deny');
    await openedOutside;
    expect(opened).toEqual([tracking]);
    answerDialogsWith(1);
    const refused = [
      'http://carrier.example/',
      'file:///bin/sh',
      'mailto:a@b.c',
      'https://bank.example@evil.example/',
    ];
    for (const url of [...refused, tracking]) expect(openFromPage(url)).toBe('deny');
    await Promise.resolve();
    expect(opened).toEqual([tracking]);
  });

  test('the desktop calls answer our own pages and nobody else', async () => {
    const { call } = await desktop();
    expect(await call('appVersion', ours)).toBe('1.2.3');
    await expect(call('appVersion', theirs)).rejects.toThrow(/own pages/);
    await expect(call('chooseFolder', '')).rejects.toThrow(/own pages/);
  });

  test('only exported files that run nothing are shown', async () => {
    const { call, folder, opened } = await desktop();
    const exports = join(folder, 'exports');
    await mkdir(exports);
    for (const name of ['report.pdf', 'run.sh', 'report.csv']) await writeFile(join(exports, name), '');
    await writeFile(join(folder, 'secret.txt'), '');
    await symlink(join(folder, 'secret.txt'), join(exports, 'link.txt'));
    expect(await call('openFile', ours, join(exports, 'report.pdf'))).toBe(true);
    for (const path of [
      join(exports, 'run.sh'),
      join(exports, 'link.txt'),
      join(exports, 'missing.pdf'),
      join(exports, '..', 'secret.txt'),
      'report.pdf',
      exports,
      7,
    ]) {
      expect(await call('openFile', ours, path)).toBe(false);
    }
    expect(opened).toEqual([join(exports, 'report.pdf')]);
    expect(await mayBeShown(join(exports, 'report.csv'), exports)).toBe(true);
  });
});

describe('quitting', () => {
  test('waits for running writes, shows that it does, and asking again changes nothing', async () => {
    const writes = Promise.withResolvers<void>();
    const { parts, did, ended, hasEnded, window, load, stopping } = await desktop({
      stopped: () => writes.promise,
    });
    parts.app.quit();
    expect(theWindow(window).did.at(-1)).toBe('load app://station/_desktop/closing');
    expect(await (await load('app://station/_desktop/closing')).text()).toContain('nothing is lost');
    parts.app.quit();
    expect(theWindow(window).events.play('close')).toBe(true);
    await stopping;
    expect(did).toEqual(['start', 'stopping']);
    expect(hasEnded()).toBe(false);
    writes.resolve();
    await ended;
    expect(did).toEqual(['start', 'stopping', 'stopped']);
  });

  test('closing the window is quitting in order, and the place of the window is remembered', async () => {
    const { did, ended, window, folder } = await desktop();
    expect(theWindow(window).events.play('close')).toBe(true);
    await ended;
    expect(did).toEqual(['start', 'stopping', 'stopped']);
    expect(JSON.parse(await readFile(join(folder, 'window.json'), 'utf8'))).toMatchObject({
      x: 10,
      width: 1000,
    });
  });

  test('a station that fails to stop does not keep the program open', async () => {
    const { parts, ended, hasEnded } = await desktop({
      stopped: () => Promise.reject(new Error('disk gone')),
    });
    parts.app.quit();
    await ended;
    expect(hasEnded()).toBe(true);
  });
});

describe('a screen that crashes', () => {
  test('comes back by itself, until it crashes again and again', async () => {
    let time = 0;
    const { window, load } = await desktop({ now: () => time });
    const { contents, did } = theWindow(window);
    const crash = () => contents.play('render-process-gone', {}, { reason: 'crashed', exitCode: 1 });
    crash();
    crash();
    expect(did.slice(1)).toEqual(['reload', 'reload']);
    time = 61_000;
    crash();
    expect(did.at(-1)).toBe('reload');
    crash();
    crash();
    expect(did.at(-1)).toBe('load app://station/_desktop/crashed');
    expect(await (await load('app://station/_desktop/crashed')).text()).toContain('Show the screen again');
    const before = did.length;
    contents.play('render-process-gone', {}, { reason: 'clean-exit', exitCode: 0 });
    expect(did).toHaveLength(before);
  });
});

test('a page that was given up for another is not an error', async () => {
  const { window } = await desktop();
  const aborted = { ...theWindow(window).part, loadURL: () => Promise.reject(new Error('ERR_ABORTED')) };
  const warned: string[] = [];
  await showPage(aborted, ours, { warn: (_, message) => warned.push(message) });
  expect(warned).toEqual(['a page was not shown to its end']);
});

test('the command line is read around what Electron and Chromium are told', () => {
  const argv = [
    'electron',
    '.',
    '--data',
    '/d',
    '--no-sandbox',
    '--central=http://127.0.0.1:1',
    '--demo',
    '--json',
  ];
  expect(desktopArguments(argv)).toEqual({
    data: '/d',
    central: 'http://127.0.0.1:1',
    demo: true,
    json: true,
  });
  expect(desktopArguments(['station'])).toEqual({ json: false });
});
