/** What people's hands do at the screens: names and roles only, as a person or a screen reader finds them. */
import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { demoPins } from '../support/demoWorld.ts';

export type Job = keyof typeof demoPins;

const names: Readonly<Record<Job, string>> = {
  clerk: 'Carla Clerk',
  qc: 'Quentin Check',
  shipping: 'Sam Shipping',
  supervisor: 'Vera Supervisor',
  administrator: 'Ada Administrator',
};

/** Chooses the person and types the PIN. */
export async function signIn(page: Page, job: Job): Promise<void> {
  await page.getByRole('button', { name: names[job] }).click();
  await page.getByLabel('PIN', { exact: true }).fill(demoPins[job]);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: `Signed in: ${names[job]}` })).toBeVisible();
}

/** Signs out whoever is in, and signs in another. */
export async function handTo(page: Page, job: Job): Promise<void> {
  await page.getByRole('button', { name: /^Signed in: / }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await signIn(page, job);
}

/** Goes to a room by the rail. */
export async function goTo(page: Page, room: string): Promise<void> {
  await roomLink(page, room).click();
  await expect(page.getByRole('heading', { level: 1, name: room })).toBeAttached();
}

/** A room in the rail; its name goes on with how much waits there. */
export function roomLink(page: Page, room: string): Locator {
  return page
    .getByRole('navigation', { name: 'Rooms' })
    .getByRole('link', { name: new RegExp(`^${room}(, |$)`, 'u') });
}

/**
 * What a keyboard-wedge scanner does: all characters, then Enter, without waiting for what the page makes of each. A hand
 * is told from a scanner by the time between keys, so that keys sent one after another's answer would be a hand's.
 */
export async function wedge(page: Page, text: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const press = (key: object) => [
    session.send('Input.dispatchKeyEvent', { type: 'keyDown', ...key }),
    session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key }),
  ];
  const characters = Array.from(text, (key) => press({ key, text: key, code: physicalKey(key) }));
  const enter = press({ key: 'Enter', code: 'Enter', text: '\r', windowsVirtualKeyCode: 13 });
  await Promise.all([...characters.flat(), ...enter]);
  await session.detach();
}

function physicalKey(character: string): string {
  if (/^[a-z]$/iu.test(character)) return `Key${character.toUpperCase()}`;
  return /^[0-9]$/u.test(character) ? `Digit${character}` : 'Slash';
}

/** Sets this window up for a slow scanner: on a busy machine the keys of a test come no faster. */
export async function useSlowScanner(page: Page): Promise<void> {
  await goTo(page, 'Settings');
  await page.getByLabel('Gap (ms)').fill('200');
  await page.keyboard.press('Tab');
}

/** The one loud word on a bench. */
export function verdict(page: Page): Locator {
  return page.getByRole('main').getByRole('status').first();
}

/** Receives paper of each kind, as the clerk. */
export async function receivePaper(page: Page): Promise<void> {
  await goTo(page, 'Stock');
  for (const [kind, serial] of [
    [/^Certificate paper/, 'B0000001'],
    [/^Plain paper/, null],
  ] as const) {
    await page.getByRole('button', { name: kind }).click();
    await page.getByRole('button', { name: 'Receive paper' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Sheets').fill('500');
    if (serial !== null) await dialog.getByLabel('First serial').fill(serial);
    await dialog.getByRole('button', { name: 'Receive paper' }).click();
    await expect(dialog).toBeHidden();
  }
}
