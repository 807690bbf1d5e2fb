import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { PdfSigner } from '../../../documents/signing/cms.ts';
import type { SignatureWords } from '../../../documents/signing/signaturePlace.ts';
import type { CertificateSnapshot } from '../../../domain/certificates/snapshot.ts';
import type { DocumentAnswer, DocumentFolders, DocumentTask, SignAnswer, SignRequest } from './protocol.ts';

/** Makes documents beside the thread that answers calls. */
export interface DocumentThread {
  /** A certificate as PDF; an interim copy says so on its page. `loadPackage` is asked when the thread does not have the template yet. */
  certificate(
    snapshot: CertificateSnapshot,
    qrPayload: string,
    words: SignatureWords & { readonly interim: boolean },
    loadPackage: () => Promise<Uint8Array>,
  ): Promise<DocumentAnswer>;
  /** Who signs what this thread makes. */
  signer(): Promise<PdfSigner>;
  stop(): Promise<void>;
}

/** In the sources the thread is in its own folder; a built program has all its files in one. */
function threadFile(): string {
  return import.meta.filename.endsWith('.ts')
    ? join(import.meta.dirname, '..', '..', 'workers', 'certificateDocuments.ts')
    : join(import.meta.dirname, 'certificateDocuments.js');
}

interface Answered {
  readonly id: number;
  readonly answer: DocumentAnswer;
}

interface Running {
  readonly worker: Worker;
  readonly has: Set<string>;
  readonly waiting: Map<number, PromiseWithResolvers<DocumentAnswer>>;
}

/** Signs for a thread; without a signer, as for uploads that are looked at, nothing is signed. */
async function answerSigning(worker: Worker, signer: PdfSigner | null, request: SignRequest): Promise<void> {
  let signature: Uint8Array | null = null;
  try {
    signature = (await signer?.sign(request.data)) ?? null;
  } finally {
    const answer: SignAnswer = { signId: request.signId, signature };
    worker.postMessage(answer, []);
  }
}

function begin(
  folders: DocumentFolders,
  signer: PdfSigner | null,
  onEnd: (running: Running) => void,
): Running {
  const running: Running = {
    worker: new Worker(threadFile(), {
      workerData: folders,
      resourceLimits: { maxOldGenerationSizeMb: 512 },
    }),
    has: new Set(),
    waiting: new Map(),
  };
  const end = (problem: Error) => {
    onEnd(running);
    for (const { reject } of running.waiting.values()) reject(problem);
    running.waiting.clear();
  };
  running.worker.unref();
  running.worker.on('message', (message: Answered | SignRequest) => {
    if ('signId' in message) {
      answerSigning(running.worker, signer, message).catch((problem: unknown) =>
        end(problem instanceof Error ? problem : new Error(String(problem))),
      );
      return;
    }
    running.waiting.get(message.id)?.resolve(message.answer);
    running.waiting.delete(message.id);
  });
  running.worker.on('error', (error) => end(error instanceof Error ? error : new Error(String(error))));
  running.worker.on('exit', (code) => end(new Error(`The document thread has ended (${code})`)));
  return running;
}

let lastId = 0;

function ask(running: Running, task: DocumentTask): Promise<DocumentAnswer> {
  lastId += 1;
  const answer = Promise.withResolvers<DocumentAnswer>();
  running.waiting.set(lastId, answer);
  running.worker.postMessage({ id: lastId, task }, []);
  return answer.promise;
}

/** Starts the thread with the first certificate, and anew when it has died. */
export function createDocumentThread(
  folders: DocumentFolders,
  openSigner: () => Promise<PdfSigner>,
): DocumentThread {
  let thread: Running | null = null;
  let opened: Promise<PdfSigner> | null = null;
  const signerOf = (): Promise<PdfSigner> => {
    opened ??= openSigner().catch((problem: unknown) => {
      opened = null;
      throw problem;
    });
    return opened;
  };
  return {
    signer: signerOf,
    async certificate(snapshot, qrPayload, { interim, ...words }, loadPackage) {
      const { templateVersion } = snapshot;
      const compiled = interim ? `${templateVersion} interim` : templateVersion;
      const signer = await signerOf();
      const { certificates, algorithm } = signer;
      const known = thread?.has.has(compiled) === true;
      const file = known ? null : await loadPackage();
      const running = (thread ??= begin(folders, signer, (ended) => {
        if (thread === ended) thread = null;
      }));
      const given = file ?? (running.has.has(compiled) ? null : await loadPackage());
      const answer = await ask(running, {
        kind: 'certificate',
        templateVersion,
        interim,
        package: given,
        snapshot,
        qrPayload,
        signing: { ...words, certificates, algorithm },
      });
      if (answer.tag === 'failed') throw new Error(`The certificate could not be made: ${answer.message}`);
      if (answer.tag === 'pdf') running.has.add(compiled);
      return answer;
    },
    async stop() {
      await thread?.worker.terminate();
    },
  };
}

/** Longest time that an upload is looked at. */
const INSPECTION_MS = 20_000;

/**
 * Looks at an upload in a thread of its own, which is ended when it takes too long or too much memory; whatever the file
 * does to it, nothing else is touched.
 */
export async function inspectUpload(
  folders: DocumentFolders,
  file: Uint8Array,
  values: Readonly<Record<string, string>> = {},
): Promise<DocumentAnswer> {
  const running = begin(folders, null, () => undefined);
  running.worker.ref();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<DocumentAnswer>((resolve) => {
    timer = setTimeout(
      () => resolve({ tag: 'faults', faults: ['It takes too long to read.'] }),
      INSPECTION_MS,
    );
  });
  try {
    const answer = await Promise.race([ask(running, { kind: 'inspect', package: file, values }), late]);
    return answer.tag === 'failed'
      ? { tag: 'faults', faults: ['It is damaged: it cannot be read to the end.'] }
      : answer;
  } catch {
    return { tag: 'faults', faults: ['It takes too much memory to read, or breaks the reader.'] };
  } finally {
    clearTimeout(timer);
    await running.worker.terminate();
  }
}
