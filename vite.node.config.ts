import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { defineConfig } from 'vite';
import { keptOutside } from './scripts/keptOutside.mjs';

/** Entries by the name of their output: out/node/<name>.js. */
const programs = {
  start: 'src/host/start.ts',
  serve: 'src/host/serve.ts',
  cli: 'src/cli/main.ts',
  central: 'src/host/central.ts',
};

/** Each file of the workers folders runs in a worker thread and is an entry under its own name. */
const workers = Object.fromEntries(
  globSync('src/{station,central}/workers/*.ts', { cwd: import.meta.dirname }).map((file) => [
    basename(file, '.ts'),
    file,
  ]),
);

const input = Object.entries({ ...programs, ...workers })
  .filter(([, file]) => globSync(file, { cwd: import.meta.dirname }).length > 0)
  .map(([name, file]) => [name, join(import.meta.dirname, file)]);

/**
 * Builds the programs that run under plain Node. Most packages are bundled; `keptOutside` says why
 * and which are not. Every file lands right in out/node, so that in a built file `import.meta.dirname` is two
 * folders below the package, as in src/<folder>/<file>.ts.
 */
export default defineConfig({
  publicDir: false,
  ssr: { target: 'node', noExternal: true, external: keptOutside },
  build: {
    ssr: true,
    target: 'node22',
    outDir: 'out/node',
    minify: false,
    sourcemap: true,
    rolldownOptions: {
      input: Object.fromEntries(input),
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
});
