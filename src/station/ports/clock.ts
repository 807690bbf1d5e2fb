/** The time as the station sees it. Injected everywhere, so that a test decides what time it is. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
}
