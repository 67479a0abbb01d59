import { describe, expect, onTestFinished, test } from 'vitest';
import { isTransient } from '../../contract/errors.ts';
import { NotCalled, toFailure } from '../base/errors.ts';
import { type Chaos, readChaos } from './chaos.ts';
import { startTrial } from './trial-workers.ts';

function chaos(text: string): Chaos {
  const read = readChaos(text);
  if (!read) throw new Error('expected chaos');
  return read;
}

const calls = Array.from({ length: 2000 }, (_, index) => ({
  workerId: 'bird',
  action: 'sing',
  scope: { runId: 'run', taskId: `songs/${index}`, attempt: 1, idempotencyKey: 'key', unattended: true },
}));

async function fates(text: string, isRepeatable = true): Promise<string[]> {
  const { around } = chaos(text);
  return Promise.all(
    calls.map(async (call) => {
      let isMade = false;
      const make = async (): Promise<void> => void (isMade = true);
      const error: unknown = await around(call, isRepeatable, make).catch((thrown: unknown) => thrown);
      if (error === undefined) return 'made';
      expect(isTransient(toFailure(error))).toBe(true);
      expect(error instanceof NotCalled).toBe(!isMade);
      return isMade ? 'lost' : 'not called';
    }),
  );
}

const share = (all: string[], which: string): number => all.filter((each) => each === which).length / all.length;

describe('chaos mode', () => {
  test('lets about its share of calls fail, the same ones each time [OR-17]', async () => {
    const first = await fates('rate=0.05,seed=7');
    expect(share(first, 'not called')).toBeGreaterThan(0.03);
    expect(share(first, 'not called')).toBeLessThan(0.07);
    expect(share(first, 'lost')).toBe(0);
    expect(await fates('rate=0.05, seed=7')).toEqual(first);
    expect(await fates('rate=0.05,seed=8')).not.toEqual(first);
  });

  test('loses answers only of what may be repeated', async () => {
    const repeatable = await fates('rate=0.5,seed=1,after=0.5');
    expect(share(repeatable, 'lost')).toBeGreaterThan(0.15);
    expect(share(repeatable, 'not called')).toBeGreaterThan(0.15);
    expect(share(await fates('rate=0.5,seed=1,after=1', false), 'lost')).toBe(0);
  });

  test('is off unless somebody asks for it, and says what it does', () => {
    expect(readChaos(undefined)).toBeUndefined();
    expect(readChaos(' ')).toBeUndefined();
    expect(chaos('rate=0.05,seed=7,after=0.5').text).toBe(
      'Chaos mode: 5 % of all calls of workers fail on purpose (seed 7, 50 % of those after their effect where they may be repeated). Unset HERON_CHAOS and start Heron again to end it',
    );
  });

  test.each([
    ['yes', 'HERON_CHAOS: there is no "yes"; it can say rate, seed, after'],
    ['seed=7', 'HERON_CHAOS: it must say which share of the calls fails: rate=0.05'],
    ['rate=5', 'HERON_CHAOS: rate: expected a number from 0 to 1, got "5"'],
    ['rate=', 'HERON_CHAOS: rate: expected a number from 0 to 1, got ""'],
    ['rate=0.1,seed=x', 'HERON_CHAOS: seed: expected a whole number, got "x"'],
    ['rate=0.1,seed=1.5', 'HERON_CHAOS: seed: expected a whole number, got "1.5"'],
  ])('does not guess what %s means', (text, message) => {
    expect(() => readChaos(text)).toThrow(message);
  });

  test('strikes calls of real workers, and is counted by their circuits as a fault', async () => {
    const trial = await startTrial({
      chaos: chaos('rate=1'),
      bundled: { bird: { tier: 'node', actions: { sing: '({ value }) => ({ value })' } } },
    });
    onTestFinished(() => trial.close());
    for (let sung = 0; sung < 10; sung += 1) {
      await expect(trial.call('bird', 'sing')).rejects.toMatchObject({
        code: 'worker-unavailable',
        message: 'Chaos mode: bird.sing was not called',
      });
    }
    await expect(trial.call('bird', 'sing')).rejects.toMatchObject({ code: 'circuit-open' });
    expect(trial.events.filter(({ type }) => type === 'worker.started')).toEqual([]);
  });
});
