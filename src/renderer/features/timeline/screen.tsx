import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { useHeron } from '../../app/heron-context.ts';
import { onReconnect } from '../../engine/on-reconnect.ts';
import { DetailSplit } from '../../ui/detail-split.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { EventDetails } from './event-details.tsx';
import { EventList } from './event-list.tsx';
import { noFilter } from './filter.ts';
import { Filters } from './filters.tsx';
import { ReplayView } from './replay-view.tsx';
import { RunBar } from './run-bar.tsx';
import { RunsColumn } from './runs-column.tsx';

interface TimelineScreenProps {
  runId: string | undefined;
  isReplay: boolean;
}

export function TimelineScreen({ runId, isReplay }: TimelineScreenProps) {
  const { timeline } = useHeron();
  const [hasPassing, setHasPassing] = useState(true);
  const [selectedId, setSelectedId] = useState<string>();
  const selected = useStore(timeline.state, ({ events }) => events.find(({ id }) => id === selectedId));
  useTimeline(runId);
  const isAlone = selected && !isReplay ? 'max-lg:hidden' : '';
  return (
    <>
      <div className={isAlone}>
        <PageHeader title="Timeline">
          {!isReplay && <Filters hasPassing={hasPassing} onPassingChange={setHasPassing} />}
        </PageHeader>
      </div>
      <div className="flex min-h-0 flex-1">
        <RunsColumn runId={runId} />
        <div className="flex min-w-0 flex-1 flex-col">
          <div className={isAlone}>{runId && <RunBar runId={runId} isReplay={isReplay} />}</div>
          {runId && isReplay ? (
            <ReplayView key={runId} runId={runId} />
          ) : (
            <DetailSplit
              key={runId}
              detailTitle="Event"
              detail={selected && <EventDetails event={selected} onSelect={setSelectedId} />}
              onClose={() => setSelectedId(undefined)}
            >
              <EventList
                selectedId={selectedId}
                hasPassing={hasPassing}
                onSelect={(event) => setSelectedId(event.id)}
                onClearFilter={() => timeline.setFilter({ ...noFilter, runId, workerId: undefined })}
              />
            </DetailSplit>
          )}
        </div>
      </div>
    </>
  );
}

/** Reads the log while the screen is open; another run is another question. */
function useTimeline(runId: string | undefined): void {
  const { engine, runs, timeline } = useHeron();
  // Its plan names its steps, also where the log's part on the screen does not reach back to it.
  useEffect(() => (runId ? runs.hold(runId) : undefined), [runs, runId]);
  useEffect(() => {
    timeline.setFilter({ runId });
    const readAgain = (): void => {
      if (timeline.state.getState().failure) void timeline.readLatest();
    };
    return onReconnect(engine.state, readAgain);
  }, [engine, timeline, runId]);
  useEffect(() => timeline.close, [timeline]);
}
