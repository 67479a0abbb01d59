import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Gesture, GestureSettings } from '../../../contract/gestures.ts';
import type { Eyes } from '../eyes/store.ts';
import type { Hand } from './hands-wire.ts';
import { readGesture } from './read-gesture.ts';
import { createSteady } from './steady.ts';
import type { watchHands } from './watch-hands.ts';
import { t } from '../../../words/words.ts';

export type GesturesState = {
  /** `elsewhere`: another window of this browser watches. */
  phase: 'off' | 'starting' | 'on' | 'elsewhere' | 'failed';
  problem?: string | undefined;
  /** What the last picture showed. */
  hand?: Hand | undefined;
  gesture?: Gesture | undefined;
  /** The last one that counted, and how often one has. */
  counted?: Gesture | undefined;
  times: number;
  /** Of one picture. */
  tookMs: number;
};

/** Other settings begin anew. */
export type HowToWatch = Pick<GestureSettings, 'model' | 'confidence' | 'framesPerSecond' | 'pauseMs'>;

export type Gestures = {
  state: StoreApi<GesturesState>;
  start(settings: HowToWatch, deviceId: string): void;
  /** Closes the camera as well. */
  stop(): void;
};

export type GesturesParts = {
  eyes: Pick<Eyes, 'open' | 'stop' | 'look' | 'state'>;
  watch: typeof watchHands;
  /** Resolves when this window may watch, and keeps that until what it gives is called. */
  takeTurn: (signal: AbortSignal, onWait: () => void) => Promise<() => void>;
  now: () => number;
  /** Tells when a device comes or goes, until what it gives is called. */
  onDevices: (heard: () => void) => () => void;
  onGesture: (gesture: Gesture) => void;
};

const resting: GesturesState = { phase: 'off', times: 0, tookMs: 0 };

export function createGestures(parts: GesturesParts): Gestures {
  const state = createStore<GesturesState>(() => resting);
  let life: { end: () => void } | undefined;
  return {
    state,
    start(settings, deviceId) {
      life?.end();
      state.setState({ ...resting, phase: 'starting' }, true);
      life = beginLife(parts, state, { settings, deviceId });
    },
    stop() {
      life?.end();
      life = undefined;
      state.setState(resting, true);
    },
  };
}

type Wanted = { settings: HowToWatch; deviceId: string };

/** From the moment gestures are switched on until they are off. */
function beginLife(parts: GesturesParts, state: Gestures['state'], wanted: Wanted) {
  const { eyes, takeTurn } = parts;
  const ending = new AbortController();
  const hands = createWatching(parts, state, { ...wanted, fail });
  let giveUpTurn = (): void => undefined;

  function fail(problem: string): void {
    if (ending.signal.aborted) return;
    end();
    state.setState({ ...resting, phase: 'failed', problem }, true);
  }

  async function run(): Promise<void> {
    giveUpTurn = await takeTurn(ending.signal, () => state.setState({ phase: 'elsewhere' }));
    if (ending.signal.aborted) return giveUpTurn();
    await hands.open();
  }

  function end(): void {
    if (ending.signal.aborted) return;
    ending.abort();
    hands.end();
    eyes.stop('camera');
    giveUpTurn();
  }

  run().catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)));
  return { end };
}

type Watching = Wanted & { fail: (problem: string) => void };

/** Looks for hands while the camera is open. One that is missing, or goes away, is said so, and watched again once it is there. */
function createWatching(parts: GesturesParts, state: Gestures['state'], { settings, deviceId, fail }: Watching) {
  const { eyes, watch, onDevices } = parts;
  const heed = heeding(parts, state, settings);
  const camera = () => eyes.state.getState().camera;
  let stopHands: (() => void) | undefined;
  // Until it is this window’s turn, it is none of its business.
  let isOpening = true;
  let isOver = false;
  const stops = [
    eyes.state.subscribe(({ camera: { phase } }, { camera: before }) => {
      if (isOver || isOpening || phase === before.phase) return;
      if (phase === 'failed') lose();
      // Somebody opened it in the settings, or tried again.
      if (phase === 'on' && !stopHands) begin();
    }),
    onDevices(() => {
      if (state.getState().phase === 'failed' && !isOpening) void open();
    }),
  ];

  function lose(): void {
    stopHands?.();
    stopHands = undefined;
    const problem = camera().problem?.message ?? t('The camera was not opened.');
    state.setState({ ...resting, phase: 'failed', problem }, true);
  }

  function begin(): void {
    state.setState({ phase: 'starting', problem: undefined });
    stopHands = watch({
      ...settings,
      frame: () => eyes.look('camera'),
      onReady: () => state.setState({ phase: 'on' }),
      ...{ onHand: heed, onFailed: fail },
    });
  }

  async function open(): Promise<void> {
    isOpening = true;
    state.setState({ phase: 'starting', problem: undefined });
    const isOpen = await eyes.open('camera', { deviceId }).finally(() => (isOpening = false));
    if (isOver) return eyes.stop('camera');
    // It may have been opened by somebody else meanwhile.
    if (isOpen || camera().phase === 'on') begin();
    else lose();
  }

  return {
    open,
    end(): void {
      isOver = true;
      for (const stop of stops) stop();
      stopHands?.();
    },
  };
}

function heeding({ now, onGesture }: GesturesParts, state: Gestures['state'], settings: HowToWatch) {
  const steady = createSteady(() => settings.pauseMs);
  return (hand: Hand | undefined, tookMs: number): void => {
    const seen = hand && hand.confidence >= settings.confidence ? hand : undefined;
    const gesture = seen && readGesture(seen.world);
    const counted = steady.see(gesture, now());
    state.setState(({ times }) => ({
      ...{ phase: 'on', hand: seen, gesture, tookMs },
      ...(counted === undefined ? {} : { counted, times: times + 1 }),
    }));
    if (counted !== undefined) onGesture(counted);
  };
}
