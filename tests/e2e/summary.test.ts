import { afterAll, afterEach, expect, test } from 'vitest';
import { startScriptedModel } from '../../src/main/models/fixtures/start-scripted-model.ts';
import { accessibilityFaults, answers, closeBrowser, openWindow, picture, say } from './window.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});
afterAll(closeBrowser);

const patience = { timeout: 60_000 };

test('what no longer fits is summarised, word for word on the screen, and given back [ME-01, ME-03, ME-08]', async () => {
  const answer = { text: JSON.stringify({ answer: 'Noted.' }) };
  const server = await startScriptedModel({ replies: [] });
  closing.push(server.close);
  const environment = { HERON_MODEL_BASE_URL: server.baseUrl, HERON_MODEL_NAME: 'heron-test' };
  const { page, close } = await openWindow({ theme: 'dark', width: 1280, height: 800 }, environment);
  closing.push(close);
  const planning = () => server.requests.filter(({ text }) => text.includes('You are the planner of Heron'));
  const summary = {
    text: '## Facts and wishes\n- The blue door: 4711',
    when: 'You keep the record',
    always: true,
  } as const;
  const note = { text: '- The blue door has a code', when: 'Older messages between a person', always: true } as const;
  server.script(
    note,
    summary,
    { text: 'Doors', when: 'Give the conversation below a title' },
    ...[answer, answer, answer, answer],
  );
  await say(page, 'the code of the blue door is 4711');
  await expect.poll(() => answers(page).getByText('Noted.').count(), patience).toBe(1);
  for (const noted of [2, 3]) {
    await say(page, `and this is long: ${'so it went on. '.repeat(640)}`);
    await expect.poll(() => answers(page).getByText('Noted.').count(), patience).toBe(noted);
  }
  await say(page, 'keep it');
  await expect.poll(() => answers(page).getByText('Noted.').count(), patience).toBe(4);
  // The server has less room than anybody knew.
  server.script(
    note,
    summary,
    { fault: 'context-overflow' },
    { text: JSON.stringify({ answer: 'It is 4711.' }), when: '4711' },
  );
  await say(page, 'which code?');
  await answers(page).getByText('It is 4711.').waitFor(patience);
  const last = planning().at(-1)?.text ?? '';
  expect(last).toContain('The blue door: 4711');
  expect(last).not.toContain('so it went on');
  const line = page.getByRole('region', { name: 'Summary of earlier messages' });
  await line.getByRole('button', { name: 'Earlier messages were summarised' }).click();
  await line.getByText('The blue door: 4711').waitFor(patience);
  await picture(page, 'chat-summary-dark-1280');
  expect(await accessibilityFaults(page)).toEqual([]);
  await line.getByRole('button', { name: 'Restore' }).click();
  await line.waitFor({ state: 'detached' });
  await say(page, '/compact');
  await line.waitFor(patience);
  await page.reload();
  await line.waitFor(patience);
});
