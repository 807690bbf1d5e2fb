import { ExitCode } from './exitCode.ts';
import {
  badInputOf,
  Interrupted,
  isStationError,
  NobodySignedIn,
  NoStation,
  NotHere,
  Refused,
  UsageProblem,
} from './problem.ts';
import { explainStationError } from './stationErrors.ts';

/** A problem as a person reads it, and what a program gets. */
export interface Explained {
  /** A code of the contract, or one of the terminal's own words in lower case. */
  readonly code: string;
  readonly happened: string;
  readonly safe: string;
  readonly next: string;
  readonly exit: ExitCode;
}

const nothingChanged = 'Nothing was changed.';

/** Says what happened, what is safe and what to do next, whatever was thrown. */
export function explain(error: unknown): Explained {
  if (isStationError(error)) return { code: error.code, ...explainStationError(error) };
  const badInput = badInputOf(error);
  if (badInput !== null) {
    const fields = badInput
      .map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
      .join('; ');
    return {
      code: 'BAD_REQUEST',
      happened: `The station did not understand what was given: ${fields}.`,
      safe: nothingChanged,
      next: 'Correct it; --help shows examples.',
      exit: ExitCode.usage,
    };
  }
  if (error instanceof UsageProblem) {
    return {
      code: 'usage',
      happened: error.message,
      safe: nothingChanged,
      next: '--help shows examples.',
      exit: ExitCode.usage,
    };
  }
  if (error instanceof NobodySignedIn) {
    return {
      code: 'NOT_SIGNED_IN',
      happened: 'Nobody is signed in at this terminal.',
      safe: nothingChanged,
      next: 'Sign in: station sign-in "Your Name". Programs set STATION_USER and STATION_PIN.',
      exit: ExitCode.notPermitted,
    };
  }
  if (error instanceof NotHere) {
    return {
      code: 'NOT_FOUND',
      happened: error.message,
      safe: nothingChanged,
      next: 'Look it up: station history, station batch list.',
      exit: ExitCode.refused,
    };
  }
  if (error instanceof Refused) {
    return {
      code: 'refused',
      happened: error.message,
      safe: 'What was done before stands.',
      next: 'See the answer for what is left.',
      exit: ExitCode.refused,
    };
  }
  if (error instanceof NoStation) {
    const exit = error.broken ? ExitCode.failed : ExitCode.unreachable;
    return {
      code: 'no_station',
      happened: error.message,
      safe: 'Nothing was lost.',
      next: 'Then run this command again.',
      exit,
    };
  }
  if (error instanceof Interrupted) {
    return {
      code: 'interrupted',
      happened: 'Interrupted.',
      safe: 'What the station confirmed stands; what it had begun it finishes.',
      next: 'Run the command again to see where things are.',
      exit: ExitCode.interrupted,
    };
  }
  if (isConnectionLoss(error)) {
    return {
      code: 'station_gone',
      happened: 'The station stopped answering.',
      safe: 'What it confirmed before is safe. Whether this last command was done is not known.',
      next: 'Start the station again and look before you repeat the command.',
      exit: ExitCode.unreachable,
    };
  }
  return {
    code: 'failed',
    happened: `The command failed: ${error instanceof Error ? error.message : String(error)}`,
    safe: 'What the station confirmed before is safe.',
    next: 'Try again. If it happens again, tell whoever looks after the program; station doctor may say more.',
    exit: ExitCode.failed,
  };
}

/** The problem as text for standard error. */
export function explainedText({ happened, safe, next }: Explained): string {
  return `${happened}\n  Safe: ${safe}\n  Next: ${next}`;
}

/** How fetch says that nobody answered or that the answer broke off. */
function isConnectionLoss(error: unknown): boolean {
  return error instanceof TypeError && (error.message === 'fetch failed' || error.message === 'terminated');
}
