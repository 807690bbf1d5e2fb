import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FontLibrary } from '../../documents/compiledTemplate.ts';

/** The fonts of a folder by the SHA-256 of their files. A file is hashed when a font is first asked for. */
export function fontFolder(folder: string): FontLibrary {
  const known = new Map<string, string>();
  let unread: string[] | null = null;
  return {
    async read(sha256) {
      const file = known.get(sha256);
      if (file !== undefined) return new Uint8Array(await readFile(file));
      unread ??= (await readdir(folder))
        .filter((name) => /\.(?:ttf|otf)$/u.test(name))
        .map((name) => join(folder, name));
      for (let next = unread.shift(); next !== undefined; next = unread.shift()) {
        const data = new Uint8Array(await readFile(next));
        const hash = createHash('sha256').update(data).digest('hex');
        known.set(hash, next);
        if (hash === sha256) return data;
      }
      return undefined;
    },
  };
}
