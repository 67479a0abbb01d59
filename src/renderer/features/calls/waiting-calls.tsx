import { Phone, X } from 'lucide-react';
import { useId } from 'react';
import { useStore } from 'zustand';
import type { Call } from '../../../contract/calls.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { aboutText } from './call-words.ts';
import { callsOf } from './calls-of.ts';
import type { Calls } from './store.ts';
import { t } from '../../../words/words.ts';

const stateNames = (): Record<Call['state'], string> => ({
  ringing: t('Ringing'),
  talking: t('On the line'),
  later: t('Rings again'),
  missed: t('Missed'),
  held: t('Did not ring'),
});

/** The newest first. */
export function useWaitingCalls(): Call[] {
  const all = useStore(callsOf(useHeron()).state, (state) => state.calls);
  return all.filter(({ state }) => state !== 'ringing' && state !== 'talking').toReversed();
}

/** Calls that nobody took, in the inbox; nothing while there are none. */
export function WaitingCalls() {
  const calls = callsOf(useHeron());
  const id = useId();
  const waiting = useWaitingCalls();
  if (waiting.length === 0) return null;
  return (
    <section aria-labelledby={id} className="space-y-3">
      <h2 id={id} className="text-sm font-semibold">
        {t('Calls')}
      </h2>
      {waiting.map((call) => (
        <WaitingCall key={call.id} calls={calls} call={call} />
      ))}
    </section>
  );
}

function WaitingCall({ calls, call }: { calls: Calls; call: Call }) {
  const hear = useAction(t('Could not take the call'), () => calls.take(call));
  const forget = useAction(t('Could not put the call away'), () => calls.forget(call));
  return (
    <article
      aria-label={aboutText(call)}
      className="flex items-start gap-3 rounded-lg border bg-raised p-4 shadow-raised"
    >
      <div className="min-w-0 flex-1">
        <h3 className="text-sm font-medium wrap-anywhere">{call.text}</h3>
        <p className="text-xs wrap-anywhere text-muted">
          {stateNames()[call.state]}
          {' · '}
          <RelativeTime at={call.ringsAt ?? call.placedAt} />
          {call.about !== '' && ` · ${call.about}`}
        </p>
      </div>
      <Button size="sm" icon={Phone} isLoading={hear.isBusy} onClick={() => void hear.run()}>
        {t('Talk now')}
      </Button>
      <IconButton icon={X} label={t('Put away')} onClick={() => void forget.run()} />
    </article>
  );
}
