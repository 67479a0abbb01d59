import type { Worker } from '../../../contract/workers.ts';
import { StatusDot } from '../../ui/status-dot.tsx';
import { t } from '../../words/words.ts';

const looks = () =>
  ({
    idle: { tone: 'neutral', label: t('Idle') },
    starting: { tone: 'accent', label: t('Starting') },
    running: { tone: 'accent', label: t('Running') },
    paused: { tone: 'neutral', label: t('Paused') },
    failed: { tone: 'danger', label: t('Failed') },
  }) as const;

export function WorkerStateDot({ state }: { state: Worker['state'] }) {
  return <StatusDot {...looks()[state]} />;
}
