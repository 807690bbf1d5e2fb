/** The folders that a host gives to the station; all absolute. */
export interface StationPaths {
  /** The database, settings, logs and files of this station. Never a network folder: SQLite's locks do not hold there. */
  readonly data: string;
  /** Where a person finds what was exported: reports, PDFs of the demo printer. */
  readonly exports: string;
  /** The package root: holds migrations/, templates/ and resources/. Read only. */
  readonly root: string;
}
