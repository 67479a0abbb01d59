import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { answers, closeBrowser, goTo, openBrowser, openWindow } from '../../tests/e2e/window.ts';
import { output } from '../packaging/output-folder.ts';
import { filmOf, watchPage } from './screencast.ts';

const patient = { timeout: 60_000 };
/** As fast as somebody types who knows what to say. */
const typing = { delay: 45 };

/** Films the built app as it does something from the sentence to the timeline, without a model. Gives where the film lies, below `root`. */
export async function filmDemo(root: string, version: string): Promise<string> {
  const window = await openWindow({ theme: 'light', width: 1280, height: 720 });
  try {
    for (const name of ['minutes', 'budget', 'plan']) await writeNote(join(window.folder, 'docs'), name);
    const frames = await watchPage(window.page, () => act(window.page, window.folder));
    const cutting = await (await openBrowser()).newPage();
    const film = await filmOf(cutting, frames);
    await cutting.close();
    const name = join(output, `heron-${version}-demo.webm`);
    await mkdir(join(root, output), { recursive: true });
    await writeFile(join(root, name), film);
    return name;
  } finally {
    await window.close();
    await closeBrowser();
  }
}

async function writeNote(folder: string, name: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${name}.txt`), `${name}, as of today\n`.repeat(200));
}

async function act(page: Page, folder: string): Promise<void> {
  await page
    .getByRole('textbox', { name: 'Message' })
    .pressSequentially(`zip the folder ${folder}/docs and tell me its sha256`, typing);
  await page.keyboard.press('Enter');
  const allow = page.getByRole('button', { name: 'Allow for this run' });
  await allow.first().waitFor(patient);
  // One after the other: the folder, and the archive that is made of it.
  for (let left = await allow.count(); left > 0; left -= 1) {
    await allow.first().hover();
    await allow.first().click();
    await allow.nth(left - 1).waitFor({ state: 'detached', ...patient });
  }
  await answers(page)
    .getByText(/[0-9a-f]{64}/)
    .first()
    .waitFor(patient);
  await goTo(page, 'Timeline');
  await page.getByText('Run completed').first().waitFor(patient);
}
