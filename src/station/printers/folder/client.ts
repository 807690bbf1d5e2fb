import { access, constants, link, mkdir, open, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Writes files so that no half file is ever seen under the final name, also after a power cut. */
export class FolderClient {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Makes the folder when it is missing, and says whether it can be written. Rejects with the system's error. */
  async ready(): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    await access(this.#folder, constants.W_OK);
  }

  async has(file: string): Promise<boolean> {
    try {
      await stat(join(this.#folder, file));
      return true;
    } catch (problem) {
      if (problem instanceof Error && 'code' in problem && problem.code === 'ENOENT') return false;
      throw problem;
    }
  }

  /** The half file of a document that is on its way. */
  async writePart(part: string, bytes: Uint8Array): Promise<void> {
    const handle = await open(join(this.#folder, part), 'w');
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
  }

  /** Gives the finished part its name. A file that has the name already stays as it is. */
  async publish(part: string, file: string): Promise<void> {
    const target = join(this.#folder, file);
    try {
      await link(join(this.#folder, part), target);
    } catch (problem) {
      if (!(problem instanceof Error && 'code' in problem && problem.code === 'EEXIST')) throw problem;
    }
    await this.discard(part);
    const folder = await open(dirname(target), 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  }

  async discard(part: string): Promise<void> {
    await rm(join(this.#folder, part), { force: true });
  }
}
