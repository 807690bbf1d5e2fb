import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

const root = join(import.meta.dirname, '../..');

/** One small file in a copy of the product's tree, and the rule it must break, or `allowed`. */
interface Case {
  says: string;
  path: string;
  text: string;
  rule: string;
}

const allowed = 'allowed';
const dependencies = 'boundaries(dependencies)';

const cases: Case[] = [];
function forbidden(path: string, target: string, rule = dependencies): void {
  add(`${path} must not import ${target}`, path, `import { value } from '${target}';`, rule);
}
function permitted(path: string, target: string): void {
  add(`${path} may import ${target}`, path, `import { value } from '${target}';`, allowed);
}
function add(says: string, path: string, statement: string, rule: string): void {
  const number = cases.length;
  const file = path.replace('case', `case${number}`);
  const body = statement.includes('value') ? `${statement}\nexport const used = value;\n` : `${statement}\n`;
  cases.push({ says, path: file, text: body, rule });
}

/** What the cases import: one file for every place of the import table. */
const places = [
  'src/domain/place.ts',
  'src/contract/station/place.ts',
  'src/contract/central/place.ts',
  'src/documents/place.ts',
  'src/documents/preview/livePreview.ts',
  'src/station/place.ts',
  'src/station/db/place.ts',
  'src/station/features/queue/service.ts',
  'src/station/features/queue/repo.ts',
  'src/central/place.ts',
  'src/central/db/place.ts',
  'src/host/place.ts',
  'src/main/place.ts',
  'src/preload/place.ts',
  'src/renderer/place.ts',
  'src/cli/place.ts',
  'src/somewhere/place.ts',
];

permitted('src/domain/case.ts', 'zod');
permitted('src/domain/case.ts', 'temporal-polyfill');
forbidden('src/domain/case.ts', '../contract/station/place.ts');
forbidden('src/domain/case.ts', '../documents/place.ts');
forbidden('src/domain/case.ts', 'drizzle-orm');
forbidden('src/domain/case.ts', 'node:fs');
forbidden('src/domain/case.ts', 'fs');

permitted('src/contract/station/case.ts', '../../domain/place.ts');
permitted('src/contract/central/case.ts', '../../domain/place.ts');
permitted('src/contract/station/case.ts', '@orpc/contract');
forbidden('src/contract/station/case.ts', '../../documents/place.ts');
forbidden('src/contract/station/case.ts', '../central/place.ts');
forbidden('src/contract/central/case.ts', '../station/place.ts');
forbidden('src/contract/central/case.ts', '@orpc/server');
forbidden('src/contract/central/case.ts', 'node:crypto');

permitted('src/documents/case.ts', '../domain/place.ts');
permitted('src/documents/case.ts', 'pdf-lib');
forbidden('src/documents/case.ts', '../contract/central/place.ts');
forbidden('src/documents/case.ts', '../station/place.ts');
forbidden('src/documents/case.ts', 'node:zlib');
forbidden('src/documents/case.ts', 'react');

for (const target of [
  '../contract/station/place.ts',
  '../contract/central/place.ts',
  '../documents/place.ts',
  '../domain/place.ts',
  './db/place.ts',
  './features/queue/service.ts',
  'node:fs',
]) {
  permitted('src/station/case.ts', target);
}
forbidden('src/station/case.ts', './features/queue/repo.ts');
forbidden('src/station/case.ts', '../central/place.ts');
forbidden('src/station/case.ts', '../host/place.ts');
forbidden('src/station/case.ts', '../renderer/place.ts');
forbidden('src/station/case.ts', 'better-sqlite3');
forbidden('src/station/case.ts', 'electron');
forbidden('src/station/case.ts', 'pg');
permitted('src/station/db/case.ts', 'better-sqlite3');
forbidden('src/station/db/case.ts', '../../central/db/place.ts');
permitted('src/station/features/queue/case.ts', './repo.ts');
permitted('src/station/features/packing/case.ts', '../queue/service.ts');
permitted('src/station/features/packing/case.ts', '../../db/place.ts');
forbidden('src/station/features/packing/case.ts', '../queue/repo.ts');
forbidden('src/station/features/packing/case.ts', 'better-sqlite3');

permitted('src/central/case.ts', '../contract/central/place.ts');
permitted('src/central/case.ts', '../documents/place.ts');
permitted('src/central/case.ts', './db/place.ts');
forbidden('src/central/case.ts', '../contract/station/place.ts');
forbidden('src/central/case.ts', '../station/place.ts');
forbidden('src/central/case.ts', 'pg');
forbidden('src/central/case.ts', '@electric-sql/pglite');
permitted('src/central/db/case.ts', 'pg');
permitted('src/central/db/case.ts', '@electric-sql/pglite');
permitted('src/central/db/case.ts', '@electric-sql/pglite/contrib/pgcrypto');
forbidden('src/central/db/case.ts', 'better-sqlite3');

for (const folder of ['host', 'main']) {
  permitted(`src/${folder}/case.ts`, '../station/place.ts');
  permitted(`src/${folder}/case.ts`, '../central/place.ts');
  permitted(`src/${folder}/case.ts`, '../contract/station/place.ts');
  permitted(`src/${folder}/case.ts`, '../domain/place.ts');
  forbidden(`src/${folder}/case.ts`, '../renderer/place.ts');
  forbidden(`src/${folder}/case.ts`, '../documents/place.ts');
  forbidden(`src/${folder}/case.ts`, 'better-sqlite3');
}
permitted('src/main/case.ts', 'electron');
forbidden('src/main/case.ts', '../host/place.ts');
forbidden('src/host/case.ts', '../main/place.ts');
forbidden('src/host/case.ts', 'electron');

permitted('src/cli/case.ts', '../contract/station/place.ts');
permitted('src/cli/case.ts', '../host/place.ts');
forbidden('src/cli/case.ts', '../station/place.ts');
forbidden('src/cli/case.ts', '../central/place.ts');

permitted('src/renderer/case.ts', '../contract/station/place.ts');
permitted('src/renderer/case.ts', '../domain/place.ts');
permitted('src/renderer/case.ts', '../documents/preview/livePreview.ts');
add(
  'src/renderer may import types of documents',
  'src/renderer/case.ts',
  `import type { Shape } from '../documents/place.ts';\nexport type Used = Shape;`,
  allowed,
);
forbidden('src/renderer/case.ts', '../documents/place.ts');
forbidden('src/renderer/case.ts', '../contract/central/place.ts');
forbidden('src/renderer/case.ts', '../station/place.ts');
forbidden('src/renderer/case.ts', 'electron');
forbidden('src/renderer/case.ts', 'node:path');

permitted('templates/case.ts', '../src/documents/place.ts');
forbidden('templates/case.ts', '../src/station/place.ts');

permitted('src/preload/case.ts', 'electron');
add(
  'src/preload may import a type of the contract',
  'src/preload/case.ts',
  `import type { Shape } from '../contract/station/place.ts';\nexport type Used = Shape;`,
  allowed,
);
forbidden('src/preload/case.ts', '../contract/station/place.ts');
forbidden('src/preload/case.ts', '../domain/place.ts');
forbidden('src/preload/case.ts', 'zod');
forbidden('src/preload/case.ts', 'node:fs');

const unknownFile = 'boundaries(no-unknown-files)';
add('a file right under src is unclassified', 'src/case.ts', 'export const one = 1;', unknownFile);
add('a folder nobody named is unclassified', 'src/helpers/case.ts', 'export const one = 1;', unknownFile);
add(
  'a file right under src/contract is unclassified',
  'src/contract/case.ts',
  'export const one = 1;',
  unknownFile,
);
add('a stray file at the root is unclassified', 'case.ts', 'export const one = 1;', unknownFile);
forbidden('src/station/case.ts', '../somewhere/place.ts', 'boundaries(no-unknown-dependencies)');

add(
  'a dynamic import counts as an import',
  'src/domain/case.ts',
  `export const later = () => import('../station/place.ts');`,
  dependencies,
);
add(
  'a re-export counts as an import',
  'src/cli/case.ts',
  `export { value } from '../station/place.ts';`,
  dependencies,
);
add(
  'a barrel is refused',
  'src/station/case/index.ts',
  `export * from '../place.ts';`,
  'oxc(no-barrel-file)',
);
add(
  'any is refused',
  'src/domain/case.ts',
  'export const loose = (given: any): unknown => given;',
  'typescript(no-explicit-any)',
);
add(
  'an empty catch is refused',
  'src/domain/case.ts',
  `export function quiet(): void {\n  try {\n    JSON.parse('');\n  } catch {}\n}`,
  'eslint(no-empty)',
);
add(
  'a promise that nobody waits for is refused',
  'src/station/case.ts',
  `export function start(): void {\n  Promise.resolve(1);\n}`,
  'typescript(no-floating-promises)',
);
add(
  'a type is imported as a type',
  'src/station/case.ts',
  `import { Shape } from './place.ts';\nexport const shapes: Shape[] = [];`,
  'typescript(consistent-type-imports)',
);
add(
  'a hook behind a condition is refused',
  'src/renderer/Case.tsx',
  `import { useState } from 'react';\nexport function Door({ open }: { open: boolean }) {\n  if (open) {\n    useState(1);\n  }\n  return null;\n}`,
  'react(hooks)',
);
add(
  'an image without words is refused',
  'src/renderer/Picture.tsx',
  `export function Picture() {\n  return <img src="a.png" />;\n}`,
  'jsx-a11y(alt-text)',
);

const report = z.object({
  diagnostics: z.array(z.object({ code: z.string().optional(), filename: z.string(), message: z.string() })),
});

let tree = '';
const found = new Map<string, string[]>();

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(tree, path)), { recursive: true });
  await writeFile(join(tree, path), text);
}

beforeAll(async () => {
  tree = await mkdtemp(join(tmpdir(), 'station-lint-'));
  await symlink(join(root, 'node_modules'), join(tree, 'node_modules'));
  await cp(join(root, '.oxlintrc.json'), join(tree, '.oxlintrc.json'));
  const compilerOptions = { strict: true, allowImportingTsExtensions: true, noEmit: true, jsx: 'react-jsx' };
  await put('tsconfig.json', JSON.stringify({ compilerOptions, include: ['src'] }));
  for (const place of places) await put(place, 'export interface Shape { a: 1 }\nexport const value = 1;\n');
  for (const one of cases) await put(one.path, one.text);
  await put('src/domain/ring/first.ts', `import { b } from './second.ts';\nexport const a = () => b;\n`);
  await put('src/domain/ring/second.ts', `import { a } from './first.ts';\nexport const b = () => a;\n`);

  const output = await new Promise<string>((resolve, reject) => {
    execFile(
      process.execPath,
      [join(root, 'node_modules/oxlint/bin/oxlint'), '-f', 'json'],
      { cwd: tree, maxBuffer: 1 << 26 },
      (_failure, stdout, stderr) => (stdout ? resolve(stdout) : reject(new Error(stderr))),
    );
  });
  for (const { code, filename, message } of report.parse(JSON.parse(output)).diagnostics) {
    const path = filename.replaceAll('\\', '/');
    found.set(path, [...(found.get(path) ?? []), code ?? message]);
  }
}, 60_000);

afterAll(async () => {
  await rm(tree, { recursive: true, force: true });
});

describe('the lint', () => {
  it.each(cases.filter(({ rule }) => rule === allowed))('knows that $says', ({ path }) => {
    expect(found.get(path) ?? []).toEqual([]);
  });

  it.each(cases.filter(({ rule }) => rule !== allowed))('knows that $says', ({ path, rule }) => {
    expect(found.get(path) ?? []).toContain(rule);
  });

  it('refuses a circle of imports', () => {
    expect(found.get('src/domain/ring/first.ts')).toContain('import(no-cycle)');
  });
});
