import { expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { AnyEvent } from '../../../contract/events.ts';
import type { RunSummary } from '../../../contract/runs.ts';
import { testEvent, testId } from '../../engine/fake-engine.ts';
import type { PageStorage } from '../chat/kept-words.ts';
import type { RunsState } from '../runs/store.ts';
import { createFailures, recentFailures } from './failures.ts';

const now = 1_800_000_000_000;
const error = { code: 'internal' as const, message: 'gone' };

function memoryStorage(): PageStorage {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
    key: (index) => [...kept.keys()][index] ?? null,
    get length() {
      return kept.size;
    },
  };
}

function open(storage: PageStorage) {
  const runs = createStore<RunsState>(() => ({ summaries: {}, isListed: true, open: {} }));
  const told: string[] = [];
  let hear: (events: AnyEvent[]) => void = () => expect.fail('nobody listens');
  const failures = createFailures({
    engine: { subscribe: (listener) => ((hear = listener), () => undefined) },
    runs: { state: runs },
    storage,
    now: () => now,
    tell: ({ title }) => told.push(title),
  });
  const fail = (title: string, number: number, more: Partial<RunSummary> = {}, failure: object = error): string => {
    const runId = testId('run', number);
    const run = { id: runId, title, status: 'failed', source: 'person', endedAt: now - 1000, ...more } as RunSummary;
    runs.setState(({ summaries }) => ({ summaries: { ...summaries, [runId]: run } }));
    hear([testEvent('run.failed', { error: { ...error, ...failure } }, { scope: { runId } })]);
    return runId;
  };
  const left = (): string[] =>
    recentFailures(runs.getState().summaries, now)
      .filter(({ id }) => !failures.state.getState().seen.includes(id))
      .map(({ title }) => title);
  return { runs, failures, told, fail, left };
}

test('a failure that nobody watches is told and listed until somebody opens the run, also over the end of the page', () => {
  const storage = memoryStorage();
  const page = open(storage);
  const [zip] = [
    page.fail('Zip', 1),
    page.fail('Mail', 2),
    page.fail('Long ago', 3, { endedAt: now - 9 * 86_400_000 }),
  ];
  expect([page.told, page.left()]).toEqual([
    ['Zip', 'Mail', 'Long ago'],
    ['Mail', 'Zip'],
  ]);
  page.runs.setState({ open: { [zip]: { progress: {} } } });
  expect(page.left()).toEqual(['Mail']);
  const next = open(storage);
  next.runs.setState(page.runs.getState());
  expect(next.left()).toEqual(['Mail']);
});

test('nobody is told what is on the screen, what the person refused, or what an agent tells of', () => {
  const page = open(memoryStorage());
  page.runs.setState({ open: { [testId('run', 1)]: { progress: {} } } });
  page.fail('Shown', 1);
  page.fail('Refused', 2, {}, { code: 'permission-denied', details: { rule: 'the person' } });
  page.fail('Spawned', 3, { source: 'agent' });
  expect([page.told, page.left()]).toEqual([[], []]);
});
