import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CompiledTemplate, FontLibrary } from '../../src/documents/compiledTemplate.ts';
import { compileTemplate } from '../../src/documents/compileTemplate.ts';
import { loadCodeReader } from '../../src/documents/preflight/codeReader.ts';
import type { CodeReader } from '../../src/documents/preflight/codeReader.ts';
import { loadRasteriser } from '../../src/documents/preflight/rasteriser.ts';
import type { Rasteriser } from '../../src/documents/preflight/rasteriser.ts';
import { openTemplatePackage } from '../../src/documents/template/templatePackage.ts';
import { loadTextEngine } from '../../src/documents/text/engine.ts';
import type { TextEngine } from '../../src/documents/text/engine.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const resolve = createRequire(import.meta.url).resolve;

/** The text engine with the binaries of the installed harfbuzzjs. */
export async function nodeTextEngine(): Promise<TextEngine> {
  const read = async (name: string): Promise<Uint8Array> => readFile(resolve(`harfbuzzjs/dist/${name}`));
  return loadTextEngine({ shape: await read('harfbuzz.wasm'), subset: await read('harfbuzz-subset.wasm') });
}

/** The fonts of `resources/fonts`, by the hash of their files. */
export async function nodeFontLibrary(): Promise<FontLibrary> {
  const folder = join(ROOT, 'resources/fonts');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.ttf'));
  const byHash = new Map<string, Uint8Array>();
  for (const name of names) {
    const data = await readFile(join(folder, name));
    byHash.set(createHash('sha256').update(data).digest('hex'), data);
  }
  return { read: async (sha256) => byHash.get(sha256) };
}

/** All files of a bundled template. */
export async function bundledTemplateFiles(name: string): Promise<Map<string, Uint8Array>> {
  const folder = join(ROOT, 'templates', name);
  const files = new Map<string, Uint8Array>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(relative(folder, path).split(sep).join('/'), await readFile(path));
  }
  return files;
}

/** A bundled template, open and compiled; throws with all faults when it is not sound. */
export async function compiledBundledTemplate(
  name: string,
  engine: TextEngine,
  library: FontLibrary,
): Promise<CompiledTemplate> {
  const opened = openTemplatePackage(await bundledTemplateFiles(name));
  if (!opened.ok) throw new Error(JSON.stringify(opened.error, null, 2));
  const compiled = await compileTemplate(opened.value, library, engine);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.error, null, 2));
  return compiled.value;
}

/** pdfium with the binary of the installed package. */
export async function nodeRasteriser(): Promise<Rasteriser> {
  return loadRasteriser(await readFile(resolve('@hyzyla/pdfium/dist/pdfium.wasm')));
}

/** zxing's reader with the binary of the installed package. */
export async function nodeCodeReader(): Promise<CodeReader> {
  return loadCodeReader(await readFile(resolve('zxing-wasm/reader/zxing_reader.wasm')));
}
