import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Template } from '../../../../src/documents/template/format.ts';
import { createRendering } from '../../../../src/station/documents/rendering.ts';
import type { Rendering } from '../../../../src/station/documents/rendering.ts';
import { batchWithPieces } from '../../../../src/station/features/batches/service.ts';
import { createBatches } from '../../../../src/station/features/takingWork/service.ts';
import type { PrintDocument } from '../../../../src/station/printers/adapter.ts';
import { createFolderPrinter } from '../../../../src/station/printers/folder/folderPrinter.ts';
import type { FolderPrinterFaults } from '../../../../src/station/printers/folder/settings.ts';
import { clerk, completionFiles, must, paperStation } from '../../paperStation.ts';
import type { IssueAbout, PaperOptions, PaperStation } from '../../paperStation.ts';
import { root } from '../../stationUnderTest.ts';

/** The rendering thread of the product; whoever makes it stops it. */
export function newRendering(): Rendering {
  return createRendering({ fonts: join(root, 'resources', 'fonts'), templates: join(root, 'templates') });
}

/** The same, ended with the test. */
export function realRendering(): Rendering {
  const rendering = newRendering();
  onTestFinished(() => rendering.stop());
  return rendering;
}

/** A station with a folder printer that also keeps what it was told. */
export async function tellingStation(
  rendering: Rendering,
  options: PaperOptions = {},
  faults?: FolderPrinterFaults,
): Promise<PaperStation & { readonly told: PrintDocument[] }> {
  const told: PrintDocument[] = [];
  const station = await paperStation({
    rendering,
    printers: (base) => {
      const folder = join(base, 'printed');
      const printer = createFolderPrinter({ id: 'demo-printer', name: 'Demo printer', folder }, faults);
      const send = (document: PrintDocument) => {
        told.push(document);
        return printer.send(document);
      };
      return [{ ...printer, send }];
    },
    ...options,
  });
  return { ...station, told };
}

/** The bundled certificate with its `template.json` changed. */
export function changedTemplate(change: (template: Template) => void): Map<string, Uint8Array> {
  const files = completionFiles();
  const template = JSON.parse(new TextDecoder().decode(files.get('template.json')));
  change(template);
  files.set('template.json', new TextEncoder().encode(JSON.stringify(template)));
  return files;
}

/** A batch of so many certificates, not checked yet. */
export async function openBatch(
  station: PaperStation,
  count: number,
  about: IssueAbout = {},
): Promise<string> {
  await station.issue(count, about);
  const made = must(await createBatches(station.ctx, station.parts, clerk, { count, filter: {} }));
  return made.batches[0]?.batchId ?? '';
}

/** What was found on each page of a batch: position, and code of each finding. */
export function findingsOf(station: PaperStation, batchId: string): (readonly [number, string[]])[] {
  const pieces = batchWithPieces(station.ctx, batchId)?.pieces ?? [];
  return pieces.map(({ position, findings }) => [position, findings.map(({ kind, code }) => kind ?? code)]);
}
