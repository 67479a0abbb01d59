import { useEffect } from 'react';
import { useStore } from 'zustand';
import { useHeron } from '../../app/heron-context.ts';
import { onReconnect } from '../../engine/on-reconnect.ts';
import { VisuallyHidden } from '../../ui/visually-hidden.tsx';
import { callsOf } from './calls-of.ts';
import { aboutText, answerKeys, declineKeys, laterKeys } from './call-words.ts';
import { RingingCall } from './ringing-call.tsx';
import { TakenCall } from './taken-call.tsx';
import { t } from '../../../words/words.ts';

/** Over every screen: the call that rings, and the one that was taken here. */
export function CallLayer() {
  const heron = useHeron();
  const calls = callsOf(heron);
  const ringing = useStore(calls.state, (state) => state.calls.find((call) => call.state === 'ringing'));
  const taken = useStore(calls.state, (state) => state.taken);
  useEffect(() => {
    const read = (): void => void calls.read().catch(() => undefined);
    read();
    return onReconnect(heron.engine.state, read);
  }, [calls, heron]);
  const words = ringing
    ? t('Heron is calling: {{about}}. {{answer}} answers, {{later}} puts it off, {{decline}} declines.', {
        about: aboutText(ringing),
        ...{ answer: answerKeys, later: laterKeys, decline: declineKeys },
      })
    : '';
  return (
    <>
      <div role="status" aria-live="assertive" aria-label={t('Calls')}>
        <VisuallyHidden>{words}</VisuallyHidden>
      </div>
      {(ringing ?? taken) && (
        <div className="pointer-events-none fixed top-9 right-0 z-60 flex w-full max-w-md flex-col gap-2 p-4">
          {ringing && <RingingCall key={ringing.id} calls={calls} call={ringing} />}
          {taken && <TakenCall key={`taken ${taken.id}`} calls={calls} call={taken} />}
        </div>
      )}
    </>
  );
}
