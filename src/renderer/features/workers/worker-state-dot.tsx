import type { Worker } from '../../../contract/workers.ts';
import { StatusDot } from '../../ui/status-dot.tsx';

const looks = {
  idle: { tone: 'neutral', label: 'Idle' },
  running: { tone: 'accent', label: 'Running' },
  failed: { tone: 'danger', label: 'Failed' },
} as const;

export function WorkerStateDot({ state }: { state: Worker['state'] }) {
  return <StatusDot {...looks[state]} />;
}
