import type { Page } from 'playwright';
import type { Look } from './window.ts';

export function lookName({ theme, width, height }: Look): string {
  return `${theme}-${width}x${height}`;
}

/** Shows what the open page shows in each of the looks, and ends in the first: opening it anew for each takes much longer. */
export async function inEachLook(page: Page, looks: Look[], use: (look: Look) => Promise<void>): Promise<void> {
  for (const look of looks) {
    await take(page, look);
    await use(look);
  }
  if (looks.length > 1 && looks[0]) await take(page, looks[0]);
}

async function take(page: Page, { theme, width, height }: Look): Promise<void> {
  await page.emulateMedia({ colorScheme: theme });
  const size = page.viewportSize();
  if (size?.width !== width || size.height !== height) await page.setViewportSize({ width, height });
  // What follows the size and the theme has done so after the frame that shows them.
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve)))),
  );
}
