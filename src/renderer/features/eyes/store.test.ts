import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { defaultEyes, type EyesSettings } from '../../../contract/eyes.ts';
import { createFakeEngine } from '../../engine/fake-engine.ts';
import { type FakeView, fakeView } from './fixtures/fake-view.ts';
import { createEyes } from './store.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A page with a camera and a screen of paper, and an engine that keeps a picture unless it is told not to. */
function openPage({ isChosen = true, wait = async (): Promise<void> => undefined } = {}) {
  let settings: EyesSettings = { ...defaultEyes, everySeconds: 60 };
  let heardSettings = (): void => undefined;
  let refusal: string | undefined;
  let lost = (): void => undefined;
  const asked: string[] = [];
  const opened: FakeView[] = [];
  const engine = createFakeEngine((os) => ({
    eyes: {
      keep: os.eyes.keep.handler(({ input, errors }) => {
        if (refusal !== undefined) throw errors.FAILURE({ data: { code: 'internal', message: refusal } });
        asked.push(`keep ${input.kind} for ${input.seconds} s`);
        return {};
      }),
      forget: os.eyes.forget.handler(({ input }) => (asked.push(`forget ${input.kind}`), {})),
    },
  }));
  const open = async (onLost: () => void) => {
    lost = onLost;
    await wait();
    const view = fakeView({ isChosen });
    opened.push(view);
    return view;
  };
  const eyes = createEyes({
    ...{ ...engine, settings: () => settings, onSettings: (heard) => (heardSettings = heard) },
    ...{ openScreen: open, openCamera: (_deviceId, onLost) => open(onLost) },
  });
  return {
    ...{ eyes, asked, opened, lose: () => lost() },
    choose: (change: Partial<EyesSettings>) => {
      settings = { ...settings, ...change };
      heardSettings();
    },
    refuse: (why: string | undefined) => (refusal = why),
    camera: () => eyes.state.getState().camera,
  };
}

test('a camera that goes away is said to be gone, with what to do, and Heron no longer looks [MM-06]', async () => {
  const { eyes, asked, opened, lose, camera } = openPage();
  await eyes.open('camera');
  eyes.setLive('camera', true);
  await vi.waitFor(() => expect(asked).toEqual(['keep camera for 125 s']));
  lose();
  expect(camera()).toMatchObject({ phase: 'failed', isLive: false, problem: { kind: 'gone' } });
  expect(camera().problem?.message).toContain('Plug it in again');
  expect(opened.map((view) => view.isOpen())).toEqual([false]);
  await vi.waitFor(() => expect(asked).toContain('forget camera'));
  await eyes.open('camera');
  expect(camera()).toMatchObject({ phase: 'on', problem: undefined, isLive: false });
});

test('a screen that is no longer shown says so', async () => {
  const { eyes, lose } = openPage();
  await eyes.open('screen', { title: 'Notes' });
  lose();
  expect(eyes.state.getState().screen.problem?.message).toContain('is not shown any more');
});

test('another time between two pictures holds at once; stopped, nothing more is handed in [MM-05]', async () => {
  const { eyes, asked, choose } = openPage();
  await eyes.open('camera');
  eyes.setLive('camera', true);
  await vi.advanceTimersByTimeAsync(1);
  choose({ everySeconds: 2 });
  await vi.advanceTimersByTimeAsync(4001);
  expect(asked).toEqual(['keep camera for 125 s', ...Array.from({ length: 3 }, () => 'keep camera for 9 s')]);
  eyes.setLive('camera', false);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(asked.slice(4)).toEqual(['forget camera']);
});

test('pictures that cannot be handed in are told of after the second, until one comes through', async () => {
  const { eyes, choose, refuse, camera } = openPage();
  choose({ everySeconds: 1 });
  refuse('The disk is full');
  await eyes.open('camera');
  eyes.setLive('camera', true);
  await vi.advanceTimersByTimeAsync(500);
  expect(camera().trouble).toBeUndefined();
  await vi.advanceTimersByTimeAsync(1000);
  expect(camera()).toMatchObject({ isLive: true, trouble: 'The disk is full' });
  refuse(undefined);
  await vi.advanceTimersByTimeAsync(1000);
  expect(camera().trouble).toBeUndefined();
});

test('a chosen camera that is not here is known to be', async () => {
  const { eyes, camera } = openPage({ isChosen: false });
  await eyes.open('camera', { deviceId: 'gone' });
  expect(camera().device).toEqual({ label: 'Webcam', isChosen: false });
});

test('another camera that is chosen while the first one opens is the one that is seen, and the first is closed', async () => {
  const waiting: (() => void)[] = [];
  const { eyes, opened, camera } = openPage({ wait: () => new Promise((resolve) => waiting.push(resolve)) });
  const both = [eyes.open('camera', { deviceId: 'one' }), eyes.open('camera', { deviceId: 'two' })];
  for (const open of waiting) open();
  expect(await Promise.all(both)).toEqual([false, true]);
  expect(opened.map((view) => view.isOpen())).toEqual([false, true]);
  expect(camera().phase).toBe('on');
  eyes.stop('camera');
  expect(opened.map((view) => view.isOpen())).toEqual([false, false]);
});
