import { History, MessageSquare } from 'lucide-react';
import { memo } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { Run } from '../../../contract/runs.ts';
import { useHeron } from '../../app/heron-context.ts';
import { navigate } from '../../app/use-route.ts';
import { Button } from '../../ui/button.tsx';
import { StepIcon } from '../../ui/step-icon.tsx';
import { OpenedNote } from '../bundles/opened-note.tsx';
import { RunMenu } from '../bundles/run-menu.tsx';
import { PermissionPrompt } from '../permissions/prompt.tsx';
import { Elapsed } from '../runs/elapsed.tsx';
import { FailureNote } from '../runs/failure-note.tsx';
import { PinButton } from '../runs/pin-button.tsx';
import { PlanButton } from '../runs/plan-button.tsx';
import { StopButton } from '../runs/stop-button.tsx';
import { isUnderWay } from '../runs/summaries.ts';
import { endedCount, runFacts } from '../runs/task-rows.ts';
import { UndoButton } from '../runs/undo-button.tsx';
import { useRun } from '../runs/use-run.ts';
import { SaveTemplateButton } from '../templates/save-template.tsx';
import { RunFailures } from '../runs/run-failures.tsx';
import { KeepAsWorkflow } from '../workflows/keep-as-workflow.tsx';
import { t } from '../../../words/words.ts';

interface RunBarProps {
  run: Run;
  /** The screen shows the run as it stood some time ago. */
  isBack: boolean;
  /** Undefined where time cannot be gone through. */
  onBack: ((isBack: boolean) => void) | undefined;
}

/** The run that is looked at: how it stands, and what can be done with it. It stays as it is while one goes through time. */
export const RunBar = memo(function RunBar({ run, isBack, onBack }: RunBarProps) {
  const { permissions } = useHeron();
  const pending = useStore(
    permissions.state,
    useShallow(({ pending: all }) => Object.values(all).filter((request) => request.runId === run.id)),
  );
  const { conversationId } = run;
  return (
    <section aria-label={t('Run')} className="shrink-0 border-b bg-raised">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2.5">
        <StepIcon state={pending.length > 0 ? 'asking' : run.status} size={18} />
        <div className="min-w-0 flex-1 basis-48">
          <h2 className="text-sm font-semibold break-words">{run.plan.title}</h2>
          <p className="text-xs text-muted">
            {runFacts({
              ...run,
              tasks: { total: run.plan.tasks.length, completed: completedCount(run), failed: 0 },
            }).join(' · ')}{' '}
            · <Elapsed startedAt={run.createdAt} endedAt={run.endedAt} />
          </p>
        </div>
        <div className="flex flex-wrap gap-1.5">
          {conversationId && (
            <Button
              size="sm"
              variant="ghost"
              icon={MessageSquare}
              onClick={() => navigate({ screen: 'chat', conversationId })}
            >
              {t('Conversation')}
            </Button>
          )}
          <PlanButton runId={run.id} />
          {!run.opened && <PinButton run={run} />}
          <SaveTemplateButton plan={run.plan} />
          {!run.opened && <KeepAsWorkflow run={run} />}
          {!isUnderWay(run.status) && <UndoButton run={run} />}
          {onBack && (
            <Button size="sm" icon={History} aria-pressed={isBack} onClick={() => onBack(!isBack)}>
              {t('Replay')}
            </Button>
          )}
          {isUnderWay(run.status) ? <StopButton runId={run.id} /> : <RunMenu run={run} />}
        </div>
      </div>
      {run.opened && <OpenedNote opened={run.opened} />}
      {run.error && run.status === 'failed' && endedCount(run) >= 0 && (
        <div className="px-4 pb-3">
          <FailureNote failure={run.error} />
        </div>
      )}
      <RunFailures run={run} />
      {pending.length > 0 && (
        <div className="max-h-[60vh] overflow-y-auto" tabIndex={0} role="group" aria-label={t('Questions of this run')}>
          <RunQuestions runId={run.id} />
        </div>
      )}
    </section>
  );
});

function completedCount({ tasks }: Run): number {
  return Object.values(tasks).filter(({ status }) => status === 'completed').length;
}

function RunQuestions({ runId }: { runId: string }) {
  const { pending, rows } = useRun(runId);
  const titles = new Map(rows.map(({ task, title }) => [task.id, title]));
  return <PermissionPrompt pending={pending} taskTitle={(id) => titles.get(id) ?? id} />;
}
