import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../base/database.ts';
import { createEventLog } from '../../base/event-log.ts';
import { createIds } from '../../base/ids.ts';
import { silentLogger } from '../../base/silent-logger.ts';
import { createClassLimits } from '../../orchestrator/class-limits.ts';
import { modelAt } from '../../models/fixtures/model-at.ts';
import { startScriptedModel } from '../../models/fixtures/start-scripted-model.ts';
import { smallCatalogue } from './fixtures/small-catalogue.ts';
import { createPlanService } from './service.ts';

async function open() {
  const server = await startScriptedModel({
    replies: [{ misbehave: 'stay silent' }, { text: JSON.stringify({ words: 'Hello.' }) }],
  });
  onTestFinished(() => server.close());
  const database = openDatabase({ file: ':memory:' });
  const limits = createClassLimits({ model: 1 });
  const plans = createPlanService({
    catalogue: smallCatalogue(),
    log: createEventLog({ database, makeId: createIds(), clock: Date.now }),
    logger: silentLogger,
    homeFolder: '/home/ada',
    files: { pathExists: () => false, namesIn: () => [] },
    model: modelAt(server.baseUrl),
    hasModel: () => true,
    takeTurn: (runId = 'planner', signal) => limits.take('model', { runId, priority: 0 }, signal),
  });
  return { server, plans };
}

test('the planner keeps the limit of models: who asks next waits, and goes on when the one before is stopped [OR-10]', async () => {
  const { server, plans } = await open();
  const [first, third] = [new AbortController(), new AbortController()];
  const silent = plans.make('hello', { signal: first.signal });
  await expect.poll(() => server.requests.length, { timeout: 30_000 }).toBe(1);
  const waiting = plans.make('hello');
  const givenUp = plans.make('hello', { signal: third.signal });
  third.abort();
  await expect(givenUp).rejects.toMatchObject({ code: 'cancelled' });
  expect(server.requests).toHaveLength(1);
  first.abort();
  await expect(silent).rejects.toMatchObject({ code: 'cancelled' });
  await waiting;
  expect(server.requests.length).toBeGreaterThan(1);
});
