import { compileTemplate } from '../../src/documents/compileTemplate.ts';
import { renderBatch } from '../../src/documents/renderBatch.ts';
import { renderOne } from '../../src/documents/renderOne.ts';
import { openTemplatePackage } from '../../src/documents/template/templatePackage.ts';
import { loadTextEngine } from '../../src/documents/text/engine.ts';
import { HARD_NAMES, LONG_NAME } from './hardNames.ts';
import { sampleValues } from './sampleValues.ts';

/** Where a runtime finds the bytes that a host hands in: a file's path in the project. */
export type ReadBytes = (path: string) => Promise<Uint8Array>;

export interface PageHashInputs {
  /** The template's folder and the files in it. */
  readonly folder: string;
  readonly files: readonly string[];
  /** Fonts of the library: their hash and their path. */
  readonly fonts: readonly (readonly [sha256: string, path: string])[];
  readonly shapeWasm: string;
  readonly subsetWasm: string;
}

/**
 * The SHA-256 of each hard name's certificate and of all of them as a batch, made in whatever runtime this is called in:
 * it uses nothing of Node.
 */
export async function pageHashes(inputs: PageHashInputs, read: ReadBytes): Promise<readonly string[]> {
  const engine = await loadTextEngine({
    shape: await read(inputs.shapeWasm),
    subset: await read(inputs.subsetWasm),
  });
  const files = new Map<string, Uint8Array>();
  for (const path of inputs.files) files.set(path, await read(`${inputs.folder}/${path}`));
  const opened = openTemplatePackage(files);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  const paths = new Map(inputs.fonts);
  const library = {
    read: async (sha256: string) => {
      const path = paths.get(sha256);
      return path === undefined ? undefined : read(path);
    },
  };
  const compiled = await compileTemplate(opened.value, library, engine);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.error));
  const values = [...Object.values(HARD_NAMES), LONG_NAME].map((name) => sampleValues(name));
  const hashes: string[] = [];
  for (const each of values) hashes.push(await hashOf([await renderOne(compiled.value, each)]));
  const chunks: Uint8Array[] = [];
  const entries = values.map((each) => ({ values: each }));
  for await (const chunk of renderBatch(compiled.value, entries, { title: 'Batch' })) chunks.push(chunk);
  return [...hashes, await hashOf(chunks)];
}

async function hashOf(chunks: readonly Uint8Array[]): Promise<string> {
  const whole = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', whole));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
