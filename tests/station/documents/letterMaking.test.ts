import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { letterFolder } from '../../../src/station/documents/letterMaking.ts';
import { root } from '../stationUnderTest.ts';

const Language = z.object({ language: z.string() });

test.each(['coverLetter', 'addressPages', 'packingSlip', 'sheetList'] as const)(
  'a %s is written in the language that was asked for',
  (kind) => {
    for (const language of ['en', 'es'] as const) {
      const folder = join(root, 'templates', letterFolder({ kind, language }));
      const template = Language.parse(JSON.parse(readFileSync(join(folder, 'template.json'), 'utf8')));
      expect(template.language).toMatch(new RegExp(`^${language}\\b`, 'u'));
    }
  },
);
