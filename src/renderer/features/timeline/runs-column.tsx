import { Layers } from 'lucide-react';
import { useMemo } from 'react';
import type { RunSummary } from '../../../contract/runs.ts';
import { useHeron } from '../../app/heron-context.ts';
import { navigate } from '../../app/use-route.ts';
import { useStoreCalmly } from '../../engine/use-store-calmly.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { ListRow } from '../../ui/list-row.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { StepIcon } from '../../ui/step-icon.tsx';
import { VirtualList } from '../../ui/virtual-list.tsx';
import { PrunedNote } from './pruned-note.tsx';
import { newestFirst } from '../runs/summaries.ts';
import { plural, t } from '../../../words/words.ts';

const everyMs = 250;

type Row = { id: string; run?: RunSummary };

export function RunsColumn({ runId }: { runId: string | undefined }) {
  const { runs } = useHeron();
  // Its counts change with every step of every run.
  const { summaries, isListed, listFailure } = useStoreCalmly(runs.state, (state) => state, everyMs);
  const rows = useMemo<Row[]>(
    () => [{ id: 'everything' }, ...newestFirst(summaries).map((run) => ({ id: run.id, run }))],
    [summaries],
  );
  return (
    <div className="flex w-64 shrink-0 flex-col border-r max-xl:hidden">
      <h2 className="px-4 pt-3 pb-1 text-2xs font-medium text-muted">{t('Runs')}</h2>
      {listFailure && !isListed && (
        <ErrorState title={t('Could not load the runs')} text={listFailure.message} onRetry={() => void runs.list()} />
      )}
      {!isListed && !listFailure && <Skeleton shape="rows" lines={6} label={t('Loading the runs')} />}
      {isListed && (
        <VirtualList
          label={t('Runs')}
          items={rows}
          keyOf={({ id }) => id}
          estimateSize={54}
          renderItem={({ run }) => (
            <div className="px-2">
              {run ? (
                <RunRow run={run} isSelected={run.id === runId} />
              ) : (
                <EverythingRow isSelected={runId === undefined} />
              )}
            </div>
          )}
        />
      )}
      <PrunedNote />
    </div>
  );
}

function EverythingRow({ isSelected }: { isSelected: boolean }) {
  return (
    <ListRow
      start={<Layers aria-hidden size={16} className="text-muted" />}
      title={t('Everything')}
      isSelected={isSelected}
      onSelect={() => navigate({ screen: 'timeline' })}
    />
  );
}

function RunRow({ run, isSelected }: { run: RunSummary; isSelected: boolean }) {
  const { total, completed } = run.tasks;
  return (
    <ListRow
      start={<StepIcon state={run.status} />}
      title={run.title}
      text={
        <>
          {run.opened && `${t('from a file')} · `}
          <RelativeTime at={run.createdAt} /> ·{' '}
          {completed === total
            ? plural(total, { one: '1 step', other: '{{count}} steps' })
            : plural(
                total,
                { one: '{{completed}} of 1 step', other: '{{completed}} of {{count}} steps' },
                { completed },
              )}
          {run.undone && ` · ${t('undone')}`}
          {run.pinned && ' · pinned'}
        </>
      }
      isSelected={isSelected}
      onSelect={() => navigate({ screen: 'timeline', runId: run.id })}
    />
  );
}
