import { open, readFile, rename, rm } from 'node:fs/promises';

import { z } from 'zod';

import type { Secrets } from '../../station/ports/secrets.ts';

const shape = z.record(z.string(), z.string());

/**
 * Secrets in a file that only its owner may read (mode 0600; on Windows the folder's own permissions hold). They are not
 * encrypted: whoever can act as this person on this computer can read them. Under Electron the operating system's keychain
 * is used instead. Rejects on a corrupt file rather than replacing it.
 */
export function createFileSecrets(file: string): Secrets {
  let last: Promise<void> = Promise.resolve();
  const read = async (): Promise<Map<string, string>> => {
    try {
      return new Map(Object.entries(shape.parse(JSON.parse(await readFile(file, 'utf8')))));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return new Map();
      if (error instanceof SyntaxError || error instanceof z.ZodError) {
        throw new Error(
          `The file of stored keys cannot be read: ${file}. It was left as it is; restore it from a copy, or move it away and pair the station again.`,
        );
      }
      throw error;
    }
  };
  const write = async (name: string, value: string) => {
    const secrets = (await read()).set(name, value);
    const draft = `${file}.new`;
    await rm(draft, { force: true });
    const handle = await open(draft, 'wx', 0o600);
    try {
      await handle.writeFile(JSON.stringify(Object.fromEntries(secrets)));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
  };
  return {
    get: async (name) => {
      await last.catch(() => undefined);
      return (await read()).get(name) ?? null;
    },
    set: (name, value) => {
      // One after the other: two writers at once would each keep only their own.
      last = last.catch(() => undefined).then(() => write(name, value));
      return last;
    },
  };
}
