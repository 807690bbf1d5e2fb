import type { Context } from '../context.ts';
import { DatabaseBusy, sqlState } from '../db/database.ts';

/** How soon to come again when the database had no time. */
export const BUSY_SECONDS = 2;

/** What a caller hears of an error that nobody foresaw. */
export interface Failure {
  readonly status: 400 | 500 | 503;
  readonly code: 'BAD_REQUEST' | 'UNEXPECTED' | 'UNAVAILABLE';
  readonly message: string;
  /** Finds the line of the log; there is none where the caller is at fault. */
  readonly data: { readonly reference?: string };
}

/** PostgreSQL's words for text that it cannot keep: NUL, and halves of characters, plain and within JSON. */
const unkeepableText: ReadonlySet<string> = new Set(['22021', '22P05', '22P02']);

/**
 * Notes an error in the log and says what the caller hears of it: 400 for text that no database keeps, 503 where asking again
 * will help, else 500.
 */
export function failureOf(central: Context, error: unknown): Failure {
  if (unkeepableText.has(sqlState(error) ?? '')) {
    const message = 'A text holds a character that cannot be kept: NUL, or half of one.';
    return { status: 400, code: 'BAD_REQUEST', message, data: {} };
  }
  const reference = Buffer.from(central.random(6)).toString('hex');
  if (error instanceof DatabaseBusy) {
    central.log.warn({ reference, error: describe(error) }, 'the database had no time for a call');
    return { status: 503, code: 'UNAVAILABLE', message: 'Too busy: ask again.', data: { reference } };
  }
  central.log.error({ reference, error: describe(error) }, 'a call failed');
  return { status: 500, code: 'UNEXPECTED', message: 'Something failed here.', data: { reference } };
}

/** The failure as an answer. */
export function failureResponse(failure: Failure): Response {
  return Response.json(failure, {
    status: failure.status,
    headers: failure.status === 503 ? { 'Retry-After': String(BUSY_SECONDS) } : {},
  });
}

/** What the log may say of an error: its kind, text and place, without the rows that a database names in its details. */
function describe(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return {
    name: error.name,
    code,
    message: error.message,
    stack: error.stack,
    cause: error.cause === undefined ? undefined : describe(error.cause),
  };
}
