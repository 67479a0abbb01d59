import { useCallback, useId } from 'react';
import { useStore } from 'zustand';
import type { Run } from '../../../contract/runs.ts';
import { topTask } from '../../../contract/task-path.ts';
import { useHeron } from '../../app/heron-context.ts';
import type { Route } from '../../app/route.ts';
import { navigate } from '../../app/use-route.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { PermissionPrompt } from '../permissions/prompt.tsx';
import { BlockedQuestion } from '../runs/blocked-question.tsx';
import { FailureNote } from '../runs/failure-note.tsx';
import { UncertainChoice } from '../runs/uncertain-choice.tsx';
import { useRun } from '../runs/use-run.ts';
import { plural, t } from '../../../words/words.ts';
import { type AskingRun as Asking, countQuestions } from './use-asking-runs.ts';

/** A run that waits, with everything it asks. */
export function AskingRun({ asking }: { asking: Asking }) {
  const { runId, requests } = asking;
  const { runs } = useHeron();
  const summary = useStore(runs.state, ({ summaries }) => summaries[runId]);
  const { entry, rows } = useRun(runId);
  const id = useId();
  const taskTitle = useCallback(
    (taskId: string) => rows.find(({ task }) => task.id === taskId)?.title ?? taskId,
    [rows],
  );
  const run = entry?.run;
  const place: Route = summary?.conversationId
    ? { screen: 'chat', conversationId: summary.conversationId }
    : { screen: 'timeline', runId };
  const since = requests[0]?.createdAt ?? summary?.createdAt;
  return (
    <section aria-labelledby={id} className="overflow-hidden rounded-lg border bg-raised shadow-raised">
      <header className="flex items-center gap-3 px-4 py-2.5">
        <div className="min-w-0 flex-1">
          <h2 id={id} className="text-sm font-semibold wrap-anywhere">
            {summary?.title ?? run?.plan.title ?? t('A run')}
          </h2>
          <p className="text-xs text-muted">
            {run?.unattended && t('Unattended · ')}
            {plural(countQuestions([asking]), { one: '1 question', other: '{{count}} questions' })}
            {since !== undefined && (
              <>
                {requests.length > 0 ? t(' · asked ') : t(' · begun ')}
                <RelativeTime at={since} />
              </>
            )}
          </p>
        </div>
        <Button size="sm" variant="ghost" onClick={() => navigate(place)}>
          {t('Open')}
        </Button>
      </header>
      {requests.length > 0 && <PermissionPrompt pending={requests} taskTitle={taskTitle} isInInbox />}
      {entry?.failure && (
        <ErrorState
          title={t('Could not load the run')}
          text={entry.failure.message}
          onRetry={() => void runs.read(runId)}
        />
      )}
      {run && <Steps run={run} taskTitle={taskTitle} />}
    </section>
  );
}

/** What its steps ask, also those inside others. */
function Steps({ run, taskTitle }: { run: Run; taskTitle: (taskId: string) => string }) {
  const steps = Object.values(run.tasks).flatMap(({ id, status, question, error, asks = [] }) => [
    ...(status === 'blocked' && question ? [{ taskId: id, question, error }] : []),
    ...(status === 'uncertain' ? [{ taskId: id, question: undefined, error: undefined }] : []),
    ...asks.map((inner) => ({ question: undefined, error: undefined, ...inner })),
  ]);
  if (steps.length === 0) return null;
  return (
    <ul className="divide-y border-t">
      {steps.map(({ taskId, question, error }) => {
        const title = taskTitle(topTask(taskId));
        return (
          <li key={taskId} className="space-y-2 px-4 py-2.5">
            <p className="text-sm font-medium wrap-anywhere">{title}</p>
            {error && <FailureNote failure={error} />}
            {question ? (
              <BlockedQuestion runId={run.id} taskId={taskId} title={title} question={question} />
            ) : (
              <UncertainChoice runId={run.id} taskId={taskId} title={title} />
            )}
          </li>
        );
      })}
    </ul>
  );
}
