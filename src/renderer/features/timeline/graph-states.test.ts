import { expect, test } from 'vitest';
import { isMany, placesOf } from '../../../contract/plan-place.ts';
import type { Plan } from '../../../contract/plan.ts';
import type { TimelineTask } from '../../../contract/timeline.ts';
import { drawnStates, type GraphMoment, stateOfPlace } from './graph-states.ts';

const plan: Plan = {
  version: 1,
  title: 'p',
  tasks: [
    { id: 'g', tasks: [{ id: 'x', value: 1 }] },
    {
      id: 's',
      switch: { cases: [{ when: 'true', tasks: [{ id: 'y', value: 1 }] }], otherwise: [{ id: 'z', value: 1 }] },
    },
    { id: 'l', forEach: { in: [1, 2] }, tasks: [{ id: 'i', value: 1 }] },
  ],
};

const task = (path: string, startedAt: number, endedAt: number): TimelineTask => ({
  ...{ path, status: 'completed', attempt: 1, phases: [], startedAt, endedAt },
});

const moment = (at: number | undefined, share: number): GraphMoment => ({
  plan,
  taskOf: (place) => (place === 'g/x' || place === 's/0/y' ? task(place, 10, 20) : undefined),
  activity: {
    from: 0,
    to: 40,
    places: [
      { place: 'l/*', begun: [0, 1, 1, 0], ended: [0, 0, 1, 1], failed: [0, 0, 0, 0] },
      { place: 'l/i', begun: [0, 1, 1, 0], ended: [0, 0, 1, 1], failed: [0, 0, 0, 0] },
    ],
  },
  at,
  share,
});

test('the places of a plan are those of steps inside groups and cases too', () => {
  expect(placesOf(plan.tasks)).toEqual(['g', 'g/x', 's', 's/0/y', 's/:otherwise/z', 'l', 'l/i']);
  expect(placesOf(plan.tasks).filter((place) => isMany(plan, place))).toEqual(['l/i']);
});

test('at a moment an inner step stands as it stood then, and a list says how far it was', () => {
  expect(stateOfPlace(moment(15, 0.4), 'g/x')).toEqual({ step: 'running', counts: undefined });
  expect(stateOfPlace(moment(undefined, 1), 's/0/y').step).toBe('completed');
  expect(stateOfPlace(moment(undefined, 1), 's/:otherwise/z').step).toBe('waiting');
  expect(stateOfPlace(moment(15, 0.5), 'l').counts).toEqual({ begun: 2, ended: 1, failed: 0 });
  expect(stateOfPlace(moment(15, 0.5), 'l/i').step).toBe('running');
});

test('a plan is drawn in words with these states', () => {
  const states = new Map(['g/x', 'l'].map((place) => [place, stateOfPlace(moment(undefined, 1), place)]));
  expect(drawnStates(states)).toEqual({
    'g/x': { status: 'completed' },
    l: { status: 'waiting', progress: { total: 2, done: 2, failed: 0 } },
  });
});
