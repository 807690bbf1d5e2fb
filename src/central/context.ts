import type { Database } from './db/database.ts';
import type { CentralPorts } from './ports.ts';
import type { CentralSettings } from './settings.ts';

/** What every service works with. Nothing in it is state of this process that another process would need. */
export interface Context extends CentralPorts {
  readonly db: Database;
  readonly settings: CentralSettings;
}
