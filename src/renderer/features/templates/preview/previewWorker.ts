/** Draws pages of a template that is edited, beside the page, so that typing never waits for a picture. */
import pdfiumUrl from '@hyzyla/pdfium/pdfium.wasm?url';
import subsetUrl from 'harfbuzzjs/dist/harfbuzz-subset.wasm?url';
import shapeUrl from 'harfbuzzjs/dist/harfbuzz.wasm?url';
import type { Picture } from '../../../../documents/preflight/rasteriser.ts';
import { openDraftPreview } from '../../../../documents/preview/draftPreview.ts';
import type { EditedTemplate } from '../../../../documents/preview/draftPreview.ts';
import type { FromWorker, PagePixels, ToWorker } from './messages.ts';

function send(message: FromWorker, transfer: Transferable[] = []): void {
  globalThis.postMessage(message, { transfer });
}

async function bytesAt(url: string): Promise<Uint8Array> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answers with ${response.status}.`);
  return new Uint8Array(await response.arrayBuffer());
}

const fontsWanted = new Map<string, (data: Uint8Array | undefined) => void>();

const preview = (async () => {
  const [shape, subset, pdfium] = await Promise.all([
    bytesAt(shapeUrl),
    bytesAt(subsetUrl),
    bytesAt(pdfiumUrl),
  ]);
  return openDraftPreview(
    { shape, subset, pdfium },
    {
      read: (sha256) =>
        new Promise((resolve) => {
          fontsWanted.set(sha256, resolve);
          send({ kind: 'fontWanted', sha256 });
        }),
    },
  );
})();

let files: ReadonlyMap<string, Uint8Array> = new Map();
let edited: EditedTemplate | undefined;
let last: Promise<void> = Promise.resolve();

async function show(
  edited: EditedTemplate,
  { number, texts, dpi, back }: ToWorker & { kind: 'show' },
): Promise<void> {
  try {
    const page = await (await preview).show(edited, { text: texts }, dpi, back);
    const pixels = page.picture === undefined ? null : pixelsOf(page.picture);
    const { findings, faults } = page;
    send({ kind: 'shown', number, pixels, findings, faults }, pixels === null ? [] : [pixels.data.buffer]);
  } catch (cause) {
    send({ kind: 'failed', number, message: cause instanceof Error ? cause.message : String(cause) });
  }
}

async function survey(
  edited: EditedTemplate,
  { number, texts }: ToWorker & { kind: 'survey' },
): Promise<void> {
  const right: boolean[] = [];
  for (const text of texts) {
    const found = await (await preview).findings(edited, { text });
    right.push(found?.length === 0);
  }
  send({ kind: 'surveyed', number, right });
}

function pixelsOf({ width, height, data }: Picture): PagePixels {
  const pixels = new Uint8ClampedArray(width * height * 4);
  for (let from = 0, to = 0; to < pixels.length; from += 3, to += 4) {
    pixels[to] = data[from] ?? 0;
    pixels[to + 1] = data[from + 1] ?? 0;
    pixels[to + 2] = data[from + 2] ?? 0;
    pixels[to + 3] = 255;
  }
  return { width, height, data: pixels };
}

/** One after the other, each about the template as it was when it was asked. */
function next(work: (about: EditedTemplate) => Promise<void>): void {
  const about = edited;
  if (about === undefined) throw new Error('A page was asked for before its template was told.');
  last = last.then(() => work(about));
}

globalThis.addEventListener('message', ({ data: message }: MessageEvent<ToWorker>) => {
  switch (message.kind) {
    case 'files':
      ({ files } = message);
      if (edited !== undefined) edited = { ...edited, files };
      break;
    case 'template':
      edited = { template: message.template, files };
      break;
    case 'font':
      fontsWanted.get(message.sha256)?.(message.data ?? undefined);
      fontsWanted.delete(message.sha256);
      break;
    case 'show':
      next((about) => show(about, message));
      break;
    case 'survey':
      next((about) => survey(about, message));
  }
});
