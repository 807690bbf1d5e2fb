/** A path in the package for a file that a person chose: plain letters, in a folder, and taken by no other file. */
export function filePath(folder: string, name: string, taken: ReadonlySet<string>): string {
  const dot = name.lastIndexOf('.');
  const plain = (text: string) =>
    text
      .normalize('NFKD')
      .replaceAll(/[^A-Za-z0-9]+/gu, '-')
      .replaceAll(/^-+|-+$/gu, '')
      .toLowerCase()
      .slice(0, 40);
  const base = plain(dot > 0 ? name.slice(0, dot) : name) || 'file';
  const extension = dot > 0 ? plain(name.slice(dot + 1)) : '';
  for (let number = 1; ; number += 1) {
    const path = `${folder}/${base}${number === 1 ? '' : `-${number}`}${extension === '' ? '' : `.${extension}`}`;
    if (!taken.has(path)) return path;
  }
}
