/**
 * Packages that the built programs take from node_modules: native code, WebAssembly that is read from the package's own
 * folder, and what a starting station does not load. All others are bundled: a start that looks up some hundred small
 * files takes three times as long.
 */
export const keptOutside = [
  'better-sqlite3',
  '@electric-sql/pglite',
  'harfbuzzjs',
  '@hyzyla/pdfium',
  'zxing-wasm',
  'pg',
  'nodemailer',
];
