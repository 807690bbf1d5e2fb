/** What the desktop program offers to its page beyond the station's own procedures; absent in a browser. */
export interface DesktopCalls {
  readonly appVersion: () => Promise<string>;
  /** Shows an exported file, by its absolute path, in the program that the computer has for it; false when it may not or cannot. */
  readonly openFile: (path: string) => Promise<boolean>;
  /** Lets the person choose a folder; null when they changed their mind. */
  readonly chooseFolder: () => Promise<string | null>;
}
