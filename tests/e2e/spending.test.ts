import type { Page } from 'playwright';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { startScriptedModel } from '../../src/main/models/fixtures/start-scripted-model.ts';
import { heron } from './heron.ts';
import { accessibilityFaults, answers, closeBrowser, goTo, type Look, openWindow, picture, say } from './window.ts';

afterAll(closeBrowser);

const patience = { timeout: 60_000 };
const looks = [
  { theme: 'light', width: 1280, height: 800 },
  { theme: 'dark', width: 1280, height: 800 },
  { theme: 'light', width: 390, height: 844 },
] as const satisfies Look[];

/** Colours that change do so within a moment. */
async function settled(): Promise<void> {
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  const changes = document.getAnimations().filter((each) => each instanceof CSSTransition);
  await Promise.allSettled(changes.map(({ finished }) => finished));
}

/** One screen in several looks. */
async function check(page: Page, screen: string, shown: readonly Look[] = looks): Promise<void> {
  for (const { theme, width, height } of shown) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height });
    await page.evaluate(settled);
    await picture(page, `${screen}-${theme}-${width}x${height}`);
    expect(await accessibilityFaults(page)).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.setViewportSize({ width: 1280, height: 800 });
}

async function openSpending(page: Page): Promise<void> {
  await goTo(page, 'Settings');
  await page.getByRole('tab', { name: 'Spending' }).click();
}

test('a conversation is given a model, limits stop the next request, and what was used and is left is seen [MD-07, X-10, OB-05, MD-17]', async () => {
  const text = JSON.stringify({ answer: 'Good day.' });
  const server = await startScriptedModel({
    models: ['large', 'small'],
    replies: [
      { when: 'Give the conversation below a title', text: 'Greetings', usage: { input: 1, output: 1 }, always: true },
      { text, usage: { input: 4000, output: 500 }, always: true },
    ],
  });
  onTestFinished(() => server.close());
  const opened = await openWindow();
  onTestFinished(opened.close);
  const { page, dataFolder, folder } = opened;
  const added = ['models', 'add', 'server', '--kind', 'compatible', '--url', server.baseUrl];
  expect(await heron([...added, '--model', 'large', '--model', 'small'], { dataFolder, cwd: folder })).toMatchObject({
    code: 0,
  });
  const asked = (): unknown[] =>
    server.requests
      .filter(({ text: sent }) => !sent.includes('Give the conversation below a title'))
      .map(({ body }) => body.model as unknown);

  await openSpending(page);
  await page.getByText('No model was asked yet').waitFor(patience);
  await check(page, 'spending-empty', looks.slice(0, 1));
  await page.getByRole('button', { name: 'Chat', exact: true }).click();
  await say(page, 'hello');
  await answers(page).getByText('Good day.').waitFor(patience);
  expect(asked()).toEqual(['large']);
  await page.getByRole('button', { name: 'Model of this conversation: usual, large' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'small' }).waitFor(patience);
  await picture(page, 'chat-model-picker-light-1280x800');
  await page.getByRole('menuitemcheckbox', { name: 'small' }).click();
  await page.getByText('Planned by server/small').waitFor(patience);
  await say(page, 'and you');
  await expect.poll(() => asked().at(-1), patience).toBe('small');
  await answers(page).getByText('Good day.').nth(1).waitFor(patience);
  await say(page, '/model usual');
  await page.getByText('Planned by large').waitFor(patience);

  await openSpending(page);
  await page.getByRole('textbox', { name: 'At most' }).fill('1000');
  await page.getByRole('button', { name: 'Add window' }).click();
  await page.getByRole('button', { name: 'Remove server/main: 1,000 requests in 5 hours' }).waitFor(patience);
  const left = page.getByRole('group', { name: 'server/main' });
  await left.getByText(/^99\d of 1,000 requests left of 5 hours$/).waitFor(patience);
  await left.getByText('Work in the background goes on').waitFor(patience);
  await page.getByRole('textbox', { name: 'Percent of each usage window' }).fill('0');
  await page.keyboard.press('Tab');
  await left.getByText(/^Work in the background waits until/).waitFor(patience);
  await left.evaluate((row) => row.scrollIntoView({ block: 'start' }));
  await check(page, 'spending-left');
  await page.getByRole('table', { name: 'Used by model' }).getByText('small').waitFor(patience);
  await page.getByRole('table', { name: 'Used by channel' }).getByText('browser').waitFor(patience);
  await page.getByRole('combobox', { name: 'Limit of' }).selectOption('Channel');
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('heartbeat');
  await page.getByRole('button', { name: 'Add limit' }).click();
  await page.getByRole('textbox', { name: 'Channel heartbeat, a day: Tokens' }).fill('500');
  await page.keyboard.press('Tab');
  await page.getByRole('progressbar', { name: 'Used of 500 tokens a day of the channel heartbeat' }).waitFor(patience);
  await page.getByRole('textbox', { name: 'Folder of conversations' }).fill('Work');
  await page.getByRole('button', { name: 'Add folder' }).click();
  const own = page.getByRole('group', { name: 'Work' });
  await own.getByRole('checkbox', { name: 'server/main' }).waitFor(patience);
  await own.getByRole('switch', { name: 'For Work alone' }).evaluate((row) => row.scrollIntoView({ block: 'nearest' }));
  await check(page, 'spending-shares', looks.slice(1));
  await page.getByRole('button', { name: 'Remove the accounts of Work' }).click();
  await own.waitFor({ state: 'detached', ...patience });
  await page.getByRole('textbox', { name: 'A day: Tokens', exact: true }).fill('10,000');
  await page.keyboard.press('Tab');
  await page.getByRole('progressbar', { name: 'Used of 10,000 tokens a day' }).waitFor(patience);
  await page.getByRole('textbox', { name: 'A month: US dollars', exact: true }).fill('5');
  await page.keyboard.press('Tab');
  await page.getByRole('progressbar', { name: 'Used of $5.00 a month' }).waitFor(patience);
  await check(page, 'spending', looks.slice(0, 1));
  const chain = page.getByRole('combobox', { name: 'Who is asked then' });
  await chain.selectOption('By region');
  await page.getByRole('button', { name: 'Add models' }).click();
  await page.getByRole('textbox', { name: 'Region of *' }).waitFor(patience);
  // The form is drawn again when what was added is kept.
  await page.getByRole('button', { name: 'Remove *' }).evaluate((row) => row.scrollIntoView({ block: 'nearest' }));
  await check(page, 'spending-failover');
  await chain.selectOption('As the models are listed');
  await page.getByRole('textbox', { name: 'A day: Tokens', exact: true }).fill('9000');
  await page.keyboard.press('Tab');
  await page.getByRole('progressbar', { name: 'Used of 9,000 tokens a day' }).waitFor(patience);

  await page.getByRole('button', { name: 'Chat', exact: true }).click();
  const before = asked().length;
  await say(page, 'once more');
  await page.getByText('No model was asked: the limit of 9,000 tokens a day').first().waitFor(patience);
  expect(asked()).toHaveLength(before);
  await picture(page, 'chat-limit-light-1280x800');
  await goTo(page, 'Dashboard');
  await page.getByRole('region', { name: 'Tokens by model' }).locator('canvas').waitFor(patience);
  await check(page, 'dashboard-models', looks.slice(1, 2));
  const askers = page.getByRole('region', { name: 'Who asked the models' });
  await askers.getByRole('table', { name: 'Used by channel' }).getByText('browser').waitFor(patience);
  await askers.evaluate((section) => section.scrollIntoView({ block: 'center' }));
  await check(page, 'dashboard-askers');
  const told = await heron(['models', 'usage', '--days', '7'], { dataFolder, cwd: folder });
  expect(told).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/9,000 tokens a day +9,00\d tokens used +100 %/),
  });
});
