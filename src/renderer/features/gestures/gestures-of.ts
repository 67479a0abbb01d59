import type { Gesture } from '../../../contract/gestures.ts';
import type { Heron } from '../../app/heron.ts';
import { navigate } from '../../app/use-route.ts';
import { failureOf } from '../../engine/failure.ts';
import { showToast } from '../../ui/toast-store.ts';
import { eyesOf } from '../eyes/eyes-of.ts';
import { gestureActions } from './gesture-actions.ts';
import { actionWords, gestureWords } from './gesture-words.ts';
import { createGestures, type Gestures } from './store.ts';
import { watchHands } from './watch-hands.ts';
import { t } from '../../../words/words.ts';

const known = new WeakMap<Heron, Gestures>();

/** One for each page; made when gestures are first wanted. */
export function gesturesOf(heron: Heron): Gestures {
  const found = known.get(heron);
  if (found) return found;
  const made = createGestures({
    ...{ eyes: eyesOf(heron), watch: watchHands, takeTurn, now: () => performance.now(), onDevices },
    onGesture: (gesture) => void obey(heron, gesture),
  });
  known.set(heron, made);
  return made;
}

async function obey(heron: Heron, gesture: Gesture): Promise<void> {
  const action = heron.settings.state.getState().settings?.gestures.actions[gesture] ?? 'nothing';
  if (action === 'nothing') return;
  try {
    const words = actionWords()[action].toLowerCase();
    const why = await gestureActions({ ...heron, navigate })[action]();
    showToast({ title: `${gestureWords()[gesture]}: ${why?.toLowerCase() ?? words}`, durationMs: 3000 });
  } catch (error) {
    showToast({ tone: 'danger', title: t('The gesture did nothing'), text: failureOf(error).message });
  }
}

function onDevices(heard: () => void): () => void {
  const { mediaDevices } = navigator;
  mediaDevices.addEventListener('devicechange', heard);
  return () => mediaDevices.removeEventListener('devicechange', heard);
}

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
