import { History, List, MessageSquare } from 'lucide-react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { useHeron } from '../../app/heron-context.ts';
import { navigate } from '../../app/use-route.ts';
import { Button } from '../../ui/button.tsx';
import { StepIcon } from '../../ui/step-icon.tsx';
import { PermissionPrompt } from '../permissions/prompt.tsx';
import { Elapsed } from '../runs/elapsed.tsx';
import { isUnderWay } from '../runs/summaries.ts';
import { runFacts } from '../runs/task-rows.ts';
import { PlanButton } from '../runs/plan-button.tsx';
import { StopButton } from '../runs/stop-button.tsx';
import { useRun } from '../runs/use-run.ts';

interface RunBarProps {
  runId: string;
  isReplay: boolean;
}

/** The run that is looked at: how it stands, and what can be done with it. */
export function RunBar({ runId, isReplay }: RunBarProps) {
  const { runs, permissions } = useHeron();
  const summary = useStore(runs.state, ({ summaries }) => summaries[runId]);
  const pending = useStore(
    permissions.state,
    useShallow(({ pending: all }) => Object.values(all).filter((request) => request.runId === runId)),
  );
  const conversationId = summary?.conversationId;
  return (
    <section aria-label="Run" className="shrink-0 border-b bg-raised">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2.5">
        {summary && <StepIcon state={pending.length > 0 ? 'asking' : summary.status} size={18} />}
        <div className="min-w-0 flex-1 basis-48">
          <h2 className="text-sm font-semibold break-words">{summary?.title ?? runId}</h2>
          {summary && (
            <p className="text-xs text-muted">
              {runFacts(summary).join(' · ')} · <Elapsed startedAt={summary.createdAt} endedAt={summary.endedAt} />
            </p>
          )}
        </div>
        <div className="flex flex-wrap gap-1.5">
          {conversationId && (
            <Button
              size="sm"
              variant="ghost"
              icon={MessageSquare}
              onClick={() => navigate({ screen: 'chat', conversationId })}
            >
              Conversation
            </Button>
          )}
          <PlanButton runId={runId} />
          <Button
            size="sm"
            icon={isReplay ? List : History}
            onClick={() => navigate({ screen: 'timeline', runId, isReplay: !isReplay })}
          >
            {isReplay ? 'Events' : 'Replay'}
          </Button>
          {summary && isUnderWay(summary.status) && <StopButton runId={runId} />}
        </div>
      </div>
      {pending.length > 0 && (
        <div className="max-h-[60vh] overflow-y-auto" tabIndex={0} role="group" aria-label="Questions of this run">
          <RunQuestions runId={runId} />
        </div>
      )}
    </section>
  );
}

function RunQuestions({ runId }: { runId: string }) {
  const { pending, rows } = useRun(runId);
  const titles = new Map(rows.map(({ task, title }) => [task.id, title]));
  return <PermissionPrompt pending={pending} taskTitle={(id) => titles.get(id) ?? id} />;
}
