import { join } from 'node:path';
import { z } from 'zod';
import { signedInAs } from '../support/demoWorld.ts';
import { codesOnPaper } from '../support/paper.ts';
import { goTo, handTo, receivePaper, roomLink, signIn, useSlowScanner, verdict, wedge } from './hands.ts';
import { expect, test } from './test.ts';

const AtCentral = z.object({
  lifecycle: z.string(),
  stage: z.string(),
  events: z.array(z.object({ event: z.string() })),
});

const serial = (place: number) => `B${String(place).padStart(7, '0')}`;
const secondPersonsPin = '4444';

test('ten certificates go from the queue to the carrier, through every screen', async ({
  station: page,
  openStation,
  world,
  door,
}) => {
  test.setTimeout(240_000);
  let codes: string[] = [];
  /** What came out of the printer for the batch that is open on the screen. */
  const onPaper = async () => {
    const number = await page.getByRole('heading', { level: 1 }).textContent();
    return codesOnPaper(join(world.stationData, 'exports', 'printed'), number ?? '');
  };

  await test.step('the clerk signs in, receives paper and takes ten', async () => {
    await signIn(page, 'clerk');
    await useSlowScanner(page);
    await receivePaper(page);
    await goTo(page, 'Queue');
    await page.getByLabel('How many to take').fill('10');
    await page.keyboard.press('F2');
    await expect(page.getByRole('heading', { level: 1, name: /^B-\d{4}-\d{4}$/u })).toBeVisible();
  });

  const other = door === 'browser' ? await openStation() : null;
  if (other !== null) await signIn(other, 'supervisor');

  await test.step('every page can be seen before it is printed', async () => {
    await expect(page.getByRole('button', { name: 'Print 10 sheets' })).toBeEnabled();
    const preview = page.getByRole('region', { name: 'Page preview' });
    const shown = preview.getByRole('img', { name: /^Certificate .+ of .+, as it will print$/u });
    const first = await shown.getAttribute('alt');
    await page.keyboard.press('ArrowRight');
    await expect(preview.getByText('2 of 10')).toBeVisible();
    await expect(shown).not.toHaveAttribute('alt', first ?? '');
  });

  await test.step('the batch is printed', async () => {
    await page.keyboard.press('F2');
    await expect(page.getByRole('button', { name: 'Scan the sheets back' })).toBeVisible();
    codes = await onPaper();
    expect(codes).toHaveLength(10);
    expect(new Set(codes).size).toBe(10);
  });

  await test.step('quality control scans the stack back, and spoils the third sheet', async () => {
    await handTo(page, 'qc');
    await goTo(page, 'Check');
    for (const [index, code] of codes.entries()) {
      await wedge(page, code);
      await expect(verdict(page)).toContainText('Sheet number');
      if (index === 2) {
        const waiting = other === null ? null : roomLink(other, 'Queue');
        const before = await waiting?.getAttribute('aria-label');
        await page.keyboard.press('F8');
        await page.getByRole('radio', { name: /Smudged/ }).click();
        await page.getByRole('button', { name: 'Spoil sheet' }).click();
        const sheet = page.getByRole('dialog', { name: 'Which sheet is it?' });
        await sheet.getByRole('textbox').fill(serial(index + 1));
        await page.keyboard.press('Enter');
        await page.getByRole('dialog').getByLabel('PIN', { exact: true }).fill(secondPersonsPin);
        await page.keyboard.press('Enter');
        await expect(page.getByRole('dialog')).toBeHidden();
        // What happened here shows to others without a reload.
        if (waiting !== null) await expect(waiting).not.toHaveAttribute('aria-label', before ?? '');
        continue;
      }
      await wedge(page, serial(index + 1));
      await expect(verdict(page)).toContainText('Pass');
    }
    await wedge(page, codes[0] ?? '');
    await expect(verdict(page)).toContainText('Already scanned');
    await wedge(page, 'https://elsewhere.example/v/ABCDEF');
    await expect(verdict(page)).toContainText('Not ours');
    await expect(page.getByRole('figure', { name: 'Sheet map' })).toContainText('Passed 9');
  });

  await test.step('the spoiled certificate is back in the queue, and is printed and passed again', async () => {
    await handTo(page, 'clerk');
    await goTo(page, 'Print');
    await page.getByRole('button', { name: 'Open batch' }).click();
    await page.getByRole('button', { name: 'Close batch' }).click();
    await expect(page.getByText('Every sheet is accounted for')).toBeVisible();
    await goTo(page, 'Queue');
    await page.getByLabel('How many to take').fill('1');
    await page.keyboard.press('F2');
    await page.getByRole('button', { name: 'Print 1 sheet' }).click();
    await expect(page.getByRole('button', { name: 'Scan the sheets back' })).toBeVisible();
    expect(await onPaper()).toEqual([codes[2]]);
    await handTo(page, 'qc');
    await goTo(page, 'Check');
    await wedge(page, codes[2] ?? '');
    await expect(verdict(page)).toContainText('Sheet number');
    await wedge(page, serial(11));
    await expect(verdict(page)).toContainText('Pass');
  });

  await test.step('shipping packs every sheet into its envelope', async () => {
    await handTo(page, 'shipping');
    await goTo(page, 'Pack');
    const inHand = page.getByRole('region', { name: 'Envelope in hand' });
    for (const code of codes) {
      await wedge(page, code);
      await expect(verdict(page)).toContainText(/P-\d{4}-\d{4}/u);
      if (await inHand.getByText('still expected').isVisible()) continue;
      for (const item of ['Cover letter is in', 'Address shows in the window'])
        await page.getByRole('button', { name: `Tick: ${item}` }).click();
      await page.getByRole('button', { name: 'Close envelope' }).click();
      await expect(inHand.getByText('Packed')).toBeVisible();
    }
  });

  await test.step('labels are bought with one key, and scanned on their envelopes', async () => {
    await goTo(page, 'Ship');
    await page.keyboard.press('F9');
    await expect(page.getByRole('tab', { name: 'Check labels' })).toHaveAttribute('aria-selected', 'true');
    const token = await signedInAs(await world.client(null), 'shipping');
    const client = await world.client(token);
    const { rows } = await client.shipping.parcels({ states: ['labelled'] });
    expect(rows.length).toBeGreaterThan(0);
    for (const [index, parcel] of rows.entries()) {
      await wedge(page, parcel.parcelNumber);
      if (index === 0 && rows[1]?.label != null) {
        await wedge(page, rows[1].label.tracking);
        await expect(page.getByRole('main').getByText('Wrong label')).toBeVisible();
      }
      await wedge(page, parcel.label?.tracking ?? '');
      await expect(
        page.getByRole('main').getByText(`Envelope ${parcel.parcelNumber} is ready to go.`),
      ).toBeVisible();
    }
  });

  await test.step('the parcels are handed over', async () => {
    await page.getByRole('tab', { name: 'Hand over' }).click();
    await page.getByRole('button', { name: /^Hand over all / }).click();
    const dialog = page.getByRole('dialog', { name: 'Handed over' });
    await expect(dialog).toBeVisible();
    await expect(dialog.getByText(/Left out/)).toBeHidden();
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await page.getByRole('tab', { name: 'Manifests' }).click();
    await expect(page.getByRole('main').getByText(/M-\d{4}-\d{4}/u)).toBeVisible();
  });

  await test.step('the whole story shows, and central knows it', async () => {
    await goTo(page, 'History');
    await wedge(page, codes[2] ?? '');
    await page.getByRole('row').nth(1).click();
    const story = page.getByRole('region', { name: 'Story' });
    for (const word of [
      'Sheet spoiled',
      'Scanned back and passed',
      'Put into an envelope',
      'Handed over to the carrier',
    ])
      await expect(story.getByText(word).first()).toBeVisible();
    const client = await world.client(await signedInAs(await world.client(null), 'clerk'));
    const [card] = await client.history.find({ text: codes[2] ?? '' });
    await expect
      .poll(
        async () =>
          AtCentral.parse(await world.admin('GET', `/v1/certificates/${card?.certificateId}`)).stage,
      )
      .toBe('handed_over');
    const central = AtCentral.parse(await world.admin('GET', `/v1/certificates/${card?.certificateId}`));
    expect(central.lifecycle).toBe('shipped');
  });
});
