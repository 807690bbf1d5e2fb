/** What the exit status of the command tells a program. */
export const ExitCode = {
  done: 0,
  /** A rule of the work stands against it; nothing was changed. */
  refused: 1,
  /** The command was not understood. */
  usage: 2,
  /** Nobody is signed in, the PIN is wrong, or the person may not. */
  notPermitted: 3,
  /** The station, central, the printer or the carrier cannot be reached. */
  unreachable: 4,
  /** At least one scanned sheet, envelope or label was not passed. */
  notPassed: 5,
  /** The station or its computer failed: a full disk, damaged data, a fault of the program. */
  failed: 6,
  interrupted: 130,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** The same as a text for `--help`. */
export const exitCodeHelp = `Exit status:
  0    done
  1    refused by a rule of the work; nothing was changed
  2    the command was not understood
  3    nobody is signed in, a wrong PIN, or no permission
  4    the station, central, the printer or the carrier cannot be reached
  5    at least one scan was not passed
  6    the station failed: a full disk, damaged data, a fault of the program
  130  interrupted`;
