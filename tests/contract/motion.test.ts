import { expect, onTestFinished, test } from 'vitest';
import { openServedEngine } from './served-engine.ts';

const patient = { timeout: 30_000 };

test('what moves before the camera starts what waits for that, and not with each picture [MM-06]', async () => {
  const served = await openServedEngine();
  onTestFinished(() => served.close());
  const { client } = served.engine();
  const { id: scheduleId } = await client.schedules.add({
    work: { kind: 'sentence', text: 'what time is it' },
    time: { kind: 'event', event: 'eyes.moved' },
  });
  await Promise.all([client.eyes.moved({ part: 0.2 }), client.eyes.moved({ part: 0.3 })]);
  const became = async () =>
    (await client.schedules.occurrences({ scheduleId })).map(({ cause, run }) => `${cause} ${run?.status}`);
  await expect.poll(became, patient).toEqual(['event completed']);
});
