import type { Gesture, GestureAction } from '../../../contract/gestures.ts';
import type { Heron } from '../../app/heron.ts';
import { navigate } from '../../app/use-route.ts';
import { failureOf } from '../../engine/failure.ts';
import { showToast } from '../../ui/toast-store.ts';
import { eyesOf } from '../eyes/eyes-of.ts';
import { actionWords, gestureWords } from './gesture-words.ts';
import { createGestures, type Gestures } from './store.ts';
import { watchHands } from './watch-hands.ts';
import { t } from '../../words/words.ts';

const known = new WeakMap<Heron, Gestures>();

/** One for each page; made when gestures are first wanted. */
export function gesturesOf(heron: Heron): Gestures {
  const found = known.get(heron);
  if (found) return found;
  const made = createGestures({
    ...{ eyes: eyesOf(heron), watch: watchHands, takeTurn, now: () => performance.now() },
    onGesture: (gesture) => void obey(heron, gesture),
  });
  known.set(heron, made);
  return made;
}

async function obey(heron: Heron, gesture: Gesture): Promise<void> {
  const action = heron.settings.state.getState().settings?.gestures.actions[gesture] ?? 'nothing';
  if (action === 'nothing') return;
  try {
    await actions[action](heron);
    showToast({ title: `${gestureWords()[gesture]}: ${actionWords()[action].toLowerCase()}`, durationMs: 3000 });
  } catch (error) {
    showToast({ tone: 'danger', title: t('The gesture did nothing'), text: failureOf(error).message });
  }
}

const isLive = new Set<string>(['waiting', 'running']);

const actions: Record<Exclude<GestureAction, 'nothing'>, (heron: Heron) => Promise<void> | void> = {
  'stop-runs': async ({ engine, runs }) => {
    const live = Object.values(runs.state.getState().summaries).filter(({ status }) => isLive.has(status));
    await Promise.all(live.map(({ id }) => engine.client.runs.cancel({ runId: id })));
  },
  'stop-speaking': ({ voice }) => voice.hush(),
  talk: ({ voice }) => voice.talk(!voice.state.getState().isTalking),
  pause: ({ settings }) => settings.update({ paused: true }),
  'open-inbox': () => navigate({ screen: 'inbox' }),
  'new-conversation': () => navigate({ screen: 'chat' }),
};

/** One window of a browser watches at a time: two would do everything twice. */
async function takeTurn(signal: AbortSignal, onWait: () => void): Promise<() => void> {
  const { promise: over, resolve: release } = Promise.withResolvers<void>();
  const held = await navigator.locks.query();
  if (held.held?.some(({ name }) => name === 'heron-gestures')) onWait();
  await new Promise<void>((resolve, reject) => {
    navigator.locks
      .request('heron-gestures', { signal }, () => {
        resolve();
        return over;
      })
      .catch(reject);
  });
  return release;
}
