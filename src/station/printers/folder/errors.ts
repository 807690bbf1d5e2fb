/** Words of a printer for what a file system says. */
const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'spool-area-full',
  EDQUOT: 'spool-area-full',
  EACCES: 'folder-not-writable',
  EPERM: 'folder-not-writable',
  EROFS: 'folder-not-writable',
  ENOTDIR: 'folder-missing',
  ENOENT: 'folder-missing',
};

/** What went wrong, in IPP style; null when it is nothing that a folder can do wrong, and so a programming error. */
export function reasonOf(problem: unknown): string | null {
  if (!(problem instanceof Error) || !('code' in problem) || typeof problem.code !== 'string') return null;
  return REASONS[problem.code] ?? `other-${problem.code.toLowerCase()}`;
}
