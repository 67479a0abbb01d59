import type { Trust } from '../../../contract/provenance.ts';
import type { Worker } from '../../../contract/workers.ts';
import { StatusDot } from '../../ui/status-dot.tsx';
import { t } from '../../../words/words.ts';

const looks = () =>
  ({
    idle: { tone: 'neutral', label: t('Idle') },
    starting: { tone: 'accent', label: t('Starting') },
    running: { tone: 'accent', label: t('Running') },
    paused: { tone: 'neutral', label: t('Paused') },
    refused: { tone: 'warning', label: t('Not approved') },
    failed: { tone: 'danger', label: t('Failed') },
  }) as const;

const refusals = (): Partial<Record<Trust, string>> => ({
  unapproved: t('Waits for your approval'),
  changed: t('Changed since you approved it'),
  denied: t('Kept off'),
});

/** With `trust` it says why a refused one may not run. */
export function WorkerStateDot({ state, trust }: { state: Worker['state']; trust?: Trust }) {
  const { tone, label } = looks()[state];
  const why = state === 'refused' && trust ? refusals()[trust] : undefined;
  // A person wanted it that way.
  return <StatusDot tone={trust === 'denied' && state === 'refused' ? 'neutral' : tone} label={why ?? label} />;
}
