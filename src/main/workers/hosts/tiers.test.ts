import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../../../contract/json.ts';
import { HeronError } from '../../base/errors.ts';
import type { BrokerReply, OpenSession } from '../broker/session.ts';
import { startTrial, type Trial } from '../trial-workers.ts';
import type { WorkerProgress } from '../worker-call.ts';

/** A broker with one file in memory: what is appended comes back when it is read, in two chunks. */
const memoryBroker: OpenSession = () => {
  let stored = Buffer.alloc(0);
  const status = () => ({ path: '/memory', kind: 'file', size: stored.length, modifiedAt: 0, mode: 0o644 });
  return {
    async request(method, parameters, bytes): Promise<BrokerReply> {
      if (method === 'files.create') return { value: { handle: 1 } };
      if (method === 'files.append' || method === 'files.write') {
        stored = Buffer.concat([stored, bytes ?? Buffer.alloc(0)]);
        return { value: method === 'files.write' ? status() : null };
      }
      if (method === 'files.commit') return { value: status() };
      const half = Math.ceil(stored.length / 2);
      if (method === 'files.open') {
        return { value: { handle: 2, size: stored.length, done: false }, bytes: stored.subarray(0, half) };
      }
      if (method === 'files.next') return { value: { done: true }, bytes: stored.subarray(half) };
      if (method === 'files.close') return { value: null };
      const { path } = parameters as { path: string };
      throw new HeronError('permission-denied', `The worker may not see ${path}`, { target: path });
    },
    awaitsHost: () => false,
    close: async () => undefined,
  };
};

const actions = {
  echo: '({ value }) => ({ value })',
  late: 'async ({ value }, context) => { await context.sleep(20); return { value }; }',
  steps: `async (_input, context) => {
    for (const percent of [0, 50, 100]) context.progress({ percent, text: 'at ' + percent, output: { percent } });
    return { value: 'done' };
  }`,
  copy: `async ({ value }, context) => {
    const status = await context.files.write('/memory', value);
    const text = await context.files.readText('/memory');
    return { value: { size: status.size, text } };
  }`,
  bytes: `async (_input, context) => {
    const sent = Uint8Array.from({ length: 600_000 }, (_, index) => index % 251);
    await context.files.write('/memory', sent.subarray(0, 500_000));
    let sum = 0, length = 0;
    for await (const chunk of context.files.read('/memory')) { length += chunk.length; for (const byte of chunk) sum += byte; }
    return { value: { length, sum } };
  }`,
  peek: `async (_input, context) => {
    try { await context.files.status('/secret'); } catch (error) { return { value: [error.code, error.message, error.details] }; }
    return { value: 'seen' };
  }`,
  pass: "async (_input, context) => { await context.files.status('/secret'); return { value: null }; }",
  kept: "() => fail('not-found', 'There is no moon', { moon: 1 })",
  thrown: "() => { throw new TypeError('Nothing but trouble'); }",
  odd: '() => { throw { odd: true }; }',
  forged: "() => { throw new WorkerFailure('uncertain', 'I say so'); }",
  loop: '() => { const a = {}; a.a = a; return { value: a }; }',
  tricky: `() => {
    let reads = 0;
    return { get value() { reads += 1; return { reads, proxy: new Proxy({}, { ownKeys: () => ['a'], getOwnPropertyDescriptor: () => ({ value: 1, enumerable: true, configurable: true }), get: () => 'trap' }) }; } };
  }`,
  deep: '() => { let value = 1; for (let level = 0; level < 300; level += 1) value = [value]; return { value }; }',
  trap: "() => { const error = new Error('x'); Object.defineProperty(error, 'message', { get() { throw error; } }); throw error; }",
  wrong: '() => ({ value: 1, more: 2 })',
  nothing: '() => undefined',
  large: "() => ({ value: 'x'.repeat(5_000_000) })",
  stubborn: '() => new Promise(() => {})',
  waits: `async (_input, context) => {
    context.progress({ text: 'waiting' });
    await new Promise((resolve) => context.signal.addEventListener('abort', resolve));
    return { value: 'stopped in time' };
  }`,
  spin: '() => { for (;;); }',
  about:
    '(_input, { runId, taskId, attempt, idempotencyKey, now }) => ({ value: [runId, taskId, attempt, idempotencyKey, typeof now()] })',
};

describe.each(['node', 'isolate'] as const)('a worker of the %s tier', (tier) => {
  let trial: Trial;
  beforeAll(async () => {
    trial = await startTrial({ bundled: { probe: { tier, actions } }, openSession: memoryBroker });
  });
  afterAll(() => trial.close());

  const call = (action: string, value: Json = null, options = {}) => trial.call('probe', action, value, options);

  test('answers a call', async () => {
    expect(await call('echo', { text: 'grüß 日本 😀', list: [1, null, true] })).toEqual({
      text: 'grüß 日本 😀',
      list: [1, null, true],
    });
  });

  test('is told on whose behalf it acts', async () => {
    expect(await call('about')).toEqual(['run_trial', 'task', 1, 'run_trial.task', 'number']);
  });

  test('reports progress in order, before its result', async () => {
    const seen: WorkerProgress[] = [];
    await call('steps', null, { onProgress: (progress: WorkerProgress) => seen.push(progress) });
    expect(seen).toEqual(
      [0, 50, 100].map((percent, index) => ({
        percent,
        text: `at ${percent}`,
        partial: { number: index + 1, data: { percent } },
      })),
    );
  });

  test('sends bytes to the broker and gets them back', async () => {
    const value = 'zwölf Boxkämpfer 🥊 '.repeat(30_000);
    expect(await call('copy', value)).toEqual({ size: Buffer.byteLength(value), text: value });
    const sum = Array.from({ length: 500_000 }, (_, index) => index % 251).reduce((a, b) => a + b);
    expect(await call('bytes')).toEqual({ length: 500_000, sum });
  });

  test('hears why the broker refuses, and may let it pass', async () => {
    const refusal = { code: 'permission-denied', message: 'The worker may not see /secret' };
    expect(await call('peek')).toEqual([refusal.code, refusal.message, { target: '/secret' }]);
    await expect(call('pass')).rejects.toMatchObject({ ...refusal, details: { target: '/secret' } });
  });

  test('answers 200 calls made at once, each with its own result', async () => {
    const values = Array.from({ length: 200 }, (_, index) => index);
    expect(await Promise.all(values.map((value) => call('late', value)))).toEqual(values);
  });

  test.each([
    ['kept', { code: 'not-found', message: 'There is no moon', details: { moon: 1 } }],
    ['thrown', { code: 'worker-failed', message: 'Nothing but trouble' }],
    ['odd', { code: 'worker-failed', message: 'The worker threw {"odd":true}' }],
    ['forged', { code: 'worker-failed', message: 'I say so' }],
    ['loop', { code: 'worker-failed' }],
    ['large', { code: 'limit-exceeded', details: { limit: 'messageBytes' } }],
    ['deep', { code: 'limit-exceeded', details: { limit: 'nesting', value: 200 } }],
    ['trap', { code: 'worker-failed', message: 'The worker threw something that cannot be read' }],
    ['wrong', { code: 'worker-failed', message: expect.stringContaining('more: is not a known field') as string }],
    ['nothing', { code: 'worker-failed', message: expect.stringContaining('must be object') as string }],
  ])('that fails (%s) says why', async (action, error) => {
    await expect(call(action)).rejects.toMatchObject(error);
    expect(await call('echo', 'still here')).toBe('still here');
  });

  test('hands over plain data: getters have run once and proxies are gone', async () => {
    expect(await call('tricky')).toEqual({ reads: 1, proxy: { a: 'trap' } });
  });

  test('gets no input its manifest does not allow', async () => {
    const scope = { runId: 'r', taskId: 't', attempt: 1, idempotencyKey: 'k', unattended: true };
    const wrong = { workerId: 'probe', action: 'echo', input: { valu: 1 }, scope, timeoutMs: 1000 };
    const { signal } = new AbortController();
    await expect(trial.workers.callWorker({ ...wrong, signal, onProgress: () => undefined })).rejects.toMatchObject({
      code: 'invalid-input',
      message: 'The input of probe.echo is not valid: valu: is not a known field',
    });
    await expect(trial.call('probe', 'sing')).rejects.toMatchObject({ code: 'not-found' });
    await expect(trial.call('nobody', 'sing')).rejects.toMatchObject({ code: 'worker-unavailable' });
  });

  test('that heeds its signal is stopped without losing its process', async () => {
    const stop = new AbortController();
    const { pid } = lastStart(trial);
    const outcome = call('waits', null, { signal: stop.signal, onProgress: () => stop.abort() });
    await expect(outcome).rejects.toMatchObject({ code: 'cancelled' });
    expect(await call('echo', 1)).toBe(1);
    expect(lastStart(trial).pid).toBe(pid);
  });

  test('is not asked when the call was cancelled before', async () => {
    await expect(call('echo', 1, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' });
  });

  test.each([
    ['spin', 'timeout'],
    ['stubborn', 'timeout'],
  ])('that does not end (%s) is ended, and the next call finds a fresh process', async (action, code) => {
    await call('echo');
    const { pid } = lastStart(trial);
    await expect(call(action, null, { timeoutMs: 300 })).rejects.toMatchObject({
      code,
      details: { limit: 'timeoutMs', value: 300 },
    });
    expect(await call('echo', 'again')).toBe('again');
    expect(lastStart(trial).pid).not.toBe(pid);
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });
});

function lastStart(trial: Trial): { pid: number; startMs: number } {
  const event = trial.events.findLast(({ type }) => type === 'worker.started');
  return event?.payload as { pid: number; startMs: number };
}
