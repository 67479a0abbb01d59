import { expect, test } from 'vitest';
import { progressOf, type ShellState, stateText, type TrayChoice, trayItems } from './shell-state.ts';
import type { UpdateState } from './updates/update-state.ts';

const run = (n: number, done = 0, total = 4): ShellState['running'][number] => ({
  id: `run_${n}`,
  title: `Run ${n}`,
  tasks: { total, completed: done, failed: 0 },
});
const idle: ShellState = { isPaused: false, running: [], waiting: 0 };

test.each([
  ['nothing runs', idle, -1],
  ['all is paused', { ...idle, isPaused: true, running: [run(1, 1)] }, -1],
  ['one step is all there is', { ...idle, running: [run(1, 0, 1)] }, 2],
  ['all known steps are done and it still runs', { ...idle, running: [run(1, 4)] }, 2],
  ['some are done', { ...idle, running: [run(1, 1), run(2, 3)] }, 0.5],
])('when %s, the bar says so', (_, state, progress) => {
  expect(progressOf(state)).toBe(progress);
});

test('the state is told in words', () => {
  expect(stateText(idle)).toBe('Heron');
  expect(stateText({ isPaused: true, isListening: true, running: [run(1)], waiting: 2 })).toBe(
    'Heron: paused, listening, 1 running, 2 waiting for you',
  );
});

const labels = (state: ShellState): string[] => trayItems(state).flatMap((item) => (item === 'line' ? [] : item.label));

test('the menu names what runs and leads there', () => {
  const title = 'A very long title that no menu has room for at all';
  const items = trayItems({ ...idle, running: [{ ...run(1, 1), title }], waiting: 1 });
  expect(items).toContainEqual({
    label: 'A very long title that no menu has room… (1 of 4)',
    choice: { do: 'show', place: '#/timeline/run_1' },
  });
  expect(items).toContainEqual({ label: '1 waiting for you', choice: { do: 'show', place: '#/inbox' } });
});

test('many runs do not fill the screen', () => {
  const running = Array.from({ length: 8 }, (_, n) => run(n));
  expect(labels({ ...idle, running })).toContain('3 more');
  expect(labels({ ...idle, running }).filter((label) => label.startsWith('Run '))).toHaveLength(5);
  expect(labels(idle)).toContain('Nothing is running');
});

test('pausing is a switch, and listening is one only where Heron can', () => {
  expect(trayItems({ ...idle, isPaused: true })).toContainEqual({
    ...{ label: 'Pause everything', isChecked: true, choice: { do: 'pause', paused: false } },
  });
  expect(labels(idle)).not.toContain('Listening');
  expect(labels({ ...idle, isListening: false })).toContain('Listening');
});

test.each<[UpdateState, string, TrayChoice | undefined]>([
  [{ is: 'idle' }, 'Look for a newer Heron', { do: 'look' }],
  [{ is: 'looking' }, 'Looking for a newer Heron…', undefined],
  [{ is: 'fetching', version: '2.0.0', fraction: 0.456 }, 'Fetching Heron 2.0.0 (45%)', undefined],
  [{ is: 'placed', version: '2.0.0' }, 'Heron 2.0.0 is used from the next start on', undefined],
  [{ is: 'failed', because: 'it answered 404' }, 'Look for a newer Heron again (it answered 404)', { do: 'look' }],
])('looking for a newer Heron has its line: %o', (update, label, choice) => {
  expect(trayItems({ ...idle, update })).toContainEqual(choice ? { label, choice } : { label });
});

test('where nothing is looked for there is no such line, and what is fetched fills the bar while nothing runs', () => {
  expect(labels(idle).join()).not.toContain('newer Heron');
  const update = { is: 'fetching', version: '2.0.0', fraction: 0.3 } as const;
  expect(progressOf({ ...idle, update })).toBe(0.3);
  expect(progressOf({ ...idle, update, running: [run(1, 1)] })).toBe(0.25);
});
