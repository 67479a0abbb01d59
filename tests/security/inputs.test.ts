import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTrial, type Trial } from '../../src/main/workers/trial-workers.ts';
import { hostileInputs } from './cases/inputs.ts';
import { watchTurns } from '../../scripts/loop-turns.ts';

let trial: Trial;
beforeAll(async () => {
  trial = await startTrial({ bundled: { witness: { tier: 'node', actions: { echo: '({ value }) => ({ value })' } } } });
});
afterAll(() => trial.close());

test.for(hostileInputs)('a hostile input, $class: $name', async ({ name, class: kind, offer, skip }, context) => {
  const record = { name, class: kind, tier: 'engine', surroundings: 'none', stallMs: 0 };
  context.task.meta.security = record;
  if (skip) return context.skip(skip);
  const { turns } = await watchTurns(() => offer(trial));
  const stallMs = Math.round(Math.max(...turns));
  record.stallMs = stallMs;
  expect(await trial.call('witness', 'echo', 'still there')).toBe('still there');
});
