import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The package's folder, absolute. Works on Node 20 before anything is installed. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** A path inside the package. @param {...string} parts */
export const at = (...parts) => join(root, ...parts);
