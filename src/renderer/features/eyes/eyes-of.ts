import type { Heron } from '../../app/heron.ts';
import { createEyes, type Eyes } from './store.ts';
import { openCamera, openScreen } from './view.ts';

const known = new WeakMap<Heron, Eyes>();

/** One for each page; made when a screen first wants it, so that no start does. */
export function eyesOf(heron: Heron): Eyes {
  const found = known.get(heron);
  if (found) return found;
  const { engine, settings } = heron;
  const eyes = createEyes({
    ...{ client: engine.client, subscribe: engine.subscribe, openScreen, openCamera },
    settings: () => settings.state.getState().settings?.eyes,
    onSettings: (heard) => void settings.state.subscribe(heard),
  });
  known.set(heron, eyes);
  return eyes;
}
