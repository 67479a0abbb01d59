import fc from 'fast-check';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { queueModes } from '../../../../contract/lanes.ts';
import { openDatabase } from '../../../base/database.ts';
import type { Schedule, Told } from './fixtures/follow-lanes.ts';
import { realLanes } from './fixtures/real-lanes.ts';
import { referenceLanes } from './fixtures/reference-lanes.ts';

const arrival = fc.record({
  at: fc.nat(600),
  lane: fc.nat(3),
  mode: fc.constantFrom(...queueModes),
  kind: fc.constantFrom('a', 'a', 'b'),
  debounceMs: fc.constantFrom(0, 31, 103),
});

const schedule: fc.Arbitrary<Schedule> = fc.record({
  arrivals: fc
    .uniqueArray(arrival, { maxLength: 12, selector: ({ at }) => at })
    .map((all) => all.toSorted((a, b) => a.at - b.at)),
  durations: fc.array(fc.nat(110), { minLength: 1, maxLength: 8 }),
  crashes: fc.constant([]),
  cap: fc.integer({ min: 1, max: 3 }),
  whenFull: fc.constantFrom('dropOld', 'dropNew', 'summarise'),
  places: fc.integer({ min: 1, max: 3 }),
});

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] }));
afterEach(() => void vi.useRealTimers());

test('the queue with its database, its log and its timers goes as the plain simulation does [SQ-04, SQ-05]', async () => {
  const database = openDatabase({ file: ':memory:' });
  onTestFinished(() => void database.close());
  await fc.assert(
    fc.asyncProperty(schedule, async (given) => {
      const plain = referenceLanes(given);
      // What happens in the same moment has no order that anybody could be told.
      fc.pre(!hasTies(given, plain));
      expect(await realLanes(database, given)).toEqual(plain);
    }),
    { numRuns: Number(process.env['HERON_PROPERTY_RUNS'] ?? 40) },
  );
}, 240_000);

function hasTies({ arrivals, durations }: Schedule, { turns }: Told): boolean {
  // A turn that ends before its time was interrupted by a message, which is a moment already.
  const ofItself = turns.filter(
    ({ from, to }, number) => to === from + 1 + (durations[number % durations.length] ?? 0),
  );
  const moments = [
    ...arrivals.map(({ at }) => at),
    ...ofItself.map(({ to }) => to),
    ...new Set(arrivals.filter(({ debounceMs }) => debounceMs > 0).map(({ at, debounceMs }) => at + debounceMs)),
  ];
  return new Set(moments).size < moments.length;
}
