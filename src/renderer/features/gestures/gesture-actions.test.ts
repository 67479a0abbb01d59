import { expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { createFakeEngine, testId } from '../../engine/fake-engine.ts';
import { gestureActions } from './gesture-actions.ts';

type Parts = Parameters<typeof gestureActions>[0];

/** A page on which so many runs are under way, and which listens, speaks and is paused as it is told. */
function openPage({ running = 0, phase = 'off', isSpeaking = false, paused = false } = {}) {
  const done: string[] = [];
  const { client } = createFakeEngine((os) => ({
    runs: { cancel: os.runs.cancel.handler(({ input }) => (done.push(`cancel ${input.runId}`), {})) },
  }));
  const runs = Array.from({ length: running }, (_, at) => ({ id: testId('run', at), status: 'running' }));
  const summaries = [...runs, { id: testId('run', 99), status: 'succeeded' }];
  const actions = gestureActions({
    engine: { client },
    runs: { state: createStore(() => ({ summaries: Object.fromEntries(summaries.map((run) => [run.id, run])) })) },
    voice: {
      state: createStore(() => ({ phase, isTalking: false })),
      talk: (isTalking: boolean) => phase === 'on' && done.push(`talk ${isTalking}`) > 0,
      hush: () => isSpeaking,
    },
    settings: {
      state: createStore(() => ({ settings: { paused } })),
      update: async (change: object) => void done.push(JSON.stringify(change)),
    },
    navigate: ({ screen }: { screen: string }) => done.push(screen),
  } as unknown as Parts);
  return { actions, done };
}

test('a gesture that has something to do does it, and has nothing to say [MM-07]', async () => {
  const { actions, done } = openPage({ running: 1, phase: 'on', isSpeaking: true });
  const said = [];
  for (const act of Object.values(actions)) said.push(await act());
  expect(said.filter((why) => why !== undefined)).toEqual([]);
  expect(done).toEqual([`cancel ${testId('run', 0)}`, 'talk true', '{"paused":true}', 'inbox', 'chat']);
});

test('one that does nothing says why [MM-07]', async () => {
  const { actions, done } = openPage({ paused: true });
  expect(await actions['stop-runs']()).toBe('Nothing runs');
  expect(await actions['stop-speaking']()).toBe('Heron says nothing');
  expect(await actions.talk()).toBe('The microphone is off');
  expect(await actions.pause()).toBe('Everything is paused already');
  expect(done).toEqual([]);
});

test.each([
  ['elsewhere', 'Another window listens'],
  ['starting', 'The microphone is being opened'],
  ['failed', 'The microphone cannot be used'],
])('with a microphone that is %s, talking says “%s”', async (phase, words) => {
  expect(await openPage({ phase }).actions.talk()).toBe(words);
});
