/** Bytes that the live preview needs: the files of a draft and the fonts of the house, each fetched once. */
import { station } from '../../../rpc/client.ts';
import { queries } from '../../../rpc/queries.ts';

async function bytesOf(file: Blob): Promise<Uint8Array> {
  return new Uint8Array(await file.arrayBuffer());
}

/** All files of a draft's package beside `template.json`. */
export async function draftFiles(
  draftId: string,
  files: readonly { readonly path: string }[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  const read = await Promise.all(
    files.map(async ({ path }) => {
      const file = await queries.fetchQuery(
        station.templates.draftFile.queryOptions({ input: { draftId, path }, staleTime: 0, gcTime: 0 }),
      );
      return [path, await bytesOf(file)] as const;
    }),
  );
  return new Map(read);
}

const fonts = new Map<string, Promise<Uint8Array | null>>();

/** A font by its hash, kept while the program is open; null when the station does not have it or does not answer. */
export function fontBytes(sha256: string): Promise<Uint8Array | null> {
  const known = fonts.get(sha256);
  if (known !== undefined) return known;
  const fetched = queries
    .fetchQuery(station.templates.font.queryOptions({ input: { sha256 }, gcTime: 0 }))
    .then(bytesOf)
    .catch(() => {
      fonts.delete(sha256);
      return null;
    });
  fonts.set(sha256, fetched);
  return fetched;
}
