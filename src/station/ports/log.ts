/**
 * Where the station writes what it does, for whoever looks after it. The host redacts names, addresses, PINs and tokens by
 * field name before a line reaches a file; a message string is not searched for names, so it must never hold one.
 */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
