import type { Worker } from '../../../contract/workers.ts';
import { StatusDot } from '../../ui/status-dot.tsx';

const looks = () =>
  ({
    idle: { tone: 'neutral', label: 'Idle' },
    starting: { tone: 'accent', label: 'Starting' },
    running: { tone: 'accent', label: 'Running' },
    paused: { tone: 'neutral', label: 'Paused' },
    failed: { tone: 'danger', label: 'Failed' },
  }) as const;

export function WorkerStateDot({ state }: { state: Worker['state'] }) {
  return <StatusDot {...looks()[state]} />;
}
