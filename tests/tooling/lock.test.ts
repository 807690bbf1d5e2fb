import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { withLock } from '../../scripts/lock.mjs';
import { at } from '../../scripts/root.mjs';

it('lets one build work at a time, and the next begin when it has ended', async () => {
  const name = `test-${randomUUID()}`;
  const seen: string[] = [];
  let finish = (): void => undefined;
  const first = withLock(name, async () => {
    seen.push('first begins');
    await new Promise<void>((resolve) => {
      finish = resolve;
    });
    seen.push('first ends');
  });
  const second = withLock(
    name,
    async () => {
      seen.push('second begins');
    },
    () => finish(),
  );
  await Promise.all([first, second]);
  expect(seen).toEqual(['first begins', 'first ends', 'second begins']);
  expect(existsSync(at('.cache', `${name}.lock`))).toBe(false);
});

it('takes over the lock of a process that has died', async () => {
  const name = `test-${randomUUID()}`;
  const dead = spawnSync(process.execPath, ['-e', '']).pid;
  mkdirSync(at('.cache', `${name}.lock`), { recursive: true });
  writeFileSync(at('.cache', `${name}.lock`, 'pid'), String(dead));
  await expect(withLock(name, async () => 'worked')).resolves.toBe('worked');
});
