import { Inbox } from 'lucide-react';
import { useCallback, useId } from 'react';
import { useStore } from 'zustand';
import type { PermissionRequest } from '../../../contract/permissions.ts';
import { useHeron } from '../../app/heron-context.ts';
import type { Route } from '../../app/route.ts';
import { navigate } from '../../app/use-route.ts';
import { Button } from '../../ui/button.tsx';
import { countText } from '../../ui/count-text.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useWaitingCalls, WaitingCalls } from '../calls/waiting-calls.tsx';
import { PermissionPrompt } from '../permissions/prompt.tsx';
import { groupByRun } from '../permissions/requests.ts';
import { ScheduleAlarms } from '../schedules/schedule-alarms.tsx';
import { useRun } from '../runs/use-run.ts';
import { t } from '../../words/words.ts';

/** All that waits for an answer, over all runs; the run that has waited longest first. */
export function InboxScreen() {
  const { permissions } = useHeron();
  const { pending, isRead, failure } = useStore(permissions.state);
  const runs = [...groupByRun(Object.values(pending))];
  const hasCalls = useWaitingCalls().length > 0;
  return (
    <>
      <PageHeader
        title={t('Inbox')}
        text={t('What runs are waiting for. Answer here, or from elsewhere with a question’s code.')}
      />
      <div className="min-h-0 flex-1 overflow-y-auto" role="region" aria-label={t('Waiting questions')} tabIndex={0}>
        <div className="mx-auto w-full max-w-3xl space-y-6 px-4 pt-6 empty:hidden sm:px-6">
          <WaitingCalls />
          <ScheduleAlarms />
        </div>
        {runs.length > 0 ? (
          <div className="mx-auto w-full max-w-3xl space-y-6 px-4 py-6 sm:px-6">
            {runs.map(([runId, requests]) => (
              <WaitingRun key={runId} runId={runId} requests={requests} />
            ))}
          </div>
        ) : failure ? (
          <ErrorState
            title={t('Could not load the questions')}
            text={failure.message}
            onRetry={() => void permissions.read()}
          />
        ) : isRead && hasCalls ? null : isRead ? (
          <EmptyState
            icon={Inbox}
            title={t('Nothing waits for you')}
            text={t('When a run needs a permission, its question is listed here until you answer it.')}
          />
        ) : (
          <Skeleton lines={5} label={t('Loading the questions')} />
        )}
      </div>
    </>
  );
}

function WaitingRun({ runId, requests }: { runId: string; requests: PermissionRequest[] }) {
  const { runs } = useHeron();
  const summary = useStore(runs.state, ({ summaries }) => summaries[runId]);
  const { entry, rows } = useRun(runId);
  const id = useId();
  const taskTitle = useCallback(
    (taskId: string) => rows.find(({ task }) => task.id === taskId)?.title ?? taskId,
    [rows],
  );
  const place: Route = summary?.conversationId
    ? { screen: 'chat', conversationId: summary.conversationId }
    : { screen: 'timeline', runId };
  const [oldest] = requests;
  const isUnattended = entry?.run?.unattended ?? false;
  return (
    <section aria-labelledby={id} className="overflow-hidden rounded-lg border bg-raised shadow-raised">
      <header className="flex items-center gap-3 px-4 py-2.5">
        <div className="min-w-0 flex-1">
          <h2 id={id} className="text-sm font-semibold wrap-anywhere">
            {summary?.title ?? entry?.run?.plan.title ?? t('A run')}
          </h2>
          <p className="text-xs text-muted">
            {isUnattended && t('Unattended · ')}
            {countText(requests.length, 'question')}
            {oldest && (
              <>
                {' · asked '}
                <RelativeTime at={oldest.createdAt} />
              </>
            )}
          </p>
        </div>
        <Button size="sm" variant="ghost" onClick={() => navigate(place)}>
          {t('Open')}
        </Button>
      </header>
      <PermissionPrompt pending={requests} taskTitle={taskTitle} isInInbox />
    </section>
  );
}
