import { expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { defaultGestures, type Gesture } from '../../../contract/gestures.ts';
import type { EyesPageState } from '../eyes/view-state.ts';
import { fakeHand } from './fake-hand.ts';
import { createGestures } from './store.ts';
import type { WatchParts } from './watch-hands.ts';

const off = { phase: 'off' as const, title: '', isLive: false, tellsMotion: false };
const gone = { kind: 'gone' as const, message: 'The camera is gone. Plug it in again.' };

/** A page with a camera that can be pulled out, and something that finds the hands it is told of. */
function openPage() {
  const state = createStore<EyesPageState>(() => ({ requests: [], screen: off, camera: off }));
  let isPlugged = true;
  let plug = (): void => undefined;
  let watching: WatchParts | undefined;
  let now = 0;
  const counted: Gesture[] = [];
  const gestures = createGestures({
    eyes: {
      state,
      look: () => ({}) as HTMLCanvasElement,
      stop: () => state.setState({ camera: off }),
      open: async () => {
        state.setState({ camera: isPlugged ? { ...off, phase: 'on' } : { ...off, phase: 'failed', problem: gone } });
        return isPlugged;
      },
    },
    watch: (parts) => {
      watching = parts;
      parts.onReady();
      return () => (watching = undefined);
    },
    takeTurn: async () => () => undefined,
    onDevices: (heard) => ((plug = heard), () => undefined),
    ...{ now: () => now, onGesture: (gesture) => counted.push(gesture) },
  });
  return {
    ...{ gestures, counted, eyes: state, phase: () => gestures.state.getState().phase },
    watching: () => watching,
    pull: () => {
      isPlugged = false;
      state.setState({ camera: { ...off, phase: 'failed', problem: gone } });
    },
    plug: () => {
      isPlugged = true;
      plug();
    },
    show: (gesture: 'open-palm' | 'victory' | 'point' | undefined, confidence = 0.9) => {
      for (let picture = 0; picture < 3; picture += 1) watching?.onHand(gesture && fakeHand(gesture, confidence), 50);
    },
    pass: (ms: number) => void (now += ms),
  };
}

test('a camera that goes away ends the looking and says so; once it is back hands are found again [MM-07]', async () => {
  const { gestures, counted, phase, watching, pull, plug, show } = openPage();
  gestures.start(defaultGestures, '');
  await expect.poll(phase).toBe('on');
  pull();
  expect(gestures.state.getState()).toMatchObject({ phase: 'failed', problem: gone.message });
  expect(gestures.state.getState().hand).toBeUndefined();
  expect(watching()).toBeUndefined();
  plug();
  await expect.poll(phase).toBe('on');
  expect(gestures.state.getState().problem).toBeUndefined();
  show('victory');
  expect(counted).toEqual(['victory']);
});

test('a camera that is missing from the beginning is watched as soon as somebody opens it', async () => {
  const { gestures, eyes, phase, pull, watching } = openPage();
  pull();
  gestures.start(defaultGestures, '');
  await expect.poll(phase).toBe('failed');
  eyes.setState({ camera: { ...off, phase: 'on' } });
  expect([phase(), watching() !== undefined]).toEqual(['on', true]);
  gestures.stop();
  expect([phase(), watching()]).toEqual(['off', undefined]);
});

test('a hand of which it is less sure than the settings ask for is none [MM-07]', async () => {
  const { gestures, counted, phase, watching, show } = openPage();
  gestures.start({ ...defaultGestures, model: 'lite', confidence: 0.7 }, '');
  await expect.poll(phase).toBe('on');
  expect(watching()).toMatchObject({ model: 'lite', confidence: 0.7 });
  show('victory', 0.6);
  expect(counted).toEqual([]);
  expect(gestures.state.getState().hand).toBeUndefined();
  show('victory', 0.7);
  expect(counted).toEqual(['victory']);
});

test('within the pause after a gesture no other counts [MM-07]', async () => {
  const { gestures, counted, phase, show, pass } = openPage();
  gestures.start({ ...defaultGestures, pauseMs: 1500 }, '');
  await expect.poll(phase).toBe('on');
  show('victory');
  show(undefined);
  pass(1000);
  show('point');
  expect(counted).toEqual(['victory']);
  pass(501);
  show(undefined);
  show('point');
  expect(counted).toEqual(['victory', 'point']);
});
