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
  const [hasPassing, setHasPassing] = useState(true);
  useTimeline(runId);
  return (
    <>
      <PageHeader title="Timeline">
        {!isReplay && <Filters hasPassing={hasPassing} onPassingChange={setHasPassing} />}
      </PageHeader>
      <div className="flex min-h-0 flex-1">
        <RunsColumn runId={runId} />
        <div className="flex min-w-0 flex-1 flex-col">
          {runId && <RunBar runId={runId} isReplay={isReplay} />}
          {runId && isReplay ? (
            <ReplayView key={runId} runId={runId} />
          ) : (
            <Events key={runId ?? 'everything'} hasPassing={hasPassing} />
          )}
        </div>
      </div>
    </>
  );
}

function Events({ hasPassing }: { hasPassing: boolean }) {
  const { timeline } = useHeron();
  const [selectedId, setSelectedId] = useState<string>();
  const selected = useStore(timeline.state, ({ events }) => events.find(({ id }) => id === selectedId));
  const runId = useStore(timeline.state, ({ filter }) => filter.runId);
  return (
    <DetailSplit
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
  );
}

/** Reads the log while the screen is open; another run is another question. */
function useTimeline(runId: string | undefined): void {
  const { engine, timeline } = useHeron();
  useEffect(() => {
    timeline.setFilter({ runId });
    const readAgain = (): void => {
      if (timeline.state.getState().failure) void timeline.readLatest();
    };
    return onReconnect(engine.state, readAgain);
  }, [engine, timeline, runId]);
  useEffect(() => timeline.close, [timeline]);
}
