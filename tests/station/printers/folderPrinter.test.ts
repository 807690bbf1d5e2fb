import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createFolderPrinter } from '../../../src/station/printers/folder/folderPrinter.ts';
import type { FolderPrinterFault } from '../../../src/station/printers/folder/settings.ts';
import { tempDir } from '../../support/tempDir.ts';

const pdf = new TextEncoder().encode('%PDF-1.7 a document that is long enough to be cut in half');

async function printerWith(fault: FolderPrinterFault | null = null) {
  const folder = join(await tempDir(), 'printed');
  let released = false;
  const printer = createFolderPrinter(
    { id: 'demo', name: 'Demo', folder },
    { next: () => fault, released: () => released },
  );
  const send = (name: string) => printer.send({ name, pdf, ...ONE_SHEET });
  return { folder, printer, send, release: () => (released = true) };
}

const ONE_SHEET = {
  pages: 1,
  copies: 1,
  sides: 'one',
  media: { widthMm: 215.9, heightMm: 279.4 },
  tray: 'tray-1',
} as const;

describe('the folder printer', () => {
  test('writes each document once, whole, under its own name', async () => {
    const { folder, printer, send } = await printerWith();
    expect(await printer.lookUp('B-2026-0001-01')).toBe('absent');
    expect(await send('B-2026-0001-01')).toEqual({ tag: 'accepted', printerJob: 'B-2026-0001-01.pdf' });
    expect(await printer.lookUp('B-2026-0001-01')).toBe('done');
    expect(await readdir(folder)).toEqual(['B-2026-0001-01.pdf']);
    expect(new Uint8Array(await readFile(join(folder, 'B-2026-0001-01.pdf')))).toEqual(pdf);
    expect(await printer.state()).toEqual({ state: 'ready', reasons: [] });
  });

  test('never writes over a document that is there', async () => {
    const { folder, send } = await printerWith();
    await mkdir(folder);
    await writeFile(join(folder, 'doc.pdf'), 'printed before');
    await send('doc');
    expect(await readFile(join(folder, 'doc.pdf'), 'utf8')).toBe('printed before');
  });

  test('that dies in the middle leaves nothing that looks printed, and the same document can be sent again', async () => {
    const { folder, printer, send } = await printerWith('dies_in_the_middle');
    expect((await send('doc')).tag).toBe('in_doubt');
    expect(await printer.lookUp('doc')).toBe('absent');
    expect((await readdir(folder)).filter((name) => name.endsWith('.pdf'))).toEqual([]);
    const healthy = createFolderPrinter({ id: 'demo', name: 'Demo', folder });
    expect((await healthy.send({ name: 'doc', pdf, ...ONE_SHEET })).tag).toBe('accepted');
    expect(await readdir(folder)).toEqual(['doc.pdf']);
  });

  test('without paper takes the document, says why it waits, and prints it when there is paper again', async () => {
    const { printer, send, release } = await printerWith('media_empty');
    expect((await send('doc')).tag).toBe('accepted');
    expect(await printer.state()).toEqual({ state: 'stopped', reasons: ['media-empty'] });
    expect(await printer.lookUp('doc')).toBe('printing');
    release();
    expect(await printer.lookUp('doc')).toBe('done');
    expect(await printer.state()).toEqual({ state: 'ready', reasons: [] });
  });

  test('that is late queues, that is stopped refuses, that forgets cannot tell', async () => {
    const late = await printerWith('late');
    await late.send('doc');
    expect(await late.printer.lookUp('doc')).toBe('queued');
    const stopped = await printerWith('stopped');
    expect(await stopped.send('doc')).toEqual({ tag: 'refused', reasons: ['paused'] });
    expect(await stopped.printer.lookUp('doc')).toBe('absent');
    const forgetful = await printerWith('forgets');
    expect((await forgetful.send('doc')).tag).toBe('in_doubt');
    expect(await forgetful.printer.lookUp('doc')).toBe('cannot_tell');
  });

  test('says so when its place is no folder, and refuses', async () => {
    const folder = await tempDir();
    await writeFile(join(folder, 'file'), '');
    await chmod(join(folder, 'file'), 0o600);
    const printer = createFolderPrinter({ id: 'demo', name: 'Demo', folder: join(folder, 'file', 'inside') });
    expect(await printer.state()).toEqual({ state: 'stopped', reasons: ['folder-missing'] });
    expect((await printer.send({ name: 'doc', pdf, ...ONE_SHEET })).tag).toBe('refused');
  });

  test('takes no name that leads out of its folder', async () => {
    const { send } = await printerWith();
    await expect(send('../elsewhere')).rejects.toThrow(TypeError);
  });
});
