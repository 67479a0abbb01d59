import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { dataPaths } from '../../src/main/base/paths.ts';
import { startScriptedModel } from '../../src/main/models/fixtures/start-scripted-model.ts';
import { openServedEngine } from './served-engine.ts';

const halfHour = 1_800_000;
const patient = { timeout: 30_000 };

test('every half hour a model goes through the checklist in the conversation used last, and is not asked when there is no need [AU-05, AU-02]', async () => {
  const server = await startScriptedModel({
    replies: [
      { text: JSON.stringify({ answer: 'Hello.' }), when: 'good day' },
      { text: 'Talk', when: 'Give the conversation below a title', always: true },
    ],
  });
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
  const { prompts } = dataPaths(served.folder);
  mkdirSync(prompts, { recursive: true });
  writeFileSync(join(prompts, 'HEARTBEAT.md'), '- Is the oven off?\n');
  const { conversationId } = await client.conversations.send({ text: 'good day' });
  const texts = async (): Promise<string[]> =>
    (await client.conversations.get({ conversationId })).messages.map(({ text }) => text);
  await expect.poll(texts, patient).toEqual(['good day', 'Hello.']);
  await expect.poll(() => server.requests.length, patient).toBe(2);

  const { id: scheduleId } = await client.schedules.add({
    ...{ work: { kind: 'heartbeat' }, time: { kind: 'interval', everyMs: halfHour }, results: { to: 'last' } },
  });
  const became = async (): Promise<string[]> =>
    (await client.schedules.occurrences({ scheduleId })).map(
      ({ reason, run, status }) => reason ?? `${status} ${run?.status}`,
    );
  const next = async (count: number, last: string): Promise<void> => {
    await vi.advanceTimersByTimeAsync(halfHour);
    await expect.poll(became, patient).toHaveLength(count);
    await expect.poll(async () => (await became())[0], patient).toBe(last);
  };

  server.script({ text: 'HEARTBEAT_OK, all quiet.', when: 'This is a heartbeat' });
  await next(1, 'ran completed');
  expect(server.requests.at(-1)?.text).toContain('Is the oven off?');
  const asked = server.requests.length;
  expect(await texts()).toEqual(['good day', 'Hello.']);

  await next(2, 'nothing changed since the last one');
  expect(server.requests).toHaveLength(asked);

  // Another checklist is something new, and what the model says is told.
  writeFileSync(join(prompts, 'HEARTBEAT.md'), '- Is the oven off?\n- Is the door shut?\n');
  server.script({ text: 'The door is open.', when: 'Is the door shut?' });
  await next(3, 'ran completed');
  await expect.poll(texts, patient).toEqual(['good day', 'Hello.', 'The door is open.']);

  const plan = { title: 'Wait', tasks: [{ id: 'wait', wait: { forMs: 10 * halfHour } }] };
  server.script({ text: JSON.stringify({ plan }), when: 'You are the planner of Heron' });
  await client.conversations.send({ conversationId, text: 'wait for a long while' });
  const before = server.requests.length;
  await next(4, 'the conversation was being worked on');
  expect(server.requests).toHaveLength(before);
});
