import { expect, onTestFinished, test, vi } from 'vitest';
import { forgetfulModel, textOf } from '../models/context/fixtures/forgetful-model.ts';
import { conversationId, openWorld } from '../models/guards/fixtures/guarded-models.ts';
import type { ModelMessage } from '../models/model-client.ts';
import { silentLogger } from '../base/silent-logger.ts';
import { createHooks } from '../workers/hooks/hooks.ts';
import { startTrial } from '../workers/trial-workers.ts';

vi.setConfig({ testTimeout: 120_000, expect: { poll: { timeout: 60_000 } } });

const window = 4000;
const messages = Array.from({ length: 60 }, (_, index): ModelMessage => ({
  ...{ role: 'user', content: `Message ${index}: ${'so it went on '.repeat(25)}` },
  mark: `msg_01JD00000000000000000000${String(index).padStart(2, '0')}`,
}));

test('a hook refuses the summary of a long conversation, hears of the next one, and a broken one is passed over [RT-13]', async () => {
  const head = 'const seen = [];\nlet asked = 0;';
  const trial = await startTrial({
    bundled: {
      'a-broken': { tier: 'isolate', actions: {}, hooks: { before_compaction: `() => { throw new Error('oops') }` } },
      judge: {
        ...{ tier: 'isolate', head, actions: { seen: '() => ({ value: seen })' } },
        hooks: {
          before_compaction: `({ messages }) => ((asked += 1) === 1 ? { veto: 'it is a record of ' + messages } : undefined)`,
          after_compaction: `({ messages, messagesAfter }) => void seen.push(messagesAfter < messages)`,
        },
      },
    },
  });
  onTestFinished(() => trial.close());
  const model = forgetfulModel('near/first', window);
  const { ask, hooks, log, time } = openWorld([model], { windows: { 'near/first': window } });
  const vetoes: string[] = [];
  const real = createHooks({
    ...{
      watchers: trial.workers.registry.watchers,
      riskOf: () => 'read',
      isEnabled: () => true,
      settingsOf: () => ({}),
    },
    noteVeto: ({ hookOf, operation, target }) => vetoes.push(`${hookOf}: ${operation} ${target}`),
    ...{ events: log, logger: silentLogger, version: '0.1.0', times: { askMs: 60_000, startMs: 60_000 } },
  });
  Object.assign(hooks, { compacting: real.compacting, compacted: real.compacted });
  const asking = { scope: { conversationId }, context: { of: { conversationId } }, messages };
  await ask(asking);
  expect(model.summaries).toEqual([]);
  expect(log.list({ types: ['context.cut'] })[0]?.payload).toMatchObject({
    because: 'Trial refused it: it is a record of 60',
  });
  expect(vetoes).toEqual([`judge: before_compaction ${conversationId}`]);
  time.now += 60_000;
  await ask(asking);
  expect(textOf(model.requests.at(-1)?.messages ?? [])).toContain('[Summary of');
  await expect.poll(() => trial.call('judge', 'seen')).toEqual([true]);
  expect(log.list({ types: ['hook.failed'] }).length).toBeGreaterThan(0);
  await real.engineStopping();
});
