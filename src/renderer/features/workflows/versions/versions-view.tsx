import { FileClock, X } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { WorkflowDocument, WorkflowVersion } from '../../../../contract/workflows.ts';
import { useHeron } from '../../../app/heron-context.ts';
import { useAction } from '../../../engine/use-action.ts';
import { useQuery } from '../../../engine/use-query.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Select } from '../../../ui/select.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { useBuilderParts, useBuilderState } from '../builder-context.ts';
import { ChangesList } from './changes-list.tsx';
import { CompareCanvas } from './compare-canvas.tsx';
import { compareDocuments, type Comparison, type Mark } from './merged.ts';
import { VersionList } from './version-list.tsx';
import { plural, t } from '../../../../words/words.ts';

/** What the workflow was, and what became of it since, on the canvas and in words. */
export function VersionsView() {
  const { engine } = useHeron();
  const { builder } = useBuilderParts();
  const { id: workflowId } = builder.state.getState().kept;
  const load = useCallback(() => engine.client.workflows.versions({ workflowId }), [engine, workflowId]);
  const { data, failure, reload } = useQuery(engine.state, load);
  const close = (): void => builder.compare(false);
  const region = useRef<HTMLElement>(null);
  // The menu that it was opened from is gone by now.
  useEffect(() => region.current?.focus(), []);
  return (
    <section
      ref={region}
      tabIndex={-1}
      aria-label={t('Versions')}
      className="relative flex min-h-0 flex-1 flex-col focus-visible:-outline-offset-2 md:flex-row"
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) close();
      }}
    >
      <span className="absolute top-2 right-2 z-10">
        <IconButton label={t('Back to the workflow')} icon={X} onClick={close} />
      </span>
      {failure && !data ? (
        <ErrorState title={t('Could not load the versions')} text={failure.message} onRetry={() => void reload()} />
      ) : !data ? (
        <Skeleton lines={3} label={t('Loading the versions')} />
      ) : data.length === 0 ? (
        <EmptyState
          icon={FileClock}
          title={t('No versions yet')}
          text={t('Publish the workflow to keep it as it is. What changes after that is shown here.')}
        />
      ) : (
        <Versions versions={data} />
      )}
    </section>
  );
}

const draft = 'draft';

function Versions({ versions }: { versions: readonly WorkflowVersion[] }) {
  const { builder } = useBuilderParts();
  const [chosen, setChosen] = useState(versions[0]?.number ?? 1);
  const [other, setOther] = useState<string>(draft);
  const [restoring, setRestoring] = useState<number>();
  const restore = useAction(t('It could not be restored'), builder.restore);
  const take = async (number: number): Promise<void> => {
    setRestoring(number);
    if (await restore.run(number)) builder.compare(false);
    setRestoring(undefined);
  };
  const options = [
    { value: draft, label: t('the draft') },
    ...versions.map(({ number }) => ({ value: String(number), label: t('version {{number}}', { number }) })),
  ];
  return (
    <>
      <div
        tabIndex={0}
        role="group"
        aria-label={t('All versions')}
        className="max-h-40 shrink-0 overflow-y-auto border-r focus-visible:-outline-offset-2 md:max-h-none md:w-60"
      >
        <h2 className="px-5 pt-4 pb-1 text-sm font-semibold">{t('Versions')}</h2>
        <div className="px-5 pb-2">
          <Select label={t('Compared with')} value={other} onChange={setOther} options={options} />
        </div>
        <VersionList
          {...{ versions, chosen, restoring }}
          onChoose={setChosen}
          onRestore={(number) => void take(number)}
        />
      </div>
      <Compared before={chosen} other={other} />
    </>
  );
}

function useDocument(number: number | undefined): {
  document: WorkflowDocument | undefined;
  problem: string | undefined;
} {
  const { engine } = useHeron();
  const { builder } = useBuilderParts();
  const { id: workflowId } = builder.state.getState().kept;
  const now = useBuilderState(({ history }) => history.present);
  const load = useCallback(
    async () =>
      number === undefined ? undefined : (await engine.client.workflows.version({ workflowId, number })).document,
    [engine, workflowId, number],
  );
  const { data, failure, isLoading } = useQuery(engine.state, load);
  if (number === undefined) return { document: now, problem: undefined };
  return { document: isLoading ? undefined : data, problem: failure?.message };
}

function Compared({ before, other }: { before: number; other: string }) {
  const old = useDocument(before);
  const now = useDocument(other === draft ? undefined : Number(other));
  const problem = old.problem ?? now.problem;
  if (problem !== undefined) return <ErrorState title={t('Could not load the version')} text={problem} />;
  if (!old.document || !now.document) return <Skeleton lines={3} label={t('Loading the version')} />;
  return <Picture key={`${before} ${other}`} before={old.document} after={now.document} />;
}

function Picture({ before, after }: { before: WorkflowDocument; after: WorkflowDocument }) {
  const [place, setPlace] = useState<string>();
  const comparison = useMemo(() => compareDocuments(before, after), [before, after]);
  return (
    <>
      <CompareCanvas {...{ comparison, before, after, place }} />
      <div
        tabIndex={0}
        role="group"
        aria-label={t('Changes')}
        className="min-h-0 shrink-0 overflow-y-auto border-l focus-visible:-outline-offset-2 max-md:max-h-60 md:w-80"
      >
        <h2 className="px-4 pt-4 text-sm font-semibold">{t('What changed')}</h2>
        <p role="status" className="px-4 text-xs text-muted">
          {summaryOf(comparison)}
        </p>
        <ChangesList {...{ comparison, place }} onShow={setPlace} />
      </div>
    </>
  );
}

function summaryOf({ steps, whole }: Comparison): string {
  const count = (mark: Mark): number => steps.filter((step) => step.mark === mark).length;
  const parts = (['added', 'removed', 'changed'] as const).flatMap((mark) =>
    count(mark) === 0 ? [] : [stepsText(mark, count(mark))],
  );
  return [...parts, ...(whole.length > 0 ? [t('the workflow itself changed')] : [])].join(', ') || t('Nothing');
}

function stepsText(mark: 'added' | 'removed' | 'changed', count: number): string {
  if (mark === 'added') return plural(count, { one: '1 step added', other: '{{count}} steps added' });
  if (mark === 'removed') return plural(count, { one: '1 step removed', other: '{{count}} steps removed' });
  return plural(count, { one: '1 step changed', other: '{{count}} steps changed' });
}
