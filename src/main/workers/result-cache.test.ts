import { afterEach, describe, expect, test } from 'vitest';
import type { Json } from '../../contract/json.ts';
import type { CallableAction } from './registry/catalogue.ts';
import { createResultCache } from './result-cache.ts';
import { startTrial, type Trial, type TrialWorker } from './trial-workers.ts';
import type { WorkerCall } from './worker-call.ts';

describe('kept results', () => {
  const action = { action: { pure: { ttlMs: 1 }, needs: [] }, manifest: { version: '1.0.0' }, fingerprint: 'a' };
  const callOf = (input: Json, name = 'act'): WorkerCall =>
    ({ workerId: 'probe', action: name, input }) as unknown as WorkerCall;
  const known = (changes: object = {}): CallableAction => ({ ...action, ...changes }) as unknown as CallableAction;

  test('the key is that of the worker, its version and code, the action, the input and the worker’s settings, in whatever order its fields stand', () => {
    const { keyOf } = createResultCache(Date.now);
    const key = keyOf(callOf({ a: 1, b: { c: 2, d: [3] } }), known(), {});
    expect(keyOf(callOf({ b: { d: [3], c: 2 }, a: 1 }), known(), {})).toBe(key);
    const others = [
      keyOf(callOf({ a: 2, b: { c: 2, d: [3] } }), known(), {}),
      keyOf(callOf({ a: 1, b: { c: 2, d: [3] } }, 'other'), known(), {}),
      keyOf(callOf({ a: 1, b: { c: 2, d: [3] } }), known({ fingerprint: 'b' }), {}),
      keyOf(callOf({ a: 1, b: { c: 2, d: [3] } }), known({ manifest: { version: '1.0.1' } }), {}),
      keyOf(callOf({ a: 1, b: { c: 2, d: [3] } }), known(), { digits: 2 }),
    ];
    expect(new Set([key, ...others]).size).toBe(6);
  });

  test.each([
    ['that is not pure', { needs: [] }],
    ['that touches something', { pure: { ttlMs: 1 }, needs: [{ capability: 'files.read', target: '{{ path }}' }] }],
  ])('an action %s has no key', (_name, its) => {
    expect(createResultCache(Date.now).keyOf(callOf({}), known({ action: its }), {})).toBeUndefined();
  });

  test('what names a blob, which belongs to one run, is not kept', () => {
    const cache = createResultCache(Date.now);
    const blob = `blb_${'0'.repeat(26)}`;
    expect(cache.keyOf(callOf({ image: blob }), known(), {})).toBeUndefined();
    cache.keep('made', { image: { id: blob } }, 1000);
    expect(cache.read('made')).toBeUndefined();
  });

  test('they end with their time, and the longest unused make room for new ones [ME-15]', () => {
    let now = 0;
    const cache = createResultCache(() => now, { entries: 2, bytes: 100_000 });
    cache.keep('a', { value: 1 }, 10);
    now = 9;
    expect(cache.read('a')).toEqual({ value: 1 });
    now = 10;
    expect(cache.read('a')).toBeUndefined();
    for (const key of ['b', 'c']) cache.keep(key, key, 1000);
    cache.read('b');
    cache.keep('d', 'd', 1000);
    expect(['b', 'c', 'd'].map(cache.read)).toEqual(['b', undefined, 'd']);
  });

  test('they never take more room than there is', () => {
    const cache = createResultCache(Date.now, { entries: 100, bytes: 10_000 });
    cache.keep('huge', 'x'.repeat(2000), 1000);
    expect(cache.read('huge')).toBeUndefined();
    for (let index = 0; index < 20; index += 1) cache.keep(`k${index}`, 'x'.repeat(500), 1000);
    const left = Array.from({ length: 20 }, (_, index) => cache.read(`k${index}`)).filter((each) => each !== undefined);
    expect(left).toHaveLength(9);
  });
});

describe('a pure action', () => {
  let trial: Trial;
  afterEach(() => trial.close());

  const worker = (value = 'count', pure: TrialWorker['pure'] = { counted: { ttlMs: 60_000 } }): TrialWorker => ({
    tier: 'node',
    head: 'let count = 0;',
    actions: { counted: `() => ({ value: [++count, '${value}'] })`, plain: '() => ({ value: ++count })' },
    pure,
  });

  test('is answered from an earlier call with the same input, which is told and counted [ME-15]', async () => {
    trial = await startTrial({ bundled: { probe: worker() } });
    const told: unknown[] = [];
    expect(await trial.call('probe', 'counted', 1)).toEqual([1, 'count']);
    expect(await trial.call('probe', 'counted', 1, { onProgress: (report) => told.push(report) })).toEqual([
      1,
      'count',
    ]);
    expect(told).toEqual([{ text: 'The result of an earlier call with the same input' }]);
    expect(await trial.call('probe', 'counted', 2)).toEqual([2, 'count']);
    expect(await trial.call('probe', 'plain', 1)).toBe(3);
    expect(await trial.call('probe', 'plain', 1)).toBe(4);
    expect(trial.workers.registry.get('probe').statistics).toMatchObject({ calls: 5, cacheHits: 1 });
  });

  test('is asked again when its code has changed', async () => {
    trial = await startTrial({ bundled: { probe: worker() } });
    expect(await trial.call('probe', 'counted', 1)).toEqual([1, 'count']);
    trial.install('bundled', 'probe', worker('changed'));
    await trial.workers.registry.reload('probe');
    expect(await trial.call('probe', 'counted', 1)).toEqual([1, 'changed']);
  });

  test('that changes something is refused with its manifest', async () => {
    const needs = [{ capability: 'files.read', target: '{{ value }}' }];
    trial = await startTrial({ bundled: { probe: { ...worker(), needs } } });
    expect(trial.workers.registry.get('probe').error).toMatchObject({
      code: 'invalid-manifest',
      details: { issues: [{ path: 'actions.counted.pure', message: expect.stringContaining('no needs') as string }] },
    });
  });
});
