import { expect, onTestFinished, test, vi } from 'vitest';
import { serveModel } from '../e2e/model-server.ts';
import { openServedEngine } from './served-engine.ts';

const hour = 3_600_000;

test('a day on which nobody asks for anything makes no request to a model [X-10]', async () => {
  const server = await serveModel({ usage: { prompt_tokens: 40, completion_tokens: 10 } });
  onTestFinished(() => server.close());
  server.answers.splice(0, 1, JSON.stringify({ answer: 'Hello.' }));
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'],
    shouldAdvanceTime: true,
  });
  onTestFinished(() => void vi.useRealTimers());
  const served = await openServedEngine();
  onTestFinished(() => served.close());
  const { client } = served.engine();
  await client.models.configure({ baseUrl: server.baseUrl, model: 'heron-test', apiKey: '' });
  await client.conversations.send({ text: 'how are you' });
  const asked = server.asked.length;
  expect(asked).toBeGreaterThan(0);
  const before = Date.now();
  for (let passed = 0; passed < 26; passed += 1) await vi.advanceTimersByTimeAsync(hour);
  expect(Date.now() - before).toBeGreaterThanOrEqual(26 * hour);
  expect(server.asked).toHaveLength(asked);
  const { days, total } = await client.spending.usage({ days: 3 });
  expect(total.requests).toBe(asked);
  expect(days.at(-1)).toMatchObject({ requests: 0, inputTokens: 0, money: 0 });
});
