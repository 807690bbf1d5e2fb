import type {
  DocumentFate,
  PrintDocument,
  PrinterAbilities,
  PrinterAdapter,
  PrinterCondition,
  SendAnswer,
} from '../adapter.ts';
import { FolderClient } from './client.ts';
import { reasonOf } from './errors.ts';
import { bytesOf, fileOf, partOf } from './mapper.ts';
import type { FolderPrinterFaults, FolderPrinterSettings } from './settings.ts';

/** What an office printer of the plainer sort can do. */
const ABILITIES: PrinterAbilities = {
  dpi: 300,
  twoSided: true,
  trays: [
    { id: 'tray-1', name: 'Tray 1' },
    { id: 'tray-2', name: 'Tray 2' },
  ],
};

/**
 * The demo printer: every document becomes one PDF in a folder, under its own name. A half file never appears, so that
 * what is there is printed and what is not there is not: this printer can always tell.
 */
export function createFolderPrinter(
  settings: FolderPrinterSettings,
  faults: FolderPrinterFaults = { next: () => null, released: () => true },
): PrinterAdapter {
  const client = new FolderClient(settings.folder);
  const waiting = new Map<string, { readonly document: PrintDocument; readonly reason: string | null }>();
  const forgotten = new Set<string>();

  const write = async (document: PrintDocument): Promise<void> => {
    await client.writePart(partOf(document.name), bytesOf(document));
    await client.publish(partOf(document.name), fileOf(document.name));
  };

  const goOn = async (): Promise<void> => {
    if (!faults.released()) return;
    for (const [name, { document }] of waiting) {
      await write(document);
      waiting.delete(name);
    }
  };

  const condition = async (): Promise<PrinterCondition> => {
    try {
      await client.ready();
      await goOn();
    } catch (problem) {
      const reason = reasonOf(problem);
      if (reason === null) throw problem;
      return { state: 'stopped', reasons: [reason] };
    }
    const reasons = [...new Set([...waiting.values()].flatMap(({ reason }) => reason ?? []))];
    if (reasons.length > 0) return { state: 'stopped', reasons };
    return { state: waiting.size > 0 ? 'printing' : 'ready', reasons: [] };
  };

  const send = async (document: PrintDocument): Promise<SendAnswer> => {
    const now = await condition();
    const fault = faults.next(document.name);
    if (fault === 'stopped') return { tag: 'refused', reasons: ['paused'] };
    if (now.state === 'stopped') return { tag: 'refused', reasons: now.reasons };
    const accepted: SendAnswer = { tag: 'accepted', printerJob: fileOf(document.name) };
    if (fault === 'late' || fault === 'media_empty') {
      waiting.set(document.name, { document, reason: fault === 'late' ? null : 'media-empty' });
      return accepted;
    }
    try {
      if (fault === 'dies_in_the_middle') {
        await client.writePart(
          partOf(document.name),
          bytesOf(document).subarray(0, bytesOf(document).length >> 1),
        );
        return { tag: 'in_doubt', detail: 'connection lost while sending' };
      }
      await write(document);
      if (fault === 'forgets') {
        forgotten.add(document.name);
        return { tag: 'in_doubt', detail: 'no answer' };
      }
      return accepted;
    } catch (problem) {
      const reason = reasonOf(problem);
      if (reason === null) throw problem;
      // What did not get its name was not printed. Whether it did may be as impossible to tell as it was to write.
      const printed = await client.has(fileOf(document.name)).catch(() => true);
      if (printed) return { tag: 'in_doubt', detail: reason };
      await client.discard(partOf(document.name)).catch(() => undefined);
      return { tag: 'refused', reasons: [reason] };
    }
  };

  const lookUp = async (documentName: string): Promise<DocumentFate> => {
    if (forgotten.has(documentName)) return 'cannot_tell';
    try {
      await goOn();
      if (await client.has(fileOf(documentName))) return 'done';
    } catch (problem) {
      if (reasonOf(problem) === null) throw problem;
      return 'cannot_tell';
    }
    const entry = waiting.get(documentName);
    if (entry === undefined) return 'absent';
    return entry.reason === null ? 'queued' : 'printing';
  };

  return {
    id: settings.id,
    name: settings.name,
    kind: 'folder',
    demo: true,
    state: condition,
    abilities: () => Promise.resolve(ABILITIES),
    send,
    lookUp,
  };
}
