import type { DevToolsPage } from '../documents/html/chromiumLayout.ts';

/** What whoever runs central supplies. */
export interface CentralPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  /** A new blank page of a browser without a network, to lay templates out that are HTML; absent where there is none. */
  readonly openBrowserPage?: () => Promise<DevToolsPage>;
}

/** The time as central sees it; a test decides what time it is. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly now: () => number;
}

/** So many bytes from a secure source. */
export type Random = (count: number) => Uint8Array;

/** Structured lines for whoever looks after the server. Fields and messages hold no personal data: ids, counts, codes of errors. */
export interface Logger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
