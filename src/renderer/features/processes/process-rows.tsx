import { endingText } from '../../../contract/process-text.ts';
import type { BackgroundProcess } from '../../../contract/processes.ts';
import { navigate } from '../../app/use-route.ts';
import { ListRow } from '../../ui/list-row.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { StatusDot } from '../../ui/status-dot.tsx';
import type { Tone } from '../../ui/tone.ts';
import { isRunning } from './store.ts';

interface ProcessRowsProps {
  label: string;
  processes: BackgroundProcess[];
  selectedId?: string | undefined;
}

export function ProcessRows({ label, processes, selectedId }: ProcessRowsProps) {
  return (
    <ul aria-label={label}>
      {processes.map((process) => (
        <li key={process.id}>
          <ListRow
            start={
              <span aria-hidden>
                <StatusDot tone={toneOf(process)} label={stateOf(process)} isLabelHidden />
              </span>
            }
            title={process.name}
            text={stateOf(process)}
            end={<RelativeTime at={process.endedAt ?? process.startedAt} />}
            isSelected={process.id === selectedId}
            onSelect={() => navigate({ screen: 'background', processId: process.id })}
          />
        </li>
      ))}
    </ul>
  );
}

function stateOf(process: BackgroundProcess): string {
  return isRunning(process) ? 'running' : endingText(process);
}

function toneOf(process: BackgroundProcess): Tone {
  if (isRunning(process)) return 'accent';
  const { end, exitCode } = process;
  if (end === 'exit') return exitCode === 0 ? 'success' : 'danger';
  return end === 'stopped' || end === 'run' ? 'neutral' : 'warning';
}
