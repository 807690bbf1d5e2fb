/** Answers with the hashes of its pages from a thread of its own: `workerData` is the inputs. */
import { readFile } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { pageHashes } from './pageHashes.ts';

const root = new URL('../../', import.meta.url);
parentPort?.postMessage(await pageHashes(workerData, (path) => readFile(new URL(path, root))), []);
