import { SearchX, SquareActivity } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import type { AnyEvent } from '../../../contract/events.ts';
import { useHeron } from '../../app/heron-context.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { VirtualList } from '../../ui/virtual-list.tsx';
import type { EventNames } from './sentence.ts';
import { EventRow } from './event-row.tsx';
import { type TimelineRow, timelineRows } from './event-rows.ts';
import { RunHeading } from './run-heading.tsx';
import { useEventNames } from './use-event-names.ts';
import { plural, t } from '../../../words/words.ts';

interface EventListProps {
  selectedId: string | undefined;
  hasPassing: boolean;
  onSelect: (event: AnyEvent) => void;
  onClearFilter: () => void;
}

export function EventList({ selectedId, hasPassing, onSelect, onClearFilter }: EventListProps) {
  const { timeline } = useHeron();
  const { events, filter, oldest, seam, isLive, isRead, unseen, failure } = useStore(timeline.state);
  const names = useEventNames();
  const isGrouped = filter.runId === undefined;
  const rows = useMemo(
    () => timelineRows(events, { text: filter.text, hasPassing, isGrouped, oldest, seam }),
    [events, filter.text, hasPassing, isGrouped, oldest, seam],
  );
  if (failure && !isRead) {
    return (
      <ErrorState
        title={t('Could not load the timeline')}
        text={failure.message}
        onRetry={() => void timeline.readLatest()}
      />
    );
  }
  if (!isRead) return <Skeleton shape="rows" lines={12} label={t('Loading the timeline')} />;
  if (rows.length === 0) return <Nothing isFiltered={isFiltered(filter)} onClear={onClearFilter} />;
  return (
    <>
      {!isLive && (
        <Notice
          shape="bar"
          action={
            <Button size="sm" onClick={() => void timeline.readLatest()}>
              {t('Latest')}
            </Button>
          }
        >
          {unseen === 0
            ? t('You are looking at earlier events.')
            : plural(unseen, {
                one: '1 new event since you went back.',
                other: '{{count}} new events since you went back.',
              })}
        </Notice>
      )}
      <VirtualList
        label={t('Events')}
        items={rows}
        keyOf={keyOf}
        estimateSize={36}
        followsEnd
        toEndLabel={isLive ? t('Latest') : t('End of this part')}
        renderItem={(row) => <Row row={row} names={names} selectedId={selectedId} onSelect={onSelect} />}
      />
    </>
  );
}

const keyOf = (row: TimelineRow): string => row.key;

function isFiltered({ topics, workerId, text }: { topics: string[]; workerId?: string; text: string }): boolean {
  return topics.length > 0 || workerId !== undefined || text.trim() !== '';
}

interface RowProps {
  row: TimelineRow;
  names: EventNames;
  selectedId: string | undefined;
  onSelect: (event: AnyEvent) => void;
}

function Row({ row, names, selectedId, onSelect }: RowProps) {
  switch (row.kind) {
    case 'older':
      return <Older />;
    case 'seam':
      return <div className="border-t" />;
    case 'run':
      return <RunHeading runId={row.runId} />;
    case 'event':
      return (
        <EventRow
          event={row.event}
          times={row.times}
          names={names}
          isSelected={row.event.id === selectedId}
          onSelect={onSelect}
        />
      );
  }
}

/** Comes into view when one scrolls to the top, and then reads on by itself. */
function Older() {
  const { timeline } = useHeron();
  const isLoading = useStore(timeline.state, (state) => state.isLoading);
  const failure = useStore(timeline.state, (state) => state.failure);
  const isSearching = useStore(timeline.state, ({ filter }) => filter.text.trim() !== '');
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!place.current) return;
    const observer = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting && !timeline.state.getState().failure) void timeline.readOlder();
    });
    observer.observe(place.current);
    return () => observer.disconnect();
  }, [timeline]);
  return (
    <div ref={place} className="flex h-9 items-center justify-center gap-2 text-xs text-muted">
      {isLoading ? (
        <Spinner size={13} label={t('Loading older events')} />
      ) : (
        <Button size="sm" variant="ghost" onClick={() => void timeline.readOlder()}>
          {failure ? `${failure.message} Try again` : isSearching ? t('Search further back') : t('Load older events')}
        </Button>
      )}
    </div>
  );
}

function Nothing({ isFiltered: hasFilter, onClear }: { isFiltered: boolean; onClear: () => void }) {
  if (!hasFilter) {
    return (
      <EmptyState
        icon={SquareActivity}
        title={t('Nothing has happened yet')}
        text={t('Every step of every run will be here, as it happens and afterwards.')}
      />
    );
  }
  return (
    <EmptyState
      icon={SearchX}
      title={t('No events match')}
      text={t('Nothing in the part of the log that is loaded fits these filters.')}
      action={<Button onClick={onClear}>{t('Clear filters')}</Button>}
    />
  );
}
