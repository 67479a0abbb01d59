import { PhoneCall, PhoneOff } from 'lucide-react';
import { useId } from 'react';
import { useStore } from 'zustand';
import type { Call } from '../../../contract/calls.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { aboutText } from './call-words.ts';
import type { Calls } from './store.ts';
import { t } from '../../../words/words.ts';

/** What Heron says, for the eye as well, and the way to end it. */
export function TakenCall({ calls, call }: { calls: Calls; call: Call }) {
  const { voice } = useHeron();
  const phase = useStore(voice.state, (state) => state.phase);
  const silence = useStore(calls.state, (state) => state.silence);
  const id = useId();
  const hangUp = useAction(t('Could not hang up'), calls.hangUp);
  const isDeaf = phase === 'failed' || phase === 'elsewhere';
  return (
    <section
      aria-labelledby={id}
      className="pointer-events-auto animate-rise-in space-y-3 rounded-lg border bg-raised p-4 shadow-overlay"
    >
      <div className="flex items-start gap-3">
        <span className="flex size-9 shrink-0 items-center justify-center rounded-full bg-accent-soft text-accent">
          <PhoneCall aria-hidden size={18} />
        </span>
        <div className="min-w-0 flex-1">
          <h2 id={id} className="text-sm font-semibold wrap-anywhere">
            {t('On the line')}
          </h2>
          <p className="text-xs wrap-anywhere text-muted">{aboutText(call)}</p>
          <p className="max-h-40 overflow-y-auto text-sm wrap-anywhere" tabIndex={0}>
            {call.text}
          </p>
        </div>
      </div>
      {(isDeaf || silence) && (
        <p className="text-xs text-muted">
          {isDeaf && t('Heron cannot hear you here; write to it instead.')}{' '}
          {silence && t('Nothing on this machine can speak, so read it.')}
        </p>
      )}
      <Button variant="danger" icon={PhoneOff} isLoading={hangUp.isBusy} onClick={() => void hangUp.run()}>
        {t('Hang up')}
      </Button>
    </section>
  );
}
