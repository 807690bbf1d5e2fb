/** The document thread of central: certificates for download, and templates that somebody uploaded. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { unzipSync } from 'fflate';
import { z } from 'zod';
import type { CompiledTemplate, FontLibrary } from '../../documents/compiledTemplate.ts';
import { compileTemplate } from '../../documents/compileTemplate.ts';
import { PageRefused } from '../../documents/findings.ts';
import { describeMissing, missingPlaceholders, withOurKeys } from '../../documents/html/placeholderNames.ts';
import { hostilities } from '../../documents/pdf/hostilePdf.ts';
import { renderSigned } from '../../documents/renderOne.ts';
import { valuesOf } from '../../documents/template/fieldValues.ts';
import {
  MAX_FILE_BYTES,
  MAX_PACKAGE_BYTES,
  openTemplatePackage,
} from '../../documents/template/templatePackage.ts';
import { loadTextEngine } from '../../documents/text/engine.ts';
import { interimTemplate } from '../services/documents/interimTemplate.ts';
import type {
  DocumentAnswer,
  DocumentFolders,
  DocumentTask,
  SignAnswer,
  SignRequest,
} from '../services/documents/protocol.ts';

const { fonts }: DocumentFolders = workerData;
const compiled = new Map<string, CompiledTemplate>();
const engine = loadEngine();
const library = fontsOf(fonts);

async function loadEngine(): ReturnType<typeof loadTextEngine> {
  const folder = dirname(createRequire(import.meta.url).resolve('harfbuzzjs'));
  const [shape, subset] = await Promise.all([
    readFile(join(folder, 'harfbuzz.wasm')),
    readFile(join(folder, 'harfbuzz-subset.wasm')),
  ]);
  return loadTextEngine({ shape: new Uint8Array(shape), subset: new Uint8Array(subset) });
}

/** The fonts of a folder by the SHA-256 of their files; hashed when the first one is asked for. */
function fontsOf(folder: string): FontLibrary {
  let byHash: Promise<Map<string, string>> | null = null;
  const hashAll = async () => {
    const found = new Map<string, string>();
    for (const name of (await readdir(folder)).filter((each) => /\.(?:ttf|otf)$/u.test(each))) {
      const data = await readFile(join(folder, name));
      found.set(createHash('sha256').update(data).digest('hex'), join(folder, name));
    }
    return found;
  };
  return {
    async read(sha256) {
      byHash ??= hashAll();
      const file = (await byHash).get(sha256);
      return file === undefined ? undefined : new Uint8Array(await readFile(file));
    },
  };
}

/** The files of a ZIP whose sizes, as it says itself, are allowed; null when they are not, or when it is no ZIP. */
function unzip(file: Uint8Array): Map<string, Uint8Array> | null {
  let total = 0;
  let tooLarge = false;
  try {
    const files = unzipSync(file, {
      filter: ({ name, originalSize }) => {
        total += originalSize;
        tooLarge ||= originalSize > MAX_FILE_BYTES || total > MAX_PACKAGE_BYTES;
        return !tooLarge && !name.endsWith('/');
      },
    });
    return tooLarge ? null : new Map(Object.entries(files));
  } catch {
    return null;
  }
}

const signing = new Map<number, PromiseWithResolvers<Uint8Array>>();
let lastSigning = 0;

/** The key is not here: whoever started this thread signs. */
function signElsewhere(data: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  lastSigning += 1;
  const waiting = Promise.withResolvers<Uint8Array>();
  signing.set(lastSigning, waiting);
  const request: SignRequest = { signId: lastSigning, data };
  parentPort?.postMessage(request, []);
  return waiting.promise;
}

function signed({ signId, signature }: SignAnswer): void {
  const waiting = signing.get(signId);
  signing.delete(signId);
  if (signature === null) waiting?.reject(new Error('It could not be signed'));
  else waiting?.resolve(signature);
}

async function certificate(task: Extract<DocumentTask, { kind: 'certificate' }>): Promise<DocumentAnswer> {
  const key = task.interim ? `${task.templateVersion} interim` : task.templateVersion;
  let template = compiled.get(key);
  if (template === undefined) {
    const opened = openTemplatePackage(unzip(task.package ?? new Uint8Array()) ?? new Map());
    const made = opened.ok
      ? await compileTemplate(
          task.interim ? interimTemplate(opened.value) : opened.value,
          library,
          await engine,
        )
      : opened;
    if (!made.ok) return { tag: 'refused', problems: made.error.map((fault) => fault.message) };
    template = made.value;
    compiled.set(key, template);
  }
  try {
    const { certificates, algorithm, ...words } = task.signing;
    const signer = { certificates, algorithm, sign: signElsewhere };
    const values = valuesOf(task.snapshot, task.qrPayload);
    return { tag: 'pdf', bytes: await renderSigned(template, values, { ...words, signer }) };
  } catch (error) {
    if (!(error instanceof PageRefused)) throw error;
    return { tag: 'refused', problems: error.findings.map((finding) => finding.kind) };
  }
}

/** The package with both spellings of placeholders made ours, and with texts that are given to it for its own. */
function completed(
  files: ReadonlyMap<string, Uint8Array>,
  values: Readonly<Record<string, string>>,
): Map<string, Uint8Array> {
  const whole = new Map(files);
  const given = files.get('template.json');
  if (given === undefined) return whole;
  const written = new TextDecoder().decode(given);
  const text = withOurKeys(written);
  const template = Object.keys(values).length === 0 ? null : Members.safeParse(jsonOrNull(text));
  const own = template?.success === true ? Members.safeParse(template.data['values'] ?? {}) : null;
  const complete =
    template?.success === true && own?.success === true
      ? `${JSON.stringify({ ...template.data, values: { ...own.data, ...values } }, null, 2)}\n`
      : text;
  if (complete !== written) whole.set('template.json', new TextEncoder().encode(complete));
  return whole;
}

const Members = z.record(z.string(), z.unknown());

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Whether a file that is no ZIP is a page of HTML: it begins with a tag. */
function isHtml(file: Uint8Array): boolean {
  return /^\uFEFF?\s*<(?:!doctype html|html|head|body|!--|[a-z])/iu.test(
    new TextDecoder().decode(file.subarray(0, 512)),
  );
}

async function inspect({
  package: file,
  values,
}: Extract<DocumentTask, { kind: 'inspect' }>): Promise<DocumentAnswer> {
  if (isHtml(file)) return { tag: 'html', files: new Map([['index.html', file]]) };
  const unpacked = unzip(file);
  if (unpacked === null) {
    return {
      tag: 'faults',
      faults: ['It is neither HTML nor a ZIP file with a template inside, or it unpacks to too much.'],
    };
  }
  if (!unpacked.has('template.json') && unpacked.has('index.html')) return { tag: 'html', files: unpacked };
  const files = completed(unpacked, values);
  const hostile = [...files]
    .filter(([path]) => /\.pdf$/iu.test(path))
    .flatMap(([path, data]) => hostilities(data).map((sentence) => `${path}: ${sentence}`));
  if (hostile.length > 0) return { tag: 'faults', faults: hostile };
  const opened = openTemplatePackage(files);
  if (!opened.ok) return { tag: 'faults', faults: opened.error.map((fault) => fault.message) };
  const missing = missingPlaceholders(opened.value.template).map(describeMissing);
  if (missing.length > 0) return { tag: 'faults', faults: missing };
  const made = await compileTemplate(opened.value, library, await engine);
  if (!made.ok) return { tag: 'faults', faults: made.error.map((fault) => fault.message) };
  return { tag: 'sound', templateVersion: opened.value.id, files };
}

parentPort?.on('message', (message: { readonly id: number; readonly task: DocumentTask } | SignAnswer) => {
  if ('signId' in message) return signed(message);
  const { id, task } = message;
  const work = task.kind === 'certificate' ? certificate(task) : inspect(task);
  work
    .catch((error: unknown): DocumentAnswer => ({
      tag: 'failed',
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    }))
    .then((answer) => parentPort?.postMessage({ id, answer }, []))
    .catch((error: unknown) => {
      throw error;
    });
});
