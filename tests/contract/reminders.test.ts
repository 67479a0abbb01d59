import { expect, onTestFinished, test } from 'vitest';
import { startScriptedModel } from '../../src/main/models/fixtures/start-scripted-model.ts';
import { openServedEngine } from './served-engine.ts';

const patient = { timeout: 30_000 };

async function openTalk() {
  const served = await openServedEngine();
  onTestFinished(() => served.close());
  let conversationId: string | undefined;
  const answers = async (): Promise<string[]> => {
    if (conversationId === undefined) return [];
    const { messages } = await served.engine().client.conversations.get({ conversationId });
    return messages.flatMap(({ role, text }) => (role === 'assistant' ? [text] : []));
  };
  /** What Heron answers. */
  async function ask(text: string): Promise<string | undefined> {
    const before = (await answers()).length;
    const sent = await served
      .engine()
      .client.conversations.send({ ...(conversationId === undefined ? {} : { conversationId }), text });
    ({ conversationId } = sent);
    await expect.poll(async () => (await answers()).length, patient).toBeGreaterThan(before);
    return (await answers())[before];
  }
  const calls = async () => (await served.engine().client.calls.list({})).map(({ text, state }) => `${text} ${state}`);
  return { served, ask, calls };
}

test('a reminder is set, listed and taken back in words, without asking a model that is there, and is kept over a restart [MM-08]', async () => {
  const server = await startScriptedModel({ replies: [] });
  onTestFinished(() => server.close());
  const { served, ask } = await openTalk();
  await served.engine().client.models.configure({ baseUrl: server.baseUrl, model: 'scripted', apiKey: '' });
  expect(await ask('what reminders do I have?')).toBe('You have no reminders.');
  expect(await ask('Remind me tomorrow at half past nine to call mum.')).toBe('I will remind you tomorrow at 09:30.');
  expect(await ask('wake me tomorrow at seven')).toBe('I will wake you tomorrow at 07:00.');
  expect(await ask('set a timer for an hour and a half')).toMatch(/^The timer of 1 hour and 30 minutes runs until /);
  const [first] = (await served.engine().client.schedules.list()).filter(({ title }) => title === 'Call mum');
  expect(first).toMatchObject({
    work: { kind: 'sentence', text: 'call me and say "Reminder: call mum."' },
    plan: { tasks: [{ action: 'call.person', input: { text: 'Reminder: call mum.' } }] },
    results: { to: 'none' },
  });
  await served.restart();
  const listed = await ask('what reminders do I have?');
  expect(listed?.split('\n').toSorted()).toEqual([
    '- Call mum: tomorrow at 09:30',
    expect.stringMatching(/^- Timer of 1 hour and 30 minutes: .*, 1 hour and (30|29) minutes left$/),
    '- Wake up: tomorrow at 07:00',
  ]);
  expect(await ask('cancel the reminder about the rent')).toContain('There is no reminder about “the rent”');
  expect(await ask('cancel the reminder')).toBe('Cancelled: Call mum, tomorrow at 09:30.');
  expect(await ask('stop the timer')).toMatch(/^Cancelled: Timer of 1 hour and 30 minutes, /);
  expect(await ask('turn off all alarms')).toBe('Cancelled: Wake up, tomorrow at 07:00.');
  expect(await ask('do I have any reminders')).toBe('You have no reminders.');
  expect(await ask('remind me on 2020-01-01 at 9 to dance')).toContain('“on 2020-01-01 at 9” is over');
  expect(server.requests.filter(({ text }) => text.includes('You are the planner of Heron'))).toEqual([]);
});

test('a timer rings when its time comes, in quiet hours too; the engine may end meanwhile, and the call is still one [MM-08]', async () => {
  const { served, ask, calls } = await openTalk();
  const { client } = served.engine();
  await client.settings.update({
    calls: { ringSeconds: 300, hasQuietHours: true, quietFrom: '00:00', quietTo: '23:59' },
  });
  expect(await ask('set a timer for 1 second for the tea')).toContain('The timer of 1 second runs until');
  await expect.poll(calls, patient).toEqual(['Your timer for the tea is over. ringing']);
  const [before] = await client.calls.list({});
  await served.restart();
  await expect.poll(calls, patient).toEqual(['Your timer for the tea is over. ringing']);
  expect((await served.engine().client.calls.list({}))[0]?.id).toBe(before?.id);
  expect(await ask('stop the timer')).toBe('The timer is off.');
  expect(await calls()).toEqual([]);
  await expect
    .poll(async () => (await served.engine().client.schedules.list())[0]?.last?.run?.status, patient)
    .toBe('completed');
  // The next one tidies up what is over.
  await ask('set a timer for 10 minutes');
  expect((await served.engine().client.schedules.list()).map(({ title }) => title)).toEqual(['Timer of 10 minutes']);
});
