import type { Page } from 'playwright';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { closeBrowser, openWindow, picture, type Window } from './window.ts';
import { dragStep, kept, newWorkflow, saved, step } from './workflow-canvas.ts';

let window: Window;
const patient = { timeout: 60_000 };

beforeEach(async () => {
  window = await openWindow();
});
afterEach(() => window.close());
afterAll(closeBrowser);

test('two windows build one workflow: each sees the other at once, and what was done apart is merged [UI-09]', async () => {
  const { page } = window;
  const network = await stallable(page);
  await page.reload();
  await newWorkflow(page);
  await dragStep(page, 'Find files', 60, 120);
  await saved(page);
  const other = await page.context().newPage();
  await other.goto(page.url());
  await step(other, 'find').waitFor(patient);
  const others = (one: Page) => one.getByRole('button', { name: '1 other here' });
  await others(page).waitFor(patient);
  await others(other).waitFor(patient);

  await dragStep(other, 'Create an archive', 200, 300);
  await bringIntoSight(page, 'create');
  await step(other, 'create').hover();
  await page.locator('[data-pointer="Another window"]').waitFor(patient);
  await step(page, 'create').getByText('Another window').waitFor(patient);
  await others(page).click();
  await page.getByLabel('Your name here').fill('Ada');
  await picture(page, 'workflow-together');
  await page.keyboard.press('Escape');
  await others(other).click();
  await other.getByRole('dialog', { name: 'Who is here' }).getByText('Ada').waitFor(patient);
  await other.keyboard.press('Escape');

  // The first one hears of nothing for a while, and goes on with what it has.
  network.stall();
  await rename(page, 'Mine');
  await dragStep(other, 'Compute a checksum', 260, 480);
  await expect.poll(async () => (await kept(window)).tasks.length, patient).toBe(3);
  network.goOn();
  await expect.poll(async () => (await kept(window)).title, patient).toBe('Mine');
  expect((await kept(window)).tasks).toHaveLength(3);
  await bringIntoSight(page, 'hash');
  await expect.poll(() => other.getByLabel('Title of the workflow').inputValue(), patient).toBe('Mine');
  // One's own is taken back, not what the other added.
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect.poll(async () => (await kept(window)).title, patient).not.toBe('Mine');
  expect((await kept(window)).tasks).toHaveLength(3);
  await other.close();
  await others(page).waitFor({ state: 'detached', ...patient });
});

/** What another window adds may be out of sight: the canvas does not move by itself. */
async function bringIntoSight(page: Page, place: string): Promise<void> {
  const look = async (): Promise<boolean> => {
    await page.getByRole('button', { name: 'Zoom to fit' }).click();
    return step(page, place).isVisible();
  };
  await expect.poll(look, patient).toBe(true);
}

/** Lets nothing through to the engine or back from `stall` to `goOn`, and then all of it. For pages that are loaded from now on. */
async function stallable(page: Page): Promise<{ stall: () => void; goOn: () => void }> {
  let held: (() => void)[] | undefined;
  const pass = (send: () => void): void => {
    if (held) held.push(send);
    else send();
  };
  await page.routeWebSocket(/\/rpc/, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((message) => pass(() => server.send(message)));
    server.onMessage((message) => pass(() => socket.send(message)));
  });
  return {
    stall: () => {
      held = [];
    },
    goOn: () => {
      const all = held ?? [];
      held = undefined;
      for (const send of all) send();
    },
  };
}

async function rename(page: Page, title: string): Promise<void> {
  await page.getByLabel('Title of the workflow').fill(title);
  await page.keyboard.press('Enter');
}
