/**
 * What is decided before the station starts, by settings.json, the environment or the command line. Everything that a
 * person changes on a screen lives in the database instead.
 */
export interface StationSettings {
  /** The address of central. When given it wins over the one that was stored at pairing (central may have moved). */
  readonly centralUrl: string | null;
  /** What this station is called at central when it is paired; null: the name of the computer. */
  readonly stationName: string | null;
  /** Sets up a printer that writes PDFs into a folder and a simulated carrier, both marked as demo. */
  readonly demo: boolean;
}
