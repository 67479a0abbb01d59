import { type ReactNode, useCallback } from 'react';
import type { Run } from '../../../contract/runs.ts';
import { useHeron } from '../../app/heron-context.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ServerQuestions } from '../mcp/server-questions.tsx';
import { RunProcesses } from '../processes/run-processes.tsx';
import { PermissionPrompt } from '../permissions/prompt.tsx';
import { FailureNote } from './failure-note.tsx';
import { PlanChanges } from './plan-changes.tsx';
import { RunFooter } from './run-footer.tsx';
import { RunFailures } from './run-failures.tsx';
import { RunOrigin } from './run-origin.tsx';
import { RunHeader } from './run-header.tsx';
import { ScenarioVerdict } from './scenario-verdict.tsx';
import type { TaskProgress } from './store.ts';
import { isUnderWay } from './summaries.ts';
import { TaskList } from './task-list.tsx';
import { endedCount, runStep, type TaskRow } from './task-rows.ts';
import { useRun } from './use-run.ts';
import { plural, t } from '../../../words/words.ts';

interface OpenRunProps {
  runId: string;
  toggle?: ReactNode;
}

/** A plan in full, following its run. */
export function OpenRun({ runId, toggle }: OpenRunProps) {
  const { runs } = useHeron();
  const { entry, rows, pending } = useRun(runId);
  const run = entry?.run;
  const taskTitle = useCallback((id: string) => askedTitle(rows, id), [rows]);
  if (!run) {
    return (
      <section aria-label={t('Plan')} className="rounded-lg border bg-raised p-4">
        {entry?.failure ? (
          <ErrorState
            title={t('Could not load the plan')}
            text={entry.failure.message}
            onRetry={() => void runs.read(runId)}
          />
        ) : (
          <Skeleton lines={3} label={t('Loading the plan')} />
        )}
      </section>
    );
  }
  return (
    <section
      aria-label={t('Plan: {{title}}', { title: run.plan.title })}
      className="animate-rise-in overflow-hidden rounded-lg border bg-raised shadow-raised"
    >
      <RunHeader run={run} step={runStep(run, rows)} toggle={toggle} />
      {pending.length === 0 ? (
        <RunProgress run={run} progress={entry.progress} />
      ) : (
        <PermissionPrompt pending={pending} taskTitle={taskTitle} />
      )}
      {run.workflow?.scenario && (
        <div className="border-b px-4 py-2">
          <ScenarioVerdict run={run} />
        </div>
      )}
      {isUnderWay(run.status) && (
        <div className="border-b px-4 py-2 empty:hidden">
          <ServerQuestions runId={runId} />
        </div>
      )}
      <TaskList run={run} rows={rows} progress={entry.progress} />
      {run.stalled && (
        <p role="status" className="border-b px-4 py-2 text-sm break-words">
          {t('{{message}}; the run goes on by itself when Heron can write again.', { message: run.stalled.message })}
        </p>
      )}
      {run.error && run.status === 'failed' && !isTold(run, rows) && (
        <div className="px-4 pb-3">
          <FailureNote failure={run.error} />
        </div>
      )}
      <RunProcesses runId={runId} />
      <RunOrigin run={run} />
      <RunFailures run={run} />
      <PlanChanges run={run} />
      <RunFooter run={run} />
    </section>
  );
}

function RunProgress({ run, progress }: { run: Run; progress: Record<string, TaskProgress> }) {
  if (!isUnderWay(run.status)) return <div className="border-b" />;
  const total = run.plan.tasks.length;
  const done = endedCount(run);
  const [only] = run.plan.tasks;
  // One step has no middle but its own.
  if (total === 1) return <ProgressBar label={t('Progress')} value={only && progress[only.id]?.percent} />;
  return (
    <ProgressBar
      label={t('Steps done')}
      value={done}
      max={total}
      valueText={plural(total, { one: '{{done}} of 1 step', other: '{{done}} of {{count}} steps' }, { done })}
    />
  );
}

/** What is final is said where it can still be stopped. */
function askedTitle(rows: TaskRow[], id: string): string {
  const row = rows.find(({ task }) => task.id === id);
  return row ? `${row.title}${row.isLasting ? ' (cannot be undone)' : ''}` : id;
}

/** The failed task's own row says the same. */
function isTold({ error }: Run, rows: TaskRow[]): boolean {
  return rows.some(({ state }) => state.error?.message === error?.message);
}
