import { floorOf } from '../support/floor.ts';
import { goTo, handTo, roomLink, signIn, useSlowScanner, verdict, wedge } from './hands.ts';
import { expect, test } from './test.ts';

test('a certificate that central revokes while its sheet is at the bench is stopped there, and shows on the pull list', async ({
  station: page,
  world,
}) => {
  const floor = floorOf(world);
  const clerk = await floor.clerk();
  const { batches } = await clerk.batches.create({ count: 2 });
  const batchId = batches[0]?.batchId ?? '';
  await clerk.batches.render({ batchId });
  const [printer] = await clerk.printing.printers();
  await clerk.printing.print({ batchId, printerId: printer?.printerId ?? '' });
  await expect.poll(async () => (await clerk.batches.get({ batchId })).state).toBe('printed');
  const [piece] = (await clerk.batches.get({ batchId })).pieces;
  if (piece === undefined) throw new Error('A batch of two has a piece.');

  await signIn(page, 'qc');
  await useSlowScanner(page);
  await goTo(page, 'Check');
  await expect(roomLink(page, 'Pull list')).toBeHidden();
  await world.admin('POST', `/v1/certificates/${piece.certificateId}/revoke`, {
    certificateId: piece.certificateId,
    category: 'refund',
    reason: 'The course was paid back',
  });
  await (await floor.supervisor()).sync.runNow();

  await expect(roomLink(page, 'Pull list')).toBeVisible();
  await wedge(page, piece.certificateNumber);
  await expect(verdict(page)).toContainText('Revoked');
  await expect(page.getByRole('region', { name: 'On record' })).toContainText('The course was paid back');
  await goTo(page, 'Pull list');
  const entry = page.getByRole('listitem').filter({ hasText: piece.certificateNumber });
  await expect(entry).toContainText('The course was paid back');
  await entry.getByRole('button', { name: `Taken out and destroyed: ${piece.certificateNumber}` }).click();
  await page.getByRole('dialog').getByRole('textbox').fill('Shredded by the scanner');
  await page.getByRole('dialog').getByRole('button', { name: 'Taken out and destroyed' }).click();
  // The sheet was numbered: its number is accounted for, and two people see it destroyed.
  const sheet = page.getByRole('dialog', { name: 'Which sheet is it?' });
  await sheet.getByRole('textbox').fill('A0000990');
  await page.keyboard.press('Enter');
  const second = page.getByRole('dialog', { name: 'A second person' });
  await second.getByLabel('PIN', { exact: true }).fill('4444');
  await page.keyboard.press('Enter');
  await expect(entry).toBeHidden();
});

test('with central away a quiet line says so and the work goes on; when it is back the line goes', async ({
  station: page,
  world,
}) => {
  await signIn(page, 'clerk');
  await goTo(page, 'Queue');
  const notices = page.getByRole('status', { name: 'Notices' });
  await expect(notices).toBeEmpty();
  await world.kill('central');
  try {
    const supervisor = await floorOf(world).supervisor();
    await supervisor.sync.runNow();
    await expect(notices).toContainText(/Central is away since .+ Work goes on/u);
    await page.getByLabel('How many to take').fill('1');
    await page.keyboard.press('F2');
    await expect(page.getByRole('button', { name: 'Print 1 sheet' })).toBeEnabled();
  } finally {
    await world.startCentral();
  }
  await (await floorOf(world).supervisor()).sync.runNow();
  await expect(notices).toBeEmpty();
});

test('the work of a clerk needs no mouse', async ({ station: page }) => {
  await expect(page.getByRole('button', { name: 'Carla Clerk' })).toBeVisible();
  // The first person is chosen already; Tab goes to the next.
  for (let presses = 0; presses < 10; presses += 1) {
    if (
      await page
        .getByRole('button', { name: 'Carla Clerk' })
        .evaluate((tile) => tile === document.activeElement)
    )
      break;
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  await page.keyboard.type('1111');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Queue' })).toBeVisible();
  await page.keyboard.press('Alt+2');
  await expect(page.getByRole('heading', { level: 1, name: 'Print' })).toBeVisible();
  await page.keyboard.press('Alt+1');
  await expect(page.getByRole('heading', { level: 1, name: 'Queue' })).toBeVisible();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toContainText('Take next');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog').getByRole('textbox')).toBeFocused();
  await page.keyboard.type('settings');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
});

test('everything is there in Spanish, and stays so at the next start', async ({ station: page }) => {
  await page.getByRole('button', { name: 'Español' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'es');
  await expect(page.getByText('¿Quién', { exact: false }).first()).toBeVisible();
  await page.getByRole('button', { name: 'Vera Supervisor' }).click();
  await page.keyboard.type('4444');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('navigation').getByRole('link').first()).toBeVisible();
  const links = page.getByRole('navigation').getByRole('link');
  for (let at = 0; at < (await links.count()); at += 1) {
    await links.nth(at).click();
    const heading = await page.getByRole('heading', { level: 1 }).textContent();
    expect(heading).not.toMatch(/^(Queue|Print|Check|Pack|Ship|Stock|History|Reports|Settings|Pull list)$/u);
    // A text that is missing shows as its own key.
    await expect(page.getByRole('main')).not.toContainText(/\b[a-z]+\.[a-z]+[A-Z]?[a-z]*\.[a-zA-Z_]+\b/u, {
      useInnerText: true,
    });
  }
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('lang', 'es');
});

test('a wrong PIN is said in words, and one person locked out does not lock the others', async ({
  station: page,
}) => {
  await page.getByRole('button', { name: 'Ada Administrator' }).click();
  for (let tries = 0; tries < 5; tries += 1) {
    await page.getByLabel('PIN', { exact: true }).fill('9999');
    await page.keyboard.press('Enter');
    await expect(
      page.getByText(tries < 4 ? `Wrong PIN. Tries left: ${4 - tries}.` : /Too many wrong PINs/u),
    ).toBeVisible();
  }
  await page.getByRole('button', { name: 'Somebody else' }).click();
  await signIn(page, 'clerk');
  await handTo(page, 'qc');
});
