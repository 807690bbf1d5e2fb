/**
 * Where keys, tokens and carrier credentials are kept: the keychain of the operating system under Electron, a file that
 * only its owner may read under plain Node. Rejects when the store cannot be read or written.
 */
export interface Secrets {
  /** The secret of that name, or null when there is none. */
  get(name: string): Promise<string | null>;
  /** Keeps the secret; it is on disk when the promise resolves. */
  set(name: string, value: string): Promise<void>;
}
