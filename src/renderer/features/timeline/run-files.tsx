import { FileX2, Search } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import type { Run } from '../../../contract/runs.ts';
import type { FileChange } from '../../../contract/undo.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useQuery } from '../../engine/use-query.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { VirtualList } from '../../ui/virtual-list.tsx';
import { Change } from '../runs/change-list.tsx';
import { isUnderWay } from '../runs/summaries.ts';
import { UndoResult } from '../runs/undo-result.tsx';
import { plural, t } from '../../../words/words.ts';

/** What a run did to files, as far as it has come; the way back stands above. */
export function RunFiles({ run }: { run: Run }) {
  const { engine } = useHeron();
  const load = useCallback(() => engine.client.runs.changes({ runId: run.id }), [engine, run.id]);
  const { data, failure, reload } = useQuery(engine.state, load);
  const isLive = isUnderWay(run.status);
  useReadAfterSteps(run.id, isLive, reload);
  const again = isLive ? '' : `${run.status} ${run.undone}`;
  useEffect(() => {
    if (again !== '') void reload();
  }, [reload, again]);
  if (!data) {
    return failure ? (
      <ErrorState title={t('Could not read the files')} text={failure.message} onRetry={() => void reload()} />
    ) : (
      <Skeleton shape="rows" lines={6} label={t('Reading the files')} />
    );
  }
  if (data.length === 0) {
    return (
      <EmptyState
        icon={FileX2}
        title={isLive ? t('No files changed yet') : t('No files changed')}
        text={t('What a run creates, changes, moves or deletes is listed here, with the difference where it is text.')}
      />
    );
  }
  return <Changes run={run} changes={data} />;
}

/** Reads again when a step is done, and once more for those that are done meanwhile. */
function useReadAfterSteps(runId: string, isLive: boolean, reload: () => Promise<void>): void {
  const { engine } = useHeron();
  useEffect(() => {
    if (!isLive) return undefined;
    let isReading = false;
    let isDue = false;
    const read = async (): Promise<void> => {
      isReading = true;
      while (isDue) {
        isDue = false;
        await reload();
      }
      isReading = false;
    };
    return engine.subscribe((events) => {
      if (!events.some(({ type, scope }) => type === 'task.completed' && scope.runId === runId)) return;
      isDue = true;
      if (!isReading) void read();
    });
  }, [engine, runId, isLive, reload]);
}

function Changes({ run, changes }: { run: Run; changes: FileChange[] }) {
  const [text, setText] = useState('');
  const wanted = text.trim().toLowerCase();
  const shown = changes
    .map((change, index) => ({ change, key: String(index) }))
    .filter(({ change }) => `${change.path} ${change.movedTo ?? ''} ${change.taskId}`.toLowerCase().includes(wanted));
  return (
    <>
      <div className="flex shrink-0 flex-wrap items-center gap-3 border-b px-4 py-2">
        <TextField
          type="search"
          label={t('Search files')}
          isLabelHidden
          placeholder={t('Search files')}
          icon={Search}
          className="w-56 max-sm:w-full"
          value={text}
          onChange={setText}
        />
        <p className="flex-1 text-xs text-muted">
          {plural(changes.length, { one: '1 change', other: '{{count}} changes' })}
        </p>
      </div>
      {run.undone && <UndoResult report={undefined} changes={changes} />}
      {shown.length === 0 ? (
        <EmptyState
          icon={FileX2}
          title={t('No files match')}
          action={<Button onClick={() => setText('')}>{t('Show all files')}</Button>}
        />
      ) : (
        <VirtualList
          label={t('File changes')}
          items={shown}
          keyOf={({ key }) => key}
          estimateSize={40}
          renderItem={({ change }) => (
            <div className="border-b px-3 py-1.5">
              <Change change={change} hasReason />
            </div>
          )}
        />
      )}
    </>
  );
}
