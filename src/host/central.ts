/** Central as a program of its own: `node out/node/central.js serve`. */
import { runCentral } from '../central/main.ts';
import { browserPages } from './chromium/installedBrowser.ts';

const openBrowserPage = browserPages(process.platform, process.env);
await runCentral(openBrowserPage === undefined ? {} : { openBrowserPage });
