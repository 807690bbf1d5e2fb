/** The whole contract between screens (or the terminal) and the station. */
import { batchesContract } from './batches.ts';
import { historyContract } from './history.ts';
import { jobsContract } from './jobs.ts';
import { lettersContract } from './letters.ts';
import { liveContract } from './live.ts';
import { overviewContract } from './overview.ts';
import { packingContract } from './packing.ts';
import { printingContract } from './printing.ts';
import { qcContract } from './qc.ts';
import { queueContract } from './queue.ts';
import { sessionContract } from './session.ts';
import { settingsContract } from './settings.ts';
import { setupContract } from './setup.ts';
import { shippingContract } from './shipping.ts';
import { stockContract } from './stock.ts';
import { syncContract } from './sync.ts';
import { templatesContract } from './templates.ts';

export const stationContract = {
  setup: setupContract,
  session: sessionContract,
  live: liveContract,
  overview: overviewContract,
  queue: queueContract,
  batches: batchesContract,
  printing: printingContract,
  letters: lettersContract,
  qc: qcContract,
  packing: packingContract,
  shipping: shippingContract,
  jobs: jobsContract,
  settings: settingsContract,
  stock: stockContract,
  history: historyContract,
  templates: templatesContract,
  sync: syncContract,
};
