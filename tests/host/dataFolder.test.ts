import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openHostedStation } from '../../src/station/hosting/hostedStation.ts';
import { tempDir } from '../support/tempDir.ts';

test('a data folder that cannot be made is named with what to do, before anything is started', async () => {
  const file = join(await tempDir(), 'a-file');
  await writeFile(file, 'kept');
  const opened = await openHostedStation(
    { data: join(file, 'station') },
    {
      createStation: () => Promise.reject(new Error('Nothing may be started on no folder')),
      machine: { environment: {}, platform: 'linux', home: file },
      secrets: () => ({ get: () => Promise.resolve(null), set: () => Promise.resolve() }),
      showFile: () => Promise.resolve(false),
    },
  );
  expect(opened).toEqual({
    ok: false,
    error: { tag: 'data_folder_unusable', folder: join(file, 'station'), detail: 'ENOTDIR' },
  });
});
