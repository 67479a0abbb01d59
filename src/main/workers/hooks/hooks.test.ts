import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { AnyEvent } from '../../../contract/events.ts';
import type { Json, JsonObject } from '../../../contract/json.ts';
import type { Tier } from '../../../contract/manifest.ts';
import { openDatabase } from '../../base/database.ts';
import { createEventLog } from '../../base/event-log.ts';
import { createIds } from '../../base/ids.ts';
import { createLogger } from '../../base/logger.ts';
import { startTrial, type Trial, type TrialWorker } from '../trial-workers.ts';
import type { WorkerCall } from '../worker-call.ts';
import type { hookTimes } from './ask-hook.ts';
import { createHooks, type Hooks } from './hooks.ts';

let trial: Trial;
let hooks: Hooks;
let enabled: string[];
let vetoes: string[];
let settings: JsonObject;
let log: ReturnType<typeof createEventLog>;
let failures: AnyEvent[];

// Processes start, and on a loaded machine that takes its time: nothing here ends because it does.
vi.setConfig({ testTimeout: 120_000, expect: { poll: { timeout: 60_000 } } });
const patient = { askMs: 60_000, startMs: 60_000 };

const echo: TrialWorker = { tier: 'isolate', actions: { give: '({ value }) => ({ value })' } };

function watcher(tier: Tier, hooksOfIt: Record<string, string>, head = ''): TrialWorker {
  return { tier, actions: { seen: '() => ({ value: seen })' }, head: `const seen = [];\n${head}`, hooks: hooksOfIt };
}

async function start(workers: Record<string, TrialWorker>, times: typeof hookTimes = patient): Promise<void> {
  trial = await startTrial({ bundled: { echo, ...workers } });
  enabled = Object.keys(workers);
  log = createEventLog({ database: openDatabase({ file: ':memory:' }), makeId: createIds(), clock: Date.now });
  log.listen((event) => failures.push(event));
  hooks = createHooks({
    watchers: trial.workers.registry.watchers,
    riskOf: () => 'read',
    isEnabled: (id) => enabled.includes(id),
    settingsOf: () => settings,
    noteVeto: ({ hookOf, operation, target }) =>
      vetoes.push(`${hookOf}: ${operation === 'worker.call' ? '' : `${operation} `}${target}`),
    events: log,
    logger: createLogger(`${trial.folder}/hooks.log`, 'debug'),
    version: '0.1.0',
    times,
  });
}

const runId = 'run_01JD0000000000000000000000';

function give(value: Json, changes: Partial<WorkerCall> = {}): Promise<Json> {
  return hooks.around(trial.workers.callWorker)({
    ...{ workerId: 'echo', action: 'give', input: { value } },
    scope: { runId, taskId: 'task', attempt: 1, idempotencyKey: 'k', unattended: true },
    timeoutMs: 20_000,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    ...changes,
  });
}

beforeEach(() => {
  vetoes = [];
  failures = [];
  settings = {};
});
afterEach(() => trial.close());

describe.each<Tier>(['isolate', 'node'])('a hook of the %s tier', (tier) => {
  test('may refuse a call before it is made, with a reason that is told [RT-13]', async () => {
    await start({
      judge: watcher(tier, {
        before_tool_call: `({ ref, input }) => input.value === 'bad' ? { veto: ref + ' of bad things' } : undefined`,
      }),
    });
    expect(await give('good')).toEqual({ value: 'good' });
    await expect(give('bad')).rejects.toMatchObject({
      code: 'permission-denied',
      message: 'echo.give was not called. Trial refused it: echo.give of bad things',
      details: { rule: 'hook judge' },
    });
    expect(vetoes).toEqual(['judge: echo.give']);
  });

  test('is told of what was called and how it ended, with its settings and without secrets', async () => {
    settings = { tone: 'high' };
    await start({
      observer: watcher(tier, {
        before_tool_call: `(call, context) => void seen.push(['before', call.input, context.settings, Object.isFrozen(context.settings)])`,
        after_tool_call: `(call) => void seen.push(['after', call.outcome])`,
      }),
    });
    await give({ password: 'p', path: '/a' });
    const shown = { value: { password: '[redacted]', path: '/a' } };
    await expect
      .poll(() => trial.call('observer', 'seen'))
      .toEqual([
        ['before', shown, { tone: 'high' }, true],
        ['after', { status: 'completed', output: shown }],
      ]);
  });

  test('has no files, network or programs', async () => {
    await start({
      reader: watcher(tier, { before_tool_call: `(call, context) => context.files.readText('/etc/passwd')` }),
    });
    expect(await give('x')).toEqual({ value: 'x' });
    await expect.poll(() => failures).toMatchObject([{ payload: { error: { code: 'permission-denied' } } }]);
  });
});

test.each([
  ['throws', `() => { throw new Error('oops') }`, { code: 'worker-failed', message: 'oops' }],
  ['never ends', `() => new Promise(() => undefined)`, { code: 'timeout' }],
  ['loops', `() => { for (;;); }`, { code: 'timeout' }],
  ['ends its process', `() => process.exit(1)`, { code: 'worker-crashed' }],
  ['answers nonsense', `() => 'no'`, { code: 'worker-failed' }],
])('a hook that %s is reported and passed over; the others are asked [RT-14]', async (_, source, error) => {
  const judge = `({ input }) => (input.value === 'bad' ? { veto: 'it is bad' } : undefined)`;
  await start(
    {
      'a-broken': watcher('node', { before_tool_call: source }),
      'b-judge': watcher('isolate', { before_tool_call: judge }),
    },
    { ...patient, askMs: 3000 },
  );
  // What is asked has its process already, so its time goes to nothing but the answer.
  const ready = (): Promise<Json[]> => Promise.all(['a-broken', 'b-judge'].map((id) => trial.call(id, 'seen')));
  await ready();
  expect(await give('good')).toEqual({ value: 'good' });
  await ready();
  await expect(give('bad')).rejects.toMatchObject({ code: 'permission-denied', details: { rule: 'hook b-judge' } });
  await expect.poll(() => failures.filter(({ scope }) => scope.workerId === 'a-broken').length).toBe(2);
  expect(failures[0]).toMatchObject({
    type: 'hook.failed',
    scope: { workerId: 'a-broken', runId, taskId: 'task' },
    payload: { event: 'before_tool_call', error },
  });
});

test('all hooks are asked, in the order of their ids, also after a veto', async () => {
  await start({
    zebra: watcher('isolate', { before_tool_call: `() => ({ veto: 'stripes' })` }),
    ape: watcher('isolate', { before_tool_call: `() => ({ veto: 'bananas' })` }),
  });
  await expect(give('x')).rejects.toMatchObject({
    message: 'echo.give was not called. Trial refused it: bananas; Trial refused it: stripes',
    details: { rule: 'hook ape, hook zebra' },
  });
  expect(vetoes).toEqual(['ape: echo.give', 'zebra: echo.give']);
});

test('a hook that is not switched on is not asked, and starts no process', async () => {
  await start({ judge: watcher('isolate', { before_tool_call: `() => ({ veto: 'no' })` }) });
  enabled = [];
  expect(await give('x')).toEqual({ value: 'x' });
  expect(trial.workers.registry.get('judge').state).toBe('idle');
});

test('a failed call is told with its error', async () => {
  await start({ observer: watcher('isolate', { after_tool_call: `(call) => void seen.push(call.outcome)` }) });
  await expect(give('x', { action: 'none' })).rejects.toMatchObject({ code: 'not-found' });
  await expect
    .poll(() => trial.call('observer', 'seen'))
    .toEqual([{ status: 'failed', error: { code: 'not-found', message: 'The worker echo has no action none' } }]);
});

test('the start and the end of the engine are told', async () => {
  await start({
    observer: watcher('isolate', {
      engine_start: `({ heron }) => void seen.push('start ' + heron)`,
      engine_stop: `() => void seen.push('stop')`,
    }),
  });
  hooks.engineStarted();
  await hooks.engineStopping();
  expect(await trial.call('observer', 'seen')).toEqual(['start 0.1.0', 'stop']);
});

test('a conversation that is compacted, and an agent that stops, are told and may be refused; a broken hook is passed over [RT-13]', async () => {
  await start({
    'a-broken': watcher('isolate', { agent_stop: `() => { throw new Error('oops') }` }),
    judge: watcher('isolate', {
      before_compaction: `({ tokens }) => (tokens < 1000 ? { veto: 'it still fits' } : undefined)`,
      after_compaction: `({ tokens, tokensAfter }) => void seen.push([tokens, tokensAfter])`,
      agent_stop: `({ answer, turns }) => (turns < 3 ? { veto: 'no test was run: ' + answer } : undefined)`,
    }),
  });
  const { signal } = new AbortController();
  const conversationId = 'cnv_01JD0000000000000000000000';
  const small = { conversationId, messages: 3, tokens: 900 };
  expect(await hooks.compacting(small, signal)).toEqual({
    reason: 'Trial refused it: it still fits',
    rule: 'hook judge',
    by: ['judge'],
  });
  const large = { ...small, tokens: 9000 };
  expect(await hooks.compacting(large, signal)).toBeUndefined();
  hooks.compacted({ ...large, messagesAfter: 1, tokensAfter: 500 });
  await expect.poll(() => trial.call('judge', 'seen')).toEqual([[9000, 500]]);
  const key = `sk-${'a1B2'.repeat(12)}`;
  const stop = { runId, conversationId, because: 'answered', turns: 1, answer: `done with ${key}` } as const;
  expect((await hooks.agentStopping(stop, signal))?.reason).toBe(
    'Trial refused it: no test was run: done with [redacted]',
  );
  expect(await hooks.agentStopping({ ...stop, turns: 3 }, signal)).toBeUndefined();
  expect(vetoes).toEqual([`judge: before_compaction ${conversationId}`, `judge: agent_stop ${conversationId}`]);
  await expect.poll(() => failures.length).toBe(2);
  expect(failures[0]).toMatchObject({ scope: { workerId: 'a-broken', runId }, payload: { event: 'agent_stop' } });
  expect(failures[0]?.scope.taskId).toBeUndefined();
});

test('code without a hook that its manifest names is refused', async () => {
  await start({ liar: { ...watcher('isolate', { engine_start: '() => undefined' }), head: 'const seen = [];' } });
  trial.install('bundled', 'empty', { ...echo, hooks: { engine_stop: '() => undefined' } });
  trial.write('app/workers/empty/index.ts', `export default { actions: { give: () => ({}) } };`);
  await trial.workers.registry.reload('empty');
  await expect(trial.call('empty', 'give')).rejects.toThrow(/lacks hook:engine_stop/);
});
