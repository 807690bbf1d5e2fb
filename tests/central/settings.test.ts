import { expect, test } from 'vitest';
import { readSettings } from '../../src/central/commands/readSettings.ts';
import { tempDir } from '../support/tempDir.ts';

test('Nothing but a demo starts without its public address, and all that is missing is said at once', async () => {
  const folder = await tempDir();
  await expect(readSettings({ data: folder }, {})).rejects.toThrow(
    /CENTRAL_SCHOOL_NAME[^]*CENTRAL_PUBLIC_URL/u,
  );
  await expect(readSettings({ data: folder, demo: true }, {})).resolves.toBeDefined();
});
