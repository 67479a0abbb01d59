import { Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Run } from '../../../contract/runs.ts';
import { type StepState, StepIcon } from '../../ui/step-icon.tsx';
import { Elapsed } from './elapsed.tsx';
import { isUnderWay } from './summaries.ts';
import { runFacts } from './task-rows.ts';
import { StopButton } from './stop-button.tsx';
import { t } from '../../../words/words.ts';

interface RunHeaderProps {
  run: Run;
  step: StepState;
  toggle: ReactNode;
}

export function RunHeader({ run, step, toggle }: RunHeaderProps) {
  const states = Object.values(run.tasks);
  const facts = runFacts({
    ...run,
    tasks: {
      total: states.length,
      completed: states.filter(({ status }) => status === 'completed').length,
      failed: 0,
    },
  });
  return (
    <header className="flex items-center gap-3 py-2.5 pr-2.5 pl-4">
      {run.undone ? (
        <Undo2 role="img" aria-label={t('Undone')} size={18} className="shrink-0 text-muted" />
      ) : (
        <StepIcon state={step} size={18} />
      )}
      <div className="min-w-0 flex-1">
        <h3 className="text-sm font-semibold break-words">{run.plan.title}</h3>
        <p className="text-xs text-muted">
          {facts.join(' · ')} · <Elapsed startedAt={run.createdAt} endedAt={run.endedAt} />
          {run.status === 'cancelled' && run.error && ` · ${run.error.message}`}
        </p>
      </div>
      {isUnderWay(run.status) && <StopButton runId={run.id} />}
      {toggle}
    </header>
  );
}
