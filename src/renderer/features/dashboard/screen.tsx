import { LayoutDashboard } from 'lucide-react';
import { useState } from 'react';
import { type Dashboard, type DashboardDays, endedRuns } from '../../../contract/dashboard.ts';
import { navigate } from '../../app/use-route.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Select } from '../../ui/select.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { DashboardCharts } from './charts.tsx';
import { periods } from './figures.ts';
import { ModelCharts } from './model-charts.tsx';
import { Tiles } from './tiles.tsx';
import { ScheduleAlarms } from '../schedules/schedule-alarms.tsx';
import { useDashboard } from './use-dashboard.ts';
import { WorkerHealthList } from './worker-health.tsx';
import { t } from '../../../words/words.ts';

/** How Heron does: what ran, how well, what it took, and what waits. */
export function DashboardScreen() {
  const [days, setDays] = useState<DashboardDays>(7);
  const { data, failure, isLoading, reload } = useDashboard(days);
  return (
    <>
      <PageHeader
        title={t('Dashboard')}
        text={t('Compared with {{before}}', { before: periods()[days].before })}
        actions={<Period days={days} onChange={setDays} />}
      />
      <div
        role="region"
        aria-label={t('Figures')}
        aria-busy={isLoading}
        tabIndex={0}
        className="flex min-h-0 flex-1 flex-col overflow-y-auto focus-visible:-outline-offset-2"
      >
        {data ? (
          <div className="mx-auto w-full max-w-6xl space-y-6 px-4 py-5 sm:px-6">
            {failure && (
              <Notice tone="warning" title={t('These figures are not new')}>
                {failure.message}
              </Notice>
            )}
            <ScheduleAlarms />
            <Figures data={data} days={days} />
          </div>
        ) : failure ? (
          <ErrorState
            title={t('Could not load the figures')}
            text={failure.message}
            isRetrying={isLoading}
            onRetry={() => void reload()}
          />
        ) : (
          <div className="p-6">
            <Skeleton lines={8} label={t('Loading the figures')} />
          </div>
        )}
      </div>
    </>
  );
}

function Period({ days, onChange }: { days: DashboardDays; onChange: (days: DashboardDays) => void }) {
  return (
    <div className="w-40">
      <Select
        label={t('Period')}
        isLabelHidden
        value={String(days)}
        options={([1, 7, 30] as const).map((each) => ({ value: String(each), label: periods()[each].name }))}
        onChange={(value) => onChange(([1, 7, 30] as const).find((each) => String(each) === value) ?? 7)}
      />
    </div>
  );
}

function Figures({ data, days }: { data: Dashboard; days: DashboardDays }) {
  const { runningRuns, waitingRuns } = data.queue;
  const isEmpty = endedRuns(data.now) + endedRuns(data.before) + runningRuns + waitingRuns === 0;
  return (
    <>
      <Tiles data={data} />
      {isEmpty ? (
        <EmptyState
          icon={LayoutDashboard}
          title={t('No runs yet')}
          text={t('Ask for something in Chat; how it went is counted here.')}
          action={
            <Button variant="primary" onClick={() => navigate({ screen: 'chat' })}>
              {t('Go to Chat')}
            </Button>
          }
        />
      ) : (
        <DashboardCharts intervals={data.intervals} days={days} />
      )}
      <ModelCharts days={days} />
      <WorkerHealthList workers={data.workers} heldHosts={data.heldHosts} />
    </>
  );
}
