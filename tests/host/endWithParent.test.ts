import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { endWithParent } from '../../src/host/demo/child.ts';
import { tempDir } from '../support/tempDir.ts';

test('a program that ends with its parent keeps its worker threads until then', async () => {
  const folder = await tempDir();
  await writeFile(
    join(folder, 'program.mjs'),
    `import { isMainThread, parentPort, Worker } from 'node:worker_threads';
     if (isMainThread) {
       const worker = new Worker(new URL(import.meta.url));
       worker.on('exit', (code) => console.log('the thread ended with ' + code));
       worker.on('message', (text) => console.log(text));
       worker.on('online', () => setTimeout(() => worker.postMessage('work'), 100));
     } else parentPort.on('message', () => parentPort.postMessage('the thread works'));`,
  );
  const program = spawn(process.execPath, ['--import', endWithParent, join(folder, 'program.mjs')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface({ input: program.stdout }), 'line');
  expect(line).toBe('the thread works');
  program.stdin.end();
  expect(await once(program, 'exit')).toEqual([143, null]);
});
