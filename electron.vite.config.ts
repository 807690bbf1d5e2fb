import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { keptOutside } from './scripts/keptOutside.mjs';

const source = join(import.meta.dirname, 'src');
const workers = Object.fromEntries(
  globSync('station/workers/*.ts', { cwd: source }).map((file) => [
    basename(file, '.ts'),
    join(source, file),
  ]),
);

export default defineConfig({
  main: {
    build: {
      // Bundled like the programs for plain Node, for the same reason.
      externalizeDeps: false,
      rolldownOptions: {
        external: [
          'electron',
          'electron-updater',
          ...keptOutside.map((name) => new RegExp(`^${name}(/|$)`, 'u')),
        ],
        input: { index: join(source, 'main/index.ts'), ...workers },
        // Flat, so that a built file is two folders below the package, like src/<folder>/<file>.ts.
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
      sourcemap: true,
    },
  },
  preload: {
    build: {
      // A sandboxed preload script is one CommonJS file that can require nothing but electron.
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: join(source, 'preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: join(source, 'renderer'),
    plugins: [react()],
    worker: { format: 'es' },
    build: {
      rolldownOptions: { input: join(source, 'renderer/index.html') },
    },
  },
});
