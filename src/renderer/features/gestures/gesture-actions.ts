import type { GestureAction } from '../../../contract/gestures.ts';
import type { Heron } from '../../app/heron.ts';
import type { Route } from '../../app/route.ts';
import { t } from '../../../words/words.ts';

type Parts = Pick<Heron, 'engine' | 'runs' | 'voice' | 'settings'> & { navigate: (to: Route) => void };

/** What is done; gives why there was nothing to be done, if so. Errors: those of the engine. */
type Act = () => Promise<string | undefined> | string | undefined;

const isLive = new Set<string>(['waiting', 'running']);

export function gestureActions(parts: Parts): Record<Exclude<GestureAction, 'nothing'>, Act> {
  const { engine, runs, voice, settings, navigate } = parts;
  const go = (to: Route): undefined => {
    navigate(to);
  };
  return {
    async 'stop-runs'() {
      const live = Object.values(runs.state.getState().summaries).filter(({ status }) => isLive.has(status));
      await Promise.all(live.map(({ id }) => engine.client.runs.cancel({ runId: id })));
      return live.length === 0 ? t('Nothing runs') : undefined;
    },
    'stop-speaking': () => (voice.hush() ? undefined : t('Heron says nothing')),
    talk: () => (voice.talk(!voice.state.getState().isTalking) ? undefined : notListening(parts)),
    async pause() {
      if (settings.state.getState().settings?.paused) return t('Everything is paused already');
      await settings.update({ paused: true });
      return undefined;
    },
    'open-inbox': () => go({ screen: 'inbox' }),
    'new-conversation': () => go({ screen: 'chat' }),
  };
}

function notListening({ voice }: Parts): string {
  const { phase } = voice.state.getState();
  if (phase === 'elsewhere') return t('Another window listens');
  if (phase === 'starting') return t('The microphone is being opened');
  return phase === 'failed' ? t('The microphone cannot be used') : t('The microphone is off');
}
