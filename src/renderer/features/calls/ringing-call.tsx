import { Phone, PhoneIncoming, PhoneOff } from 'lucide-react';
import { useEffect, useEffectEvent, useId } from 'react';
import { useStore } from 'zustand';
import type { Call } from '../../../contract/calls.ts';
import { useHeron } from '../../app/heron-context.ts';
import { navigate } from '../../app/use-route.ts';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { aboutText, answerKeys, declineKeys, laterKeys } from './call-words.ts';
import { startRing } from './ring-sound.ts';
import { showSystemNotice } from './system-notice.ts';
import type { Calls } from './store.ts';
import { t } from '../../../words/words.ts';

interface RingingCallProps {
  calls: Calls;
  call: Call;
}

/** It takes no focus: who is typing goes on, and does not answer by accident. */
export function RingingCall({ calls, call }: RingingCallProps) {
  const { settings } = useHeron();
  const chosen = useStore(settings.state, (state) => state.settings);
  const id = useId();
  const answer = useAction(t('Could not take the call'), async () => {
    await calls.take(call);
    if (call.conversationId) navigate({ screen: 'chat', conversationId: call.conversationId });
  });
  const later = useAction(t('Could not put the call off'), () => calls.later(call));
  const decline = useAction(t('Could not decline the call'), () => calls.decline(call));
  useRinging(chosen?.calls.hasSound ?? true, aboutText(call), () => void answer.run());
  useCallKeys({ KeyA: answer.run, KeyL: later.run, KeyX: decline.run });
  const opensMicrophone = chosen?.voice.isOn === false;
  return (
    <section
      role="alertdialog"
      aria-labelledby={id}
      className="pointer-events-auto animate-rise-in space-y-3 rounded-lg border border-accent/35 bg-raised p-4 shadow-overlay"
    >
      <div className="flex items-start gap-3">
        <span className="flex size-9 shrink-0 animate-breathe items-center justify-center rounded-full bg-accent-soft text-accent">
          <PhoneIncoming aria-hidden size={18} />
        </span>
        <div className="min-w-0 flex-1">
          <h2 id={id} className="text-sm font-semibold">
            {t('Heron is calling')}
          </h2>
          <p className="text-sm wrap-anywhere text-muted">{aboutText(call)}</p>
        </div>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button
          variant="primary"
          icon={Phone}
          isLoading={answer.isBusy}
          title={answerKeys}
          onClick={() => void answer.run()}
        >
          {t('Answer')}
        </Button>
        <Button isLoading={later.isBusy} title={laterKeys} onClick={() => void later.run()}>
          {t('In {{minutes}} minutes', { minutes: chosen?.calls.laterMinutes ?? 10 })}
        </Button>
        <Button
          variant="ghost"
          icon={PhoneOff}
          isLoading={decline.isBusy}
          title={declineKeys}
          onClick={() => void decline.run()}
        >
          {t('Decline')}
        </Button>
      </div>
      {opensMicrophone && (
        <p className="text-xs text-muted">{t('Answering opens the microphone until you hang up.')}</p>
      )}
    </section>
  );
}

function useRinging(hasSound: boolean, about: string, onAnswer: () => void): void {
  const answer = useEffectEvent(onAnswer);
  useEffect(() => {
    const sound = hasSound ? startRing() : undefined;
    return () => sound?.stop();
  }, [hasSound]);
  useEffect(() => {
    const notice = showSystemNotice(t('Heron is calling'), about, () => answer());
    return () => notice?.close();
  }, [about]);
}

/** By the place of the key, with Alt. */
function useCallKeys(actions: Record<string, () => Promise<unknown>>): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const act = actions[event.code];
    if (!act || !event.altKey || event.ctrlKey || event.metaKey || event.repeat) return;
    event.preventDefault();
    void act();
  });
  useEffect(() => {
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
}
