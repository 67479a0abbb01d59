import { afterEach, describe, expect, test } from 'vitest';
import { defaultCircuit } from '../../contract/circuits.ts';
import type { WorkClass } from '../../contract/manifest.ts';
import { HeronError } from '../base/errors.ts';
import { type Judge, trustAll } from './registry/verdict.ts';
import { startTrial, type Trial, type TrialOptions } from './trial-workers.ts';
import type { ComingCall } from './warming.ts';

let trial: Trial;
afterEach(() => trial.close());

const echo = '({ value }) => ({ value })';
const crash = '() => process.exit(7)';
const worker = { tier: 'node', actions: { echo, crash } } as const;
const names = ['first', 'second', 'third'];

async function start(options: TrialOptions = {}): Promise<void> {
  trial = await startTrial({ bundled: Object.fromEntries(names.map((name) => [name, worker])), ...options });
}

const calls = (...workers: string[]): ComingCall[] => workers.map((workerId) => ({ workerId, action: 'echo' }));
const warm = (coming: ComingCall[], places: (workClass: WorkClass) => number = () => 10): void =>
  trial.workers.warm(coming, places);
const stateOf = (name: string): string => trial.workers.registry.get(name).state;
const started = (): string[] =>
  trial.events.flatMap(({ type, scope }) => (type === 'worker.started' ? [scope.workerId ?? ''] : []));
const reasons = (): string[] =>
  trial.events.flatMap((event) => (event.type === 'worker.stopped' ? [event.payload.reason] : []));

describe('the process of a call that is to come', () => {
  test.each(['node', 'isolate'] as const)('is there before it, and takes it (%s) [DP-01]', async (tier) => {
    await start({ bundled: { first: { tier, actions: { echo } } } });
    warm(calls('first', 'first'));
    expect(stateOf('first')).toBe('starting');
    await expect.poll(() => stateOf('first')).toBe('running');
    expect(await trial.call('first', 'echo', 'warm')).toBe('warm');
    warm(calls('first'));
    expect(started()).toEqual(['first']);
  });

  test('takes calls that come while it begins', async () => {
    await start();
    warm(calls('first'));
    expect(await trial.call('first', 'echo', 'early')).toBe('early');
    expect(started()).toEqual(['first']);
  });

  test('is frozen and ended like any, when the call does not come [RT-32]', async () => {
    await start({ processes: { workerPauseMs: 20, workerIdleMs: 150 } });
    warm(calls('first'));
    await expect.poll(reasons).toEqual(['idle']);
    expect(trial.events.map(({ type }) => type)).toContain('worker.paused');
    expect(stateOf('first')).toBe('idle');
  });

  test('takes no place that another has, be it at rest', async () => {
    await start({ processes: { workerProcesses: 1 } });
    await trial.call('first', 'echo');
    warm(calls('second'));
    expect([stateOf('first'), stateOf('second')]).toEqual(['running', 'idle']);
    expect(await trial.call('second', 'echo', 'a call does')).toBe('a call does');
    expect(reasons()).toEqual(['made room for another worker']);
  });

  test('begins for no more workers of a class than the class has places', async () => {
    await start();
    warm(calls(...names), (workClass) => (workClass === 'cpu' ? 2 : 0));
    expect(names.map(stateOf)).toEqual(['starting', 'starting', 'idle']);
  });

  test('is none of a worker that is not there, may not run, or lacks the action', async () => {
    const error = new HeronError('worker-unavailable', 'Nobody approved it');
    const judge: Judge = async (found) =>
      found.origin === 'bundled' ? trustAll(found) : { trust: 'unapproved', refusal: error };
    await start({ installed: { stranger: worker }, judge });
    warm([...calls('nobody', 'stranger'), { workerId: 'first', action: 'nothing' }]);
    expect(stateOf('stranger')).toBe('refused');
    expect(names.map(stateOf)).toEqual(['idle', 'idle', 'idle']);
  });

  test('is none of a worker that has just crashed', async () => {
    await start();
    await expect(trial.call('first', 'crash')).rejects.toMatchObject({ code: 'worker-crashed' });
    warm(calls('first'));
    expect(stateOf('first')).toBe('idle');
  });

  test('is none of a worker that is left alone [OR-17]', async () => {
    const sleep = 'async (_, context) => { await context.sleep(60_000); return {}; }';
    const circuit = { ...defaultCircuit, leastCalls: 1, windowCalls: 1 };
    const late = { tier: 'node', actions: { echo, sleep }, limits: { wallMs: 100 } } as const;
    await start({ bundled: { first: late }, processes: { circuit, workerIdleMs: 20 } });
    await expect(trial.call('first', 'sleep', 0, { timeoutMs: 100 })).rejects.toMatchObject({ code: 'timeout' });
    await expect.poll(() => stateOf('first')).toBe('idle');
    warm(calls('first'));
    expect([stateOf('first'), trial.workers.registry.get('first').circuit?.state]).toEqual(['idle', 'open']);
  });
});
