import fc from 'fast-check';
import { expect, test } from 'vitest';
import { queueModes } from '../../../../contract/lanes.ts';
import { admit, choose, type Lane, summaryOf, type Waiting } from './lane.ts';
import { followLanes, type Schedule } from './fixtures/follow-lanes.ts';
import { referenceLanes } from './fixtures/reference-lanes.ts';

const arrival = fc.record({
  at: fc.nat(60),
  lane: fc.nat(3),
  mode: fc.constantFrom(...queueModes),
  kind: fc.constantFrom('a', 'a', 'b'),
  debounceMs: fc.constantFrom(0, 3, 10),
});

const schedule: fc.Arbitrary<Schedule> = fc.record({
  // Ids are given as messages come.
  arrivals: fc.array(arrival, { maxLength: 30 }).map((all) => all.toSorted((a, b) => a.at - b.at)),
  durations: fc.array(fc.nat(25), { minLength: 1, maxLength: 8 }),
  crashes: fc.array(fc.nat(80), { maxLength: 3 }),
  cap: fc.integer({ min: 1, max: 5 }),
  whenFull: fc.constantFrom('dropOld', 'dropNew', 'summarise'),
  places: fc.integer({ min: 1, max: 3 }),
});

test('random schedules go as a plain simulation of them goes: in order, nothing twice, nothing lost [SQ-04, SQ-05]', () => {
  fc.assert(
    fc.property(schedule, (given) => {
      const told = followLanes(given);
      expect(told).toEqual(referenceLanes(given));
      checkTurns(given, told.turns);
      const ended = [...told.turns.flatMap(({ ids }) => ids), ...told.dropped, ...told.refused].toSorted();
      expect(ended).toEqual(given.arrivals.map((_, number) => idOf(number)).toSorted());
    }),
    { numRuns: Number(process.env['HERON_PROPERTY_RUNS'] ?? 1000) },
  );
});

type Turns = ReturnType<typeof followLanes>['turns'];

function checkTurns({ places, arrivals }: Schedule, turns: Turns): void {
  for (const turn of turns) {
    const beside = turns.filter(({ from, to }) => from <= turn.from && turn.from < to);
    expect(beside.length).toBeLessThanOrEqual(places);
    expect(beside.filter((one) => one.lane === turn.lane).length).toBeLessThanOrEqual(1);
  }
  const modes = new Map(arrivals.map(({ mode }, number) => [idOf(number), mode]));
  for (const each of new Set(turns.map((turn) => turn.lane))) {
    const said = turns.filter((turn) => turn.lane === each).flatMap(({ ids }) => ids);
    const patient = said.filter((id) => modes.get(id) !== 'interrupt');
    expect(patient).toEqual(patient.toSorted());
  }
}

function idOf(number: number): string {
  return String(number).padStart(3, '0');
}

const message = (id: string, more: Partial<Waiting> = {}): Waiting => ({
  ...{ id, at: 0, mode: 'collect', kind: 'a', debounceMs: 1000 },
  ...more,
});
const lane = (waiting: Waiting[], id = 'one'): Lane => ({ id, waiting, isBusy: false });

test('what is collected waits until it has been quiet, by the time of its channel, and goes as one [SQ-06, SQ-07, SQ-08]', () => {
  const waiting = [message('1', { at: 0 }), message('2', { at: 700 }), message('3', { at: 800, kind: 'b' })];
  expect(choose([lane(waiting)], { now: 900, freePlaces: 4 })).toEqual({ turns: [], wakeInMs: 800 });
  const { turns } = choose([lane(waiting)], { now: 1700, freePlaces: 4 });
  expect(turns.map(({ messages }) => messages.map(({ id }) => id))).toEqual([['1', '2']]);
  const quick = waiting.map((one) => ({ ...one, debounceMs: 100 }));
  expect(choose([lane(quick)], { now: 900, freePlaces: 4 }).turns).toHaveLength(1);
});

test('who has waited for longest gets the place; what interrupts goes before the rest of its lane', () => {
  const follow = (id: string) => message(id, { mode: 'followup' });
  const later = lane([follow('2'), message('4', { mode: 'interrupt' })], 'later');
  const sooner = lane([follow('1')], 'sooner');
  const { turns } = choose([later, sooner], { now: 0, freePlaces: 1 });
  expect(turns.map(({ laneId }) => laneId)).toEqual(['sooner']);
  expect(choose([later], { now: 0, freePlaces: 1 }).turns[0]?.messages).toEqual([later.waiting[1]]);
  expect(choose([{ ...later, isBusy: true }], { now: 0, freePlaces: 1 })).toEqual({ turns: [] });
});

test('a full lane drops the oldest, or the newest, or keeps a line of the oldest [SQ-09]', () => {
  const waiting = ['1', '2', '3'].map((id) => message(id));
  expect(admit(waiting, { cap: 4, whenFull: 'dropOld' })).toMatchObject({ isKept: true, dropped: [] });
  expect(admit(waiting, { cap: 3, whenFull: 'dropNew' })).toEqual({ isKept: false });
  expect(admit(waiting, { cap: 2, whenFull: 'dropOld' })).toEqual({
    ...{ isKept: true, hasSummary: false },
    dropped: waiting.slice(0, 2),
  });
  expect(admit(waiting, { cap: 3, whenFull: 'summarise' })).toMatchObject({ hasSummary: true });
  expect(summaryOf(' a\n\tb  c ')).toBe('a b c');
  const long = summaryOf('🦩'.repeat(200));
  expect(long.length).toBeLessThanOrEqual(160);
  expect(long).toBe(`${'🦩'.repeat(79)}…`);
});
