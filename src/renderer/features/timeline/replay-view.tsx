import { useCallback, useEffect, useMemo, useState } from 'react';
import type { AnyEvent } from '../../../contract/events.ts';
import type { Run } from '../../../contract/runs.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useQuery } from '../../engine/use-query.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { StepIcon } from '../../ui/step-icon.tsx';
import { exactTimeText } from '../../ui/time-text.ts';
import { VirtualList } from '../../ui/virtual-list.tsx';
import { FailureNote } from '../runs/failure-note.tsx';
import { Moment } from '../runs/moment.ts';
import { TaskList } from '../runs/task-list.tsx';
import { endedCount, taskRows } from '../runs/task-rows.ts';
import { useActionFacts } from '../runs/use-run.ts';
import { EventRow } from './event-row.tsx';
import { readRunEvents, runAt } from './replay.ts';
import { ReplayControls } from './replay-controls.tsx';
import { useEventNames } from './use-event-names.ts';
import { useReplay } from './use-replay.ts';
import { History } from 'lucide-react';

/** A run as it was at each of its events. */
export function ReplayView({ runId }: { runId: string }) {
  const { engine } = useHeron();
  const load = useCallback(() => readRunEvents(engine.client, runId), [engine, runId]);
  const { data, failure, reload } = useQuery(engine.state, load);
  const events = useGrowing(runId, data);
  if (failure && !events) {
    return <ErrorState title="Could not load the run" text={failure.message} onRetry={() => void reload()} />;
  }
  if (!events) return <Skeleton shape="rows" lines={8} label="Loading the run" />;
  if (events.length === 0) return <EmptyState icon={History} title="The log holds nothing of this run" />;
  return <Loaded events={events} />;
}

/** A run may still be under way while it is replayed. */
function useGrowing(runId: string, read: AnyEvent[] | undefined): AnyEvent[] | undefined {
  const { engine } = useHeron();
  const [later, setLater] = useState<AnyEvent[]>([]);
  useEffect(
    () =>
      engine.subscribe((events) => {
        const own = events.filter((event) => event.scope.runId === runId && event.seq !== undefined);
        if (own.length > 0) setLater((before) => [...before, ...own]);
      }),
    [engine, runId],
  );
  return useMemo(() => {
    const last = read?.at(-1)?.seq ?? 0;
    return read && [...read, ...later.filter(({ seq = 0 }) => seq > last)];
  }, [read, later]);
}

function Loaded({ events }: { events: AnyEvent[] }) {
  const replay = useReplay(events);
  const names = useEventNames();
  const { position, moveTo } = replay;
  const run = useMemo(() => runAt(events, position), [events, position]);
  const now = events[position - 1]?.at ?? events[0]?.at ?? 0;
  return (
    <>
      <div className="flex min-h-0 flex-1 max-lg:flex-col">
        <div className="flex min-h-0 min-w-0 flex-1 flex-col lg:border-r">
          <VirtualList
            label="Events of the run"
            items={events}
            keyOf={({ id }) => id}
            estimateSize={36}
            revealIndex={position - 1}
            renderItem={(event, index) => (
              <div className={index >= position ? 'grayscale [&_*]:text-muted' : ''}>
                <EventRow
                  event={event}
                  names={names}
                  isSelected={index === position - 1}
                  onSelect={() => moveTo(index + 1)}
                />
              </div>
            )}
          />
        </div>
        <Moment value={now}>
          <RunThen run={run} at={now} />
        </Moment>
      </div>
      <ReplayControls events={events} names={names} replay={replay} />
    </>
  );
}

function RunThen({ run, at }: { run: Run | undefined; at: number }) {
  const factsOf = useActionFacts();
  const rows = useMemo(() => (run ? taskRows(run, [], factsOf) : []), [run, factsOf]);
  return (
    <section
      aria-label="The run at this moment"
      tabIndex={0}
      className="min-h-0 flex-1 overflow-y-auto bg-raised focus-visible:-outline-offset-2 max-lg:border-t"
    >
      <header className="flex items-center gap-2 px-4 py-3">
        {run && <StepIcon state={run.status} hasLabel />}
        <p className="flex-1 text-right text-xs text-muted tabular-nums">{exactTimeText(at)}</p>
      </header>
      {run ? (
        <>
          <ProgressBar
            label="Steps done"
            value={endedCount(run)}
            max={run.plan.tasks.length}
            valueText={`${endedCount(run)} of ${run.plan.tasks.length} steps`}
          />
          <TaskList run={run} rows={rows} progress={{}} isWholeAtFirst />
          {run.error && (
            <div className="px-4 pb-4">
              <FailureNote failure={run.error} />
            </div>
          )}
        </>
      ) : (
        <p className="px-4 py-2 text-sm text-muted">The run does not exist yet.</p>
      )}
    </section>
  );
}
