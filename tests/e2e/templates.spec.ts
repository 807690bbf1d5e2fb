import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Locator, Page } from '@playwright/test';
import { ROOT } from '../support/programs.ts';
import { goTo, signIn } from './hands.ts';
import { look } from './look.ts';
import { expect, test } from './test.ts';

const run = promisify(execFile);
/** The frame of a field on the page; its name goes on with its place. */
function frame(page: Page, name: string): Locator {
  return page
    .getByRole('region', { name: 'The page' })
    .getByRole('button', { name: new RegExp(`^${name}, `, 'u') });
}

/** Millimetres as the settings show them. */
async function millimetres(page: Page, label: string): Promise<number> {
  return Number(
    await page.getByRole('region', { name: 'Place (mm)' }).getByLabel(label, { exact: true }).inputValue(),
  );
}

test('an administrator makes a template of a PDF page and publishes it', async ({ station: page }, info) => {
  test.setTimeout(240_000);
  await signIn(page, 'administrator');
  await goTo(page, 'Templates');
  await expect(
    page.getByRole('img', { name: 'Certificate of completion, with a made-up name' }),
  ).toBeVisible();
  await look(page, 'templates');

  await test.step('a PDF page becomes a draft with its first fields', async () => {
    await page.keyboard.press('F2');
    const dialog = page.getByRole('dialog', { name: 'New template' });
    await dialog
      .locator('input[type=file]')
      .setInputFiles(join(ROOT, 'templates', 'completion', 'background.pdf'));
    await look(page, 'templates-new', ['light']);
    await dialog.getByLabel('Title').fill('Evening course');
    await dialog.getByRole('button', { name: 'Begin the draft' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Evening course' })).toBeVisible();
    // The engine and its fonts are loaded with the first page.
    await expect(page.getByText('Everything fits')).toBeVisible({ timeout: 60_000 });
  });

  await test.step('a field is moved by mouse and by keys, and put back by undoing', async () => {
    const name = frame(page, 'Name');
    await name.click();
    const [x, y] = [await millimetres(page, 'Left'), await millimetres(page, 'Top')];
    const box = await name.boundingBox();
    if (box === null) throw new Error('The field has no box.');
    const [middleX, middleY] = [box.x + box.width / 2, box.y + box.height / 2];
    await page.mouse.move(middleX, middleY);
    await page.mouse.down();
    await page.keyboard.down('Alt');
    await page.mouse.move(middleX + 20, middleY - 10, { steps: 4 });
    await page.keyboard.up('Alt');
    await page.mouse.up();
    const [draggedX, draggedY] = [await millimetres(page, 'Left'), await millimetres(page, 'Top')];
    expect(draggedX).toBeGreaterThan(x);
    expect(draggedY).toBeLessThan(y);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Shift+ArrowDown');
    expect(await millimetres(page, 'Left')).toBeCloseTo(draggedX + 0.1, 2);
    expect(await millimetres(page, 'Top')).toBeCloseTo(draggedY + 1, 2);
    await expect(name).toHaveAccessibleName(
      new RegExp(`${String(await millimetres(page, 'Left'))} mm from the left`),
    );
    const width = await millimetres(page, 'Width');
    await page.keyboard.press('Control+ArrowLeft');
    expect(await millimetres(page, 'Width')).toBeCloseTo(width - 0.1, 2);
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
    expect(await millimetres(page, 'Left')).toBe(x);
    expect(await millimetres(page, 'Top')).toBe(y);
    await page.keyboard.press('Control+Shift+z');
    expect(await millimetres(page, 'Left')).toBe(draggedX);
    await expect(page.getByText('Saved', { exact: true })).toBeVisible();
    await look(page, 'templates-editor');
  });

  await test.step('what cannot be printed is said at the field', async () => {
    const typed = page.getByRole('region', { name: 'Try it with' }).getByRole('textbox', { name: 'Name' });
    await typed.fill('Ada 🚗');
    const list = page.getByRole('list', { name: 'Fields in reading order' });
    await expect(list.getByText('The character U+1F697 is not printed: an emoji.')).toBeVisible();
    await expect(page.getByText('1 thing to look at')).toBeVisible();
    await look(page, 'templates-findings', ['light']);
    await page
      .getByRole('list', { name: 'Names that are hard to print' })
      .getByRole('button', { name: 'Екатерина Преображенская' })
      .click();
    await expect(typed).toHaveValue('Екатерина Преображенская');
    await expect(page.getByText('Everything fits')).toBeVisible();
    await page.getByRole('button', { name: 'Try all names' }).click();
    await expect(page.getByRole('button', { name: '15 of 15 names fit' })).toBeVisible();
  });

  await test.step('the test page is the page with its text as text', async () => {
    await page.keyboard.press('Control+p');
    const dialog = page.getByRole('dialog', { name: 'Test print' });
    await look(page, 'templates-test-print', ['light']);
    const download = page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Download test page' }).click();
    const file = info.outputPath('test.pdf');
    await (await download).saveAs(file);
    const { stdout } = await run('pdftotext', ['-layout', file, '-']);
    expect(stdout).toContain('Екатерина Преображенская');
    await dialog.getByRole('button', { name: 'Print one page' }).click();
    await expect(dialog.getByText('The page is at the printer.')).toBeVisible();
    await page.keyboard.press('Escape');
  });

  await test.step('it is published, and edited again as the next version', async () => {
    await page.keyboard.press('F2');
    const dialog = page.getByRole('dialog', { name: /^Publish/u });
    await expect(dialog.getByText('No faults')).toBeVisible();
    await look(page, 'templates-publish', ['light']);
    await dialog.getByRole('button', { name: 'Publish now' }).click();
    const card = page.getByRole('article', { name: 'Evening course' });
    await expect(card.getByRole('img', { name: 'Evening course, with a made-up name' })).toBeVisible();
    await card.getByRole('button', { name: 'Edit Evening course' }).click();
    await page
      .getByRole('list', { name: 'Fields in reading order' })
      .getByRole('button', { name: 'Course' })
      .click();
    await page.getByLabel('Size (pt)').fill('24');
    await expect(page.getByText('Saved', { exact: true })).toBeVisible();
    await page.getByRole('button', { name: 'All templates' }).click();
    await page.getByRole('button', { name: 'Compare versions of Evening course' }).click();
    const changes = page.getByRole('region', { name: 'What changed' });
    await expect(changes.getByRole('row', { name: /Size \(pt\) .* 24$/u })).toBeVisible();
    await expect(page.getByRole('img', { name: 'After' })).toBeVisible();
    await look(page, 'templates-compare');
  });
});
