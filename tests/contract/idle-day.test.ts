import { expect, onTestFinished, test, vi } from 'vitest';
import { startScriptedModel } from '../../src/main/models/fixtures/start-scripted-model.ts';
import { openServedEngine } from './served-engine.ts';

const hour = 3_600_000;

test('a day on which nobody asks for anything makes no request to a model [X-10]', async () => {
  const text = JSON.stringify({ answer: 'Hello.' });
  const server = await startScriptedModel({ replies: [{ text, usage: { input: 40, output: 10 }, always: true }] });
  onTestFinished(() => server.close());
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'],
    shouldAdvanceTime: true,
  });
  onTestFinished(() => void vi.useRealTimers());
  const served = await openServedEngine();
  onTestFinished(() => served.close());
  const { client } = served.engine();
  await client.models.configure({ baseUrl: server.baseUrl, model: 'scripted', apiKey: '' });
  await client.conversations.send({ text: 'how are you' });
  // The answer, and a title for the conversation.
  await expect.poll(() => server.requests.length, { timeout: 30_000 }).toBe(2);
  const asked = server.requests.length;
  const before = Date.now();
  for (let passed = 0; passed < 26; passed += 1) await vi.advanceTimersByTimeAsync(hour);
  expect(Date.now() - before).toBeGreaterThanOrEqual(26 * hour);
  expect(server.requests).toHaveLength(asked);
  const { days, total } = await client.spending.usage({ days: 3 });
  expect(total.requests).toBe(asked);
  expect(days.at(-1)).toMatchObject({ requests: 0, inputTokens: 0, money: 0 });
});
