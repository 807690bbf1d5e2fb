import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { chromium } from '@playwright/test';
import { build } from 'vite';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { chromiumPath } from '../../scripts/chromium.mjs';
import { pageHashes } from '../support/pageHashes.ts';
import type { PageHashInputs } from '../support/pageHashes.ts';

const ROOT = new URL('../../', import.meta.url);
const { resolve } = createRequire(import.meta.url);
const executablePath = chromiumPath();
const inProject = (file: string): string => relative(fileURLToPath(ROOT), file).replaceAll('\\', '/');
const read = (path: string): Promise<Uint8Array> => Promise.resolve(readFileSync(new URL(path, ROOT)));

const inputs: PageHashInputs = {
  folder: 'templates/completion',
  files: readdirSync(new URL('templates/completion/', ROOT)),
  fonts: readdirSync(new URL('resources/fonts/', ROOT))
    .filter((name) => name.endsWith('.ttf'))
    .map((name) => {
      const path = `resources/fonts/${name}`;
      return [
        createHash('sha256')
          .update(readFileSync(new URL(path, ROOT)))
          .digest('hex'),
        path,
      ];
    }),
  shapeWasm: inProject(resolve('harfbuzzjs/dist/harfbuzz.wasm')),
  subsetWasm: inProject(resolve('harfbuzzjs/dist/harfbuzz-subset.wasm')),
};

/** The code that makes the hashes, and all that it needs, as one script for a browser. */
async function bundled(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      lib: {
        entry: fileURLToPath(new URL('tests/support/pageHashes.ts', ROOT)),
        formats: ['iife'],
        name: 'documents',
      },
    },
  });
  const [first] = Array.isArray(built) ? built : [built];
  if (first === undefined || !('output' in first)) throw new Error('Nothing was built.');
  return first.output[0].code;
}

describe('the same values give the same bytes by every door', () => {
  let here: readonly string[];

  beforeAll(async () => {
    here = await pageHashes(inputs, read);
  });

  it('fourteen files, each another', () => {
    expect(new Set(here).size).toBe(14);
  });

  it('in another thread', async () => {
    const worker = new Worker(new URL('../support/pageHashWorker.ts', import.meta.url), {
      workerData: inputs,
    });
    onTestFinished(async () => void (await worker.terminate()));
    const there = await new Promise((answer, fail) => {
      worker.once('message', answer);
      worker.once('error', fail);
    });
    expect(there).toEqual(here);
  });

  it.skipIf(executablePath === undefined)(
    'in a browser (needs Chromium)',
    async () => {
      const browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] });
      onTestFinished(() => browser.close());
      const page = await browser.newPage();
      const script = await bundled();
      // A name that exists nowhere, answered from the project: a secure page, as WebCrypto wants it.
      await page.route('https://documents.invalid/**', async (route) => {
        const path = new URL(route.request().url()).pathname.slice(1);
        if (path === '') return route.fulfill({ contentType: 'text/html', body: '<title>documents</title>' });
        return route.fulfill({ body: Buffer.from(await read(decodeURIComponent(path))) });
      });
      await page.goto('https://documents.invalid/');
      await page.addScriptTag({ content: script });
      const there: unknown = await page.evaluate(
        `documents.pageHashes(${JSON.stringify(inputs)}, async (path) => new Uint8Array(await (await fetch('/' + path)).arrayBuffer()))`,
      );
      expect(there).toEqual(here);
    },
    60_000,
  );
});
