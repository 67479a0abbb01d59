import { join } from 'node:path';
import type { Locator, Page } from 'playwright';
import { build, preview } from 'vite';
import { expect } from 'vitest';
import { rendererSources, standalonePages } from '../../scripts/renderer-pages.ts';
import { temporaryFolder } from './heron.ts';
import { type Look, openBrowser } from './window.ts';
import { pressEntry } from './press-entry.ts';

export type Gallery = { open(look: GalleryLook): Promise<Page>; close(): Promise<void> };

export type GalleryLook = Look & { contrast?: 'more'; forcedColors?: 'active' };

/** The component page, built and served on loopback; no engine runs. */
export async function serveGallery(): Promise<Gallery> {
  const place = temporaryFolder('gallery');
  const outDir = join(place.path, 'page');
  const input = join(String(rendererSources.root), String(standalonePages['ui']));
  await build({ ...rendererSources, logLevel: 'error', build: { outDir, rolldownOptions: { input } } });
  const server = await preview({
    configFile: false,
    logLevel: 'error',
    build: { outDir },
    preview: { host: '127.0.0.1', port: 0 },
  });
  const [url = ''] = server.resolvedUrls?.local ?? [];
  return {
    open: (look) => openPage(`${url}${standalonePages['ui']}`, look),
    close: async () => {
      await server.close();
      place.remove();
    },
  };
}

async function openPage(url: string, look: GalleryLook): Promise<Page> {
  const context = await (
    await openBrowser()
  ).newContext({
    viewport: { width: look.width, height: look.height },
    colorScheme: look.theme,
    contrast: look.contrast,
    forcedColors: look.forcedColors,
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'UTC',
  });
  const page = await context.newPage();
  await page.clock.setFixedTime(new Date('2026-03-04T12:00:00Z'));
  await page.goto(url);
  await groupButtons(page).first().waitFor();
  return page;
}

export async function groupNames(page: Page): Promise<string[]> {
  const bar = page.getByRole('navigation', { name: 'Groups' });
  const names = await bar.getByRole('button', { includeHidden: true }).allTextContents();
  return names.filter((name) => name !== 'More');
}

/** Shows a group in a window so high that all of it is seen. */
export async function showGroup(page: Page, name: string): Promise<Locator> {
  await pressEntry(page, 'Groups', name);
  await page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
  const group = page.locator('[data-group]');
  // What is drawn anew when its code has come may be higher than before.
  await becomeWhole(group);
  const size = page.viewportSize();
  const height = await group.evaluate((each) => Math.ceil(each.getBoundingClientRect().height));
  if (size) await page.setViewportSize({ width: size.width, height: height + 300 });
  await becomeWhole(group);
  return group;
}

/** What is loaded late has come. */
async function becomeWhole(group: Locator): Promise<void> {
  await expect.poll(() => group.locator('[data-uncoloured]').count(), { timeout: 30_000 }).toBe(0);
}

function groupButtons(page: Page): Locator {
  return page.getByRole('navigation', { name: 'Groups' }).getByRole('button');
}
