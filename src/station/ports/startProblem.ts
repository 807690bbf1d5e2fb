/** Why a station cannot start. Nothing of the data has been changed in any of these cases. */
export type StationStartProblem =
  | {
      readonly tag: 'database_newer_than_program';
      readonly file: string;
      readonly databaseVersion: number;
      readonly programVersion: number;
    }
  | { readonly tag: 'database_corrupt'; readonly file: string; readonly detail: string }
  /** Another program holds the data folder; `pid` where it is known. */
  | { readonly tag: 'data_folder_locked'; readonly folder: string; readonly pid?: number }
  | { readonly tag: 'disk_full'; readonly folder: string }
  /** The data folder cannot be made or written: a file in its place, no right to it. `detail` is the system's word. */
  | { readonly tag: 'data_folder_unusable'; readonly folder: string; readonly detail: string }
  /** `line` counts from 1, and is null when the place is not known. */
  | {
      readonly tag: 'settings_corrupt';
      readonly file: string;
      readonly line: number | null;
      readonly detail: string;
    }
  /** `backup` is the copy of the database that was made before the migration. */
  | {
      readonly tag: 'migration_failed';
      readonly file: string;
      readonly migration: string;
      readonly detail: string;
      readonly backup?: string;
    };
