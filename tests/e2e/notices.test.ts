import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page, Worker } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeBrowser, goTo, launchBrowser, openWindow, say, type Window } from './window.ts';

const patience = { timeout: 30_000 };
const phone = { theme: 'light', width: 390, height: 844 } as const;

let window: Window;
let page: Page;

beforeAll(async () => {
  // Notices are part of the browser that has windows, not of the small one that only draws.
  const browser = launchBrowser(['--headless=new']);
  window = await openWindow(phone, {}, undefined, () => browser);
  ({ page } = window);
  await page.context().grantPermissions(['notifications']);
});
afterAll(async () => {
  await window?.page.context().browser()?.close();
  await window?.close();
  await closeBrowser();
});

/** The person looks at something else. */
async function lookElsewhere(): Promise<void> {
  await page.evaluate(() => {
    document.hasFocus = () => false;
  });
}

type Shown = { title: string; body: string; actions: string[]; place: string };

/** What the system would show, oldest first. */
function shown(): Promise<Shown[]> {
  return page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    const notices = (await registration?.getNotifications()) ?? [];
    type WithButtons = { actions: { title: string }[] };
    return notices.map((notice) => ({
      title: notice.title,
      body: notice.body,
      actions: (notice as unknown as WithButtons).actions.map(({ title }) => title),
      place: (notice.data as { place: string }).place,
    }));
  });
}

/** Presses a button of a notice, or the notice itself, as the system tells the service worker of it. */
async function press(title: string, button?: string): Promise<void> {
  const [worker] = page.context().serviceWorkers() as [Worker];
  await worker.evaluate(
    async ([wanted, label]) => {
      type Told = Notification & { actions: { action: string; title: string }[] };
      const scope = globalThis as unknown as {
        registration: { getNotifications(): Promise<Told[]> };
        NotificationEvent: new (type: string, init: { notification: Told; action: string }) => Event;
      };
      const notification = (await scope.registration.getNotifications()).find((each) => each.title === wanted);
      if (!notification) throw new Error(`There is no notice ${wanted}`);
      const action = notification.actions.find((each) => each.title === label)?.action ?? '';
      dispatchEvent(new scope.NotificationEvent('notificationclick', { notification, action }));
    },
    [title, button] as const,
  );
}

test('on a phone the page asks once and is then told of through its service worker, which changes nothing of how it loads [MM-11]', async () => {
  expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0);
  const link = await page.evaluate(async () => {
    const found = document.querySelector<HTMLLinkElement>('link[rel="manifest"]');
    const answer = await fetch(found?.href ?? '');
    return { type: answer.headers.get('content-type'), manifest: (await answer.json()) as { display: string } };
  });
  expect(link).toMatchObject({ type: 'application/manifest+json', manifest: { display: 'standalone' } });
  await page.goto(`${new URL(page.url()).origin}/#/settings/general`);
  await page.getByText('They are on. The browser’s settings for this page turn them off.').waitFor(patience);
  await goTo(page, 'Chat');
  await lookElsewhere();
  await say(page, 'what time is it');
  await expect.poll(shown, patience).toEqual([expect.objectContaining({ title: expect.stringMatching(/^Done: /) })]);
  const csp = (await page.reload())?.headers()['content-security-policy'];
  expect(csp).toContain("script-src 'self'");
  expect(csp).toContain("require-trusted-types-for 'script'");
  await page.getByRole('textbox', { name: 'Message' }).waitFor(patience);
});

test('a question on a notice is answered by its buttons, and the notice itself only opens the place [MM-11]', async () => {
  const letters = join(window.folder, 'letters');
  mkdirSync(letters);
  writeFileSync(join(letters, 'a.txt'), 'hello');
  await lookElsewhere();
  await say(page, `zip the folder ${letters}`);
  const asked = 'Heron asks for permission';
  const question = expect.objectContaining({
    title: asked,
    actions: expect.arrayContaining(['Deny']),
    place: '#/inbox',
  });
  await expect.poll(shown, patience).toContainEqual(question);
  await press(asked);
  await expect.poll(() => page.url(), patience).toMatch(/#\/inbox$/);
  const questions = page.getByRole('main').getByRole('button', { name: 'Deny' });
  await questions.first().waitFor(patience);
  await expect.poll(() => questions.count(), patience).toBeGreaterThan(1);
  const before = await questions.count();
  await press(asked, 'Deny');
  await expect.poll(() => questions.count(), patience).toBeLessThan(before);
  expect(existsSync(`${letters}.zip`)).toBe(false);
});
