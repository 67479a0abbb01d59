import { useEffect, useEffectEvent } from 'react';
import { useStore } from 'zustand';
import { keysOf } from '../../../contract/shortcuts.ts';
import { useHeron } from '../../app/heron-context.ts';
import type { Route } from '../../app/route.ts';
import { navigate } from '../../app/use-route.ts';
import { keptMicrophone } from './devices.ts';
import { heedTalkKeys } from './talk-keys.ts';

/** Opens the microphone when the privacy switch is on and closes it when it is off; shows where a command went. */
export function useVoice(route: Route): void {
  const { voice, settings, engine } = useHeron();
  const isOn = useStore(settings.state, (state) => state.settings?.voice.isOn ?? false);
  const isOnline = useStore(engine.state, ({ phase }) => phase === 'online');
  const isCalled = useStore(voice.state, ({ callId }) => callId !== undefined);
  const isRunning = (isOn || isCalled) && isOnline;
  useEffect(() => {
    if (!isRunning) return;
    voice.start(keptMicrophone());
    return voice.stop;
  }, [voice, isRunning]);

  const shown = route.screen === 'chat' ? (route.conversationId ?? '') : undefined;
  useEffect(() => {
    if (shown !== undefined) voice.attend(shown === '' ? undefined : shown);
  }, [voice, shown]);

  const follow = useEffectEvent((conversationId: string | undefined) => {
    if (conversationId !== undefined && conversationId !== shown) navigate({ screen: 'chat', conversationId });
  });
  useEffect(
    () =>
      voice.state.subscribe((now, before) => {
        if (now.conversationId !== before.conversationId) follow(now.conversationId);
      }),
    [voice],
  );
  useEffect(() => {
    if (!isRunning) return;
    return heedTalkKeys({
      ...{ window, document, talk: voice.talk },
      keys: () => keysOf(settings.state.getState().settings?.shortcuts ?? {}, 'talk'),
      trigger: () => settings.state.getState().settings?.voice.trigger,
      isTalking: () => voice.state.getState().isTalking,
    });
  }, [voice, settings, isRunning]);
}
