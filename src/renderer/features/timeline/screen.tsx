import { useEffect } from 'react';
import { useHeron } from '../../app/heron-context.ts';
import type { RunTab } from '../../app/route.ts';
import { onReconnect } from '../../engine/on-reconnect.ts';
import { PageHeader } from '../../ui/page-header.tsx';
import { BundleDrop, OpenBundleButton } from '../bundles/open-bundle.tsx';
import { RunSelect } from './filters.tsx';
import { RunEvents } from './run-events.tsx';
import { RunsColumn } from './runs-column.tsx';
import { RunView } from './run-view.tsx';
import { t } from '../../../words/words.ts';

interface TimelineScreenProps {
  runId: string | undefined;
  tab: RunTab;
}

export function TimelineScreen({ runId, tab }: TimelineScreenProps) {
  useTimeline(runId, runId === undefined || tab === 'events');
  return (
    <>
      <PageHeader
        title={t('Timeline')}
        actions={
          <>
            <div className="w-56 max-sm:w-32 xl:hidden">
              <RunSelect runId={runId} />
            </div>
            <OpenBundleButton />
          </>
        }
      />
      <BundleDrop>
        <RunsColumn runId={runId} />
        <div className="flex min-w-0 flex-1 flex-col low:min-h-[36rem]">
          {runId === undefined ? <RunEvents runId={undefined} /> : <RunView key={runId} runId={runId} tab={tab} />}
        </div>
      </BundleDrop>
    </>
  );
}

/** Reads the log while its events are on the screen; another run is another question. */
function useTimeline(runId: string | undefined, isShown: boolean): void {
  const { engine, timeline } = useHeron();
  useEffect(() => {
    if (!isShown) return;
    timeline.setFilter({ runId });
    const readAgain = (): void => {
      if (timeline.state.getState().failure) void timeline.readLatest();
    };
    return onReconnect(engine.state, readAgain);
  }, [engine, timeline, runId, isShown]);
  useEffect(() => (isShown ? timeline.close : undefined), [timeline, isShown]);
}
