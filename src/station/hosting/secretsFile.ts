import { open, readFile, rename, rm } from 'node:fs/promises';
import { z } from 'zod';
import type { Secrets } from '../ports/secrets.ts';

/** Turns a secret into text that can lie on a disk, and back. */
export interface Seal {
  /** Written beside each value, so that a value is opened by what sealed it. */
  readonly kind: string;
  readonly close: (secret: string) => string;
  readonly open: (sealed: string) => string;
}

/**
 * Leaves secrets as they are. Whoever can act as this person on this computer can read them; the file's mode keeps out
 * everybody else.
 */
export const noSeal: Seal = { kind: 'plain', close: (secret) => secret, open: (sealed) => sealed };

const shape = z.record(z.string(), z.object({ kind: z.string(), value: z.string() }));

/**
 * Secrets in a file that only its owner may read (mode 0600; on Windows the folder's own permissions hold). New ones are
 * closed by the first seal; any of the seals opens what it closed. Rejects on a corrupt file rather than replacing it.
 */
export function createSecretsFile(file: string, seals: readonly [Seal, ...Seal[]]): Secrets {
  let last: Promise<void> = Promise.resolve();
  const read = async () => {
    try {
      return new Map(Object.entries(shape.parse(JSON.parse(await readFile(file, 'utf8')))));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
        return new Map<string, never>();
      if (error instanceof SyntaxError || error instanceof z.ZodError) throw corrupt(file);
      throw error;
    }
  };
  const write = async (name: string, secret: string) => {
    const [seal] = seals;
    const kept = Object.fromEntries(await read());
    const text = JSON.stringify({ ...kept, [name]: { kind: seal.kind, value: seal.close(secret) } });
    const draft = `${file}.new`;
    await rm(draft, { force: true });
    const handle = await open(draft, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
  };
  return {
    get: async (name) => {
      await last.catch(() => undefined);
      const kept = (await read()).get(name);
      if (kept === undefined) return null;
      const seal = seals.find(({ kind }) => kind === kept.kind);
      if (seal === undefined) {
        throw new Error(
          `The stored key "${name}" can be opened only by the desktop program (${kept.kind}). Open the station there, or pair again.`,
        );
      }
      return seal.open(kept.value);
    },
    set: (name, secret) => {
      // One after the other: two writers at once would each keep only their own.
      last = last.catch(() => undefined).then(() => write(name, secret));
      return last;
    },
  };
}

function corrupt(file: string): Error {
  return new Error(
    `The file of stored keys cannot be read: ${file}. It was left as it is; restore it from a copy, or move it away and pair the station again.`,
  );
}
