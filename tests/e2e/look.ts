import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { ROOT } from '../support/programs.ts';
import { expect } from './test.ts';

const pictures = join(ROOT, 'test-results', 'screens');
const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

type Scheme = 'dark' | 'light';

/** Looks at the screen as it is: its picture is kept, and nothing on it may shut anybody out. */
export async function look(
  page: Page,
  name: string,
  schemes: readonly Scheme[] = ['dark', 'light'],
): Promise<void> {
  await mkdir(pictures, { recursive: true });
  for (const scheme of schemes) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', scheme);
    await page.screenshot({ path: join(pictures, `${name}-${scheme}.png`), animations: 'disabled' });
    const { violations } = await new AxeBuilder({ page }).withTags(wcag).analyze();
    const found = violations.flatMap(({ id, nodes }) => {
      // A frame on a page is as large as its field, which can be chosen in the list beside it as well (WCAG 2.5.8, equivalent).
      const shutOut = nodes.filter(({ html }) => id !== 'target-size' || !html.includes('data-field='));
      return shutOut.map(({ html }) => `${id}: ${html.slice(0, 160)}`);
    });
    expect.soft(found, `${name}, ${scheme}`).toEqual([]);
  }
}
