import { Inbox } from 'lucide-react';
import { useStore } from 'zustand';
import { useHeron } from '../../app/heron-context.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useWaitingCalls, WaitingCalls } from '../calls/waiting-calls.tsx';
import { ServerQuestions } from '../mcp/server-questions.tsx';
import { useServerQuestions } from '../mcp/use-server-questions.ts';
import { ScheduleAlarms } from '../schedules/schedule-alarms.tsx';
import { useUndecidedWorkers } from '../workers/use-undecided-workers.ts';
import { t } from '../../../words/words.ts';
import { AskingRun } from './asking-run.tsx';
import { FailedRuns } from './failed-runs.tsx';
import { WaitingWorkers } from './waiting-workers.tsx';
import { useAskingRuns, useNewFailures } from './use-asking-runs.ts';

/** All that waits for a person, over all runs, and what failed while nobody looked. */
export function InboxScreen() {
  const { permissions, runs } = useHeron();
  const questions = useStore(permissions.state);
  const listed = useStore(runs.state, ({ isListed }) => isListed);
  const unlisted = useStore(runs.state, ({ listFailure }) => listFailure);
  const asking = useAskingRuns();
  const hasFailures = useNewFailures().length > 0;
  const hasCalls = useWaitingCalls().length + useServerQuestions().length > 0;
  const hasWorkers = useUndecidedWorkers().length > 0;
  const failure = questions.failure ?? unlisted;
  const readAgain = (): void => {
    void permissions.read();
    void runs.list();
  };
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
          <ServerQuestions />
          {asking.map((each) => (
            <AskingRun key={each.runId} asking={each} />
          ))}
          <WaitingWorkers />
          <FailedRuns />
        </div>
        {asking.length > 0 || hasFailures || hasCalls || hasWorkers ? (
          <div className="h-6" />
        ) : failure ? (
          <ErrorState title={t('Could not load the questions')} text={failure.message} onRetry={readAgain} />
        ) : questions.isRead && listed ? (
          <EmptyState
            icon={Inbox}
            title={t('Nothing waits for you')}
            text={t(
              'Questions of runs are listed here until you answer them, and runs that failed until you have seen them.',
            )}
          />
        ) : (
          <Skeleton lines={5} label={t('Loading the questions')} />
        )}
      </div>
    </>
  );
}
