import { floorOf } from '../support/floor.ts';
import { newMemory, nextStep } from '../support/mainJob.ts';
import { goTo, handTo, signIn, useSlowScanner, verdict, wedge } from './hands.ts';
import { look } from './look.ts';
import { expect, test } from './test.ts';

/** Brings the station so far that every room has something to show. */
async function bringToLife(world: Parameters<typeof floorOf>[0]): Promise<void> {
  const floor = floorOf(world);
  const clerk = await floor.clerk();
  const memory = newMemory();
  const before = (await clerk.shipping.parcels({ states: ['handed_over'] })).rows.length;
  for (let count = 0; count < 400; count += 1) {
    if ((await nextStep(floor, { certificates: 4, chunkSize: 4 }, memory)) === null) break;
  }
  const after = (await clerk.shipping.parcels({ states: ['handed_over'] })).rows.length;
  expect(after + before).toBeGreaterThan(0);
}

test('every screen can be used by everybody, in light and dark', async ({ station: page, world }) => {
  test.setTimeout(300_000);
  await test.step('before anybody is in', async () => {
    await expect(page.getByRole('button', { name: 'Carla Clerk' })).toBeVisible();
    await look(page, 'sign-in');
    await page.getByRole('button', { name: 'Carla Clerk' }).click();
    await look(page, 'pin');
    await page.getByRole('button', { name: 'Somebody else' }).click();
  });
  await bringToLife(world);
  const floor = floorOf(world);

  await test.step('queue, batch and stock', async () => {
    await signIn(page, 'clerk');
    await useSlowScanner(page);
    await goTo(page, 'Queue');
    await expect(page.getByRole('grid', { name: 'Waiting certificates' })).toBeVisible();
    await look(page, 'queue');
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
    await look(page, 'keys');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.getByRole('textbox', { name: 'Find anything' }).fill('driver');
    await look(page, 'palette');
    await page.keyboard.press('Escape');
    await page.getByLabel('How many to take').fill('6');
    await page.keyboard.press('F2');
    await expect(page.getByRole('button', { name: 'Print 6 sheets' })).toBeEnabled();
    await expect(page.getByRole('img', { name: /as it will print$/u })).toBeVisible();
    await look(page, 'batch');
    await page.keyboard.press('F2');
    await expect(page.getByRole('button', { name: 'Scan the sheets back' })).toBeVisible();
    await look(page, 'batch-printed');
    await goTo(page, 'Print');
    await look(page, 'print');
    await goTo(page, 'Stock');
    await look(page, 'stock');
    await page.keyboard.press('F2');
    await look(page, 'stock-receive');
    await page.keyboard.press('Escape');
  });

  await test.step('check', async () => {
    const clerk = await floor.clerk();
    const [batch] = (await clerk.batches.list({ states: ['printed'] })).rows;
    const { pieces } = await clerk.batches.get({ batchId: batch?.batchId ?? '' });
    await handTo(page, 'qc');
    await goTo(page, 'Check');
    await look(page, 'check');
    await wedge(page, pieces[0]?.certificateNumber ?? '');
    await expect(verdict(page)).toContainText('Sheet number');
    await look(page, 'check-sheet-number');
    await wedge(page, 'A0000900');
    await expect(verdict(page)).toContainText('Pass');
    await look(page, 'check-pass');
    await wedge(page, 'https://elsewhere.example/v/ABCDEF');
    await expect(verdict(page)).toContainText('Not ours');
    await look(page, 'check-not-ours');
    await wedge(page, pieces[1]?.certificateNumber ?? '');
    await expect(verdict(page)).toContainText('Sheet number');
    await page.keyboard.press('F8');
    await look(page, 'check-spoil');
    await page.keyboard.press('Escape');
  });

  await test.step('pack and ship', async () => {
    const qc = await floor.qc();
    const { rows } = await qc.batches.list({ states: ['printed'] });
    const pieces = (await Promise.all(rows.map(({ batchId }) => qc.batches.get({ batchId })))).flatMap(
      (batch) => batch.pieces,
    );
    const passed = pieces.find(({ stage }) => stage === 'qc_passed');
    await handTo(page, 'shipping');
    await goTo(page, 'Pack');
    await look(page, 'pack');
    await wedge(page, passed?.certificateNumber ?? '');
    await expect(verdict(page)).toContainText(/P-\d{4}-\d{4}/u);
    await look(page, 'pack-in-hand');
    const shipping = await floor.shipping();
    const [open] = (await shipping.packing.waiting()).parcels;
    await shipping.packing.close({
      parcelId: open?.parcelId ?? '',
      checklist: ['sheet_in', 'letter_in', 'address_shows'],
    });
    const [sent] = (await shipping.shipping.parcels({ states: ['handed_over'] })).rows;
    await shipping.shipping.recordReturn({ text: sent?.parcelNumber ?? '', reason: 'refused' });
    await goTo(page, 'Ship');
    await expect(page.getByRole('row').nth(1)).toBeVisible();
    await look(page, 'ship');
    for (const tab of ['Check labels', 'Hand over', 'On the way', 'Open purchases', 'Manifests']) {
      await page.getByRole('tab', { name: tab }).click();
      await look(page, `ship-${tab.toLowerCase().replaceAll(' ', '-')}`);
    }
    await page.getByRole('tab', { name: /^Returned/u }).click();
    await page.getByRole('button', { name: 'Undamaged: mail again' }).click();
    await look(page, 'ship-returned');
    await page.keyboard.press('Escape');
  });

  await test.step('history, reports and settings', async () => {
    await handTo(page, 'supervisor');
    await goTo(page, 'History');
    await page.getByLabel('Search certificates').fill('CA-2026');
    await expect(page.getByRole('row').nth(1)).toBeVisible();
    await look(page, 'history');
    await page.getByRole('row').nth(1).click();
    await expect(page.getByRole('region', { name: 'Story' })).toBeVisible();
    await look(page, 'certificate');
    const supervisor = await floor.supervisor();
    const [sent] = (await supervisor.shipping.parcels({ states: ['handed_over'] })).rows;
    await goTo(page, 'History');
    await page.getByLabel('Search certificates').fill(sent?.pieces[0]?.certificateNumber ?? '');
    await expect(page.getByRole('row')).toHaveCount(2);
    await page.getByRole('row').nth(1).click();
    await page.getByRole('button', { name: /^Print again/u }).click();
    await look(page, 'print-again');
    await page.keyboard.press('Escape');
    await goTo(page, 'Reports');
    for (const tab of ['Where things stand', 'Audit log', 'Doctor', 'Conflicts']) {
      await page.getByRole('tab', { name: tab }).click();
      await look(page, `reports-${tab.toLowerCase().replaceAll(' ', '-')}`);
    }
    await handTo(page, 'administrator');
    await goTo(page, 'Settings');
    await expect(page.getByRole('button', { name: 'Save sender' })).toBeVisible();
    await look(page, 'settings');
  });
});
