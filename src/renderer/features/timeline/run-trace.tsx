import { useCallback, useEffect, useMemo } from 'react';
import type { Run } from '../../../contract/runs.ts';
import type { Span, SpanKind, Trace } from '../../../contract/traces.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useQuery } from '../../engine/use-query.ts';
import { classNames } from '../../ui/class-names.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { InlineCode } from '../../ui/inline-code.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { durationText } from '../../ui/time-text.ts';
import { VirtualList } from '../../ui/virtual-list.tsx';
import { isUnderWay } from '../runs/summaries.ts';
import { shareOf, spanRows, type SpanRow } from './spans.ts';
import { numberText, t } from '../../../words/words.ts';

const most = 5000;
const indent = 16;

/** What was done for the run, from the message that began it to each request to a model: spans inside each other. */
export function RunTrace({ run: { id: runId, status } }: { run: Run }) {
  const { engine } = useHeron();
  const load = useCallback(() => engine.client.traces.get({ runId, limit: most }), [engine, runId]);
  const { data, failure, reload } = useQuery(engine.state, load);
  const again = isUnderWay(status) ? '' : status;
  useEffect(() => {
    if (again !== '') void reload();
  }, [reload, again]);
  if (data) return <Spans trace={data} />;
  return failure ? (
    <ErrorState title={t('Could not read the trace')} text={failure.message} onRetry={() => void reload()} />
  ) : (
    <Skeleton shape="rows" lines={6} label={t('Reading the trace')} />
  );
}

function Spans({ trace: { traceId, spans, isCut } }: { trace: Trace }) {
  const rows = useMemo(() => spanRows(spans), [spans]);
  const from = Math.min(...spans.map(({ startedAt }) => startedAt));
  const to = Math.max(...spans.map(({ startedAt, endedAt }) => endedAt ?? startedAt));
  return (
    <>
      <div className="flex shrink-0 flex-wrap items-center gap-2 border-b px-4 py-2 text-xs text-muted">
        <span>{t('Trace')}</span>
        <InlineCode>{traceId}</InlineCode>
        <CopyButton text={traceId} label={t('Copy the trace id')} />
      </div>
      {isCut && (
        <Notice shape="bar">
          {t('The first {{number}} spans; heron trace shows more.', { number: numberText(most) })}
        </Notice>
      )}
      <VirtualList
        label={t('Spans of the run')}
        items={rows}
        keyOf={({ span }) => span.id}
        estimateSize={36}
        renderItem={(row) => <SpanLine row={row} from={from} to={to} />}
      />
    </>
  );
}

function SpanLine({ row: { span, depth }, from, to }: { row: SpanRow; from: number; to: number }) {
  const { start, length } = shareOf(span, from, to);
  return (
    <div className="flex items-center gap-3 border-b px-4 py-1.5 text-sm">
      <span className="flex min-w-0 flex-1 items-baseline gap-2" style={{ paddingLeft: depth * indent }}>
        <span className="shrink-0 text-xs text-muted empty:hidden">{kindOf(span)}</span>
        <span className="min-w-0 truncate">{span.name}</span>
        {span.outcome !== 'ok' && (
          <span className={classNames('shrink-0 text-xs', span.outcome === 'failed' ? 'text-danger' : 'text-muted')}>
            {span.failure?.code ?? span.outcome}
          </span>
        )}
      </span>
      <span className="shrink-0 text-xs text-muted tabular-nums">{lengthOf(span)}</span>
      <span aria-hidden className="relative h-2 w-40 shrink-0 rounded-xs bg-sunken max-sm:hidden">
        <span
          className={classNames(
            'absolute inset-y-0 min-w-0.5 rounded-xs',
            span.outcome === 'failed' ? 'bg-danger' : 'bg-accent',
          )}
          style={{ left: `${start}%`, width: `${length}%` }}
        />
      </span>
    </div>
  );
}

/** Nothing where the name says it. */
function kindOf({ kind, name }: Span): string | undefined {
  const word = kindNames()[kind];
  return word === name ? undefined : word;
}

const kindNames = (): Partial<Record<SpanKind, string>> => ({
  request: t('call'),
  model: t('model'),
  run: t('run'),
  task: t('step'),
  question: t('question'),
  wait: t('wait'),
  worker: t('worker'),
  broker: t('broker'),
  commit: t('commit'),
});

function lengthOf({ startedAt, endedAt }: Span): string {
  return endedAt === undefined ? '' : durationText(endedAt - startedAt);
}
