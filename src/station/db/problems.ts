import Sqlite from 'better-sqlite3';

/** The disk took no more: the transaction that met it was rolled back, everything before it is safe. */
export class DiskFull extends Error {
  readonly tag = 'disk_full';
  readonly folder: string;

  constructor(folder: string, cause: unknown) {
    super('The disk is full or cannot be written', { cause });
    this.folder = folder;
  }
}

function codeOf(problem: unknown): string {
  return problem instanceof Sqlite.SqliteError ? problem.code : '';
}

/** Could the disk not be written? SQLite says FULL, or IOERR where the operating system refused in another place. */
export function saysDiskFull(problem: unknown): boolean {
  const code = codeOf(problem);
  if (
    code === 'SQLITE_FULL' ||
    /^SQLITE_IOERR_(?:WRITE|FSYNC|DIR_FSYNC|TRUNCATE|SHMSIZE|SHMMAP)$/u.test(code)
  )
    return true;
  return (
    problem instanceof Error && 'code' in problem && (problem.code === 'ENOSPC' || problem.code === 'EDQUOT')
  );
}

/** Is the file no database, or a damaged one? */
export function saysCorrupt(problem: unknown): boolean {
  return /^SQLITE_(?:CORRUPT|NOTADB)/u.test(codeOf(problem));
}

/** Does another connection hold the lock? */
export function saysLocked(problem: unknown): boolean {
  return /^SQLITE_(?:BUSY|LOCKED)/u.test(codeOf(problem));
}
