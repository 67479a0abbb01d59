import { useState } from 'react';
import { useStore } from 'zustand';
import { useHeron } from '../../app/heron-context.ts';
import { DetailSplit } from '../../ui/detail-split.tsx';
import { EventDetails } from './event-details.tsx';
import { EventList } from './event-list.tsx';
import { noFilter } from './filter.ts';
import { Filters } from './filters.tsx';
import { t } from '../../../words/words.ts';

/** The log, or what of it belongs to a run, one event a line. */
export function RunEvents({ runId }: { runId: string | undefined }) {
  const { timeline } = useHeron();
  const [hasPassing, setHasPassing] = useState(true);
  const [selectedId, setSelectedId] = useState<string>();
  const selected = useStore(timeline.state, ({ events }) => events.find(({ id }) => id === selectedId));
  return (
    <>
      <div className={selected ? 'border-b px-4 py-2 max-lg:hidden' : 'border-b px-4 py-2'}>
        <Filters hasPassing={hasPassing} onPassingChange={setHasPassing} />
      </div>
      <DetailSplit
        detailTitle={t('Event')}
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
    </>
  );
}
