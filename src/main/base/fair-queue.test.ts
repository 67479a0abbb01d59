import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Claim, createFairQueue, turnsPerStep } from './fair-queue.ts';

type Waiting = Claim & { number: number; since: number };
type Step = { kind: 'add'; claim: Claim } | { kind: 'take' } | { kind: 'leave'; which: number };

const claim: fc.Arbitrary<Claim> = fc.record({
  runId: fc.constantFrom('a', 'b', 'c', 'd'),
  priority: fc.integer({ min: -10, max: 10 }),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('add' as const), claim }) },
  { weight: 3, arbitrary: fc.constant({ kind: 'take' as const }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('leave' as const), which: fc.nat() }) },
);

/** Lets things come and go; each turn is told with what was waiting when it was taken. */
function schedule(steps: Step[], taken: (item: Waiting, waiting: Waiting[], turn: number) => void): void {
  const queue = createFairQueue<Waiting>();
  let waiting: Waiting[] = [];
  const leaving = new Map<Waiting, () => void>();
  let turn = 0;
  for (const [number, each] of steps.entries()) {
    if (each.kind === 'add') {
      const item = { ...each.claim, number, since: turn };
      waiting.push(item);
      leaving.set(item, queue.add(each.claim, item));
    } else if (each.kind === 'leave') {
      const gone = waiting[each.which % waiting.length];
      if (gone) leaving.get(gone)?.();
      waiting = waiting.filter((item) => item !== gone);
    } else {
      const item = queue.take();
      expect(item === undefined).toBe(waiting.length === 0);
      if (!item) continue;
      taken(item, waiting, turn);
      waiting = waiting.filter((one) => one !== item);
      turn += 1;
    }
    expect(queue.size()).toBe(waiting.length);
  }
}

test('whatever comes and goes, each is given once, and those of one run and priority in the order they came [SQ-13]', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const seen = new Set<Waiting>();
      schedule(steps, (item, waiting) => {
        expect(waiting).toContain(item);
        expect(seen).not.toContain(item);
        seen.add(item);
        const own = waiting.filter(({ runId, priority }) => runId === item.runId && priority === item.priority);
        expect(item.number).toBe(Math.min(...own.map(({ number }) => number)));
      });
    }),
  );
});

test('no line waits for longer than the steps of priority above it allow, and all others once', () => {
  const lineOf = ({ runId, priority }: Claim): string => `${runId} ${priority}`;
  const mostLines = 4 * 21;
  fc.assert(
    fc.property(fc.array(step, { maxLength: 400 }), (steps) => {
      const servedAt = new Map<string, number>();
      schedule(steps, (item, waiting, turn) => {
        const first = Math.min(...waiting.filter((one) => lineOf(one) === lineOf(item)).map(({ since }) => since));
        const waitedFor = turn - Math.max(first, servedAt.get(lineOf(item)) ?? 0);
        expect(waitedFor).toBeLessThanOrEqual((10 - item.priority) * turnsPerStep + mostLines);
        servedAt.set(lineOf(item), turn + 1);
      });
    }),
  );
});

test('under a flood of urgent work what waits has its turn after a number of turns that is known before', () => {
  fc.assert(
    fc.property(fc.integer({ min: -10, max: 10 }), fc.integer({ min: 1, max: 5 }), (priority, runs) => {
      const queue = createFairQueue<string>();
      queue.add({ runId: 'patient', priority }, 'patient');
      const flood = (): void => {
        for (let run = 0; run < runs; run += 1) queue.add({ runId: `urgent ${run}`, priority: 10 }, 'urgent');
      };
      let turns = 0;
      do flood();
      while (queue.take() !== 'patient' && (turns += 1) < 10_000);
      // Each of the runs comes first once more while the line is as far ahead as its priority puts it.
      expect(turns).toBeLessThanOrEqual((10 - priority) * turnsPerStep + runs);
    }),
  );
});

test('runs of one priority take turns, however many tasks each of them has waiting', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 2, maxLength: 6 }), (counts) => {
      const queue = createFairQueue<number>();
      for (const [run, count] of counts.entries()) {
        for (let task = 0; task < count; task += 1) queue.add({ runId: `run ${run}`, priority: 0 }, run);
      }
      const served = counts.map(() => 0);
      for (let run = queue.take(); run !== undefined; run = queue.take()) {
        served[run] = (served[run] ?? 0) + 1;
        const open = served.filter((_, each) => (served[each] ?? 0) < (counts[each] ?? 0));
        if (open.length > 1) expect(Math.max(...open) - Math.min(...open)).toBeLessThanOrEqual(1);
      }
      expect(served).toEqual(counts);
    }),
  );
});
