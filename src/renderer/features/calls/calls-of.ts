import type { Heron } from '../../app/heron.ts';
import { createPlayback } from '../voice/playback.ts';
import { type Calls, createCalls } from './store.ts';

const known = new WeakMap<Heron, Calls>();

/** One for each page; made when a screen first wants it. */
export function callsOf(heron: Heron): Calls {
  const found = known.get(heron);
  if (found) return found;
  const { engine, voice } = heron;
  const calls = createCalls({ client: engine.client, subscribe: engine.subscribe, voice, createPlayback });
  known.set(heron, calls);
  return calls;
}
