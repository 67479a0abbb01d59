import { useCallback, useId } from 'react';
import type { RunSummary } from '../../../contract/runs.ts';
import { useHeron } from '../../app/heron-context.ts';
import { navigate } from '../../app/use-route.ts';
import { useQuery } from '../../engine/use-query.ts';
import { Button } from '../../ui/button.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { StepIcon } from '../../ui/step-icon.tsx';
import { t } from '../../../words/words.ts';
import { useNewFailures } from './use-asking-runs.ts';

const mostShown = 20;

/** Runs that failed while nobody looked; who opens one, or puts it away, has seen it. Nothing while there is none. */
export function FailedRuns() {
  const { failures } = useHeron();
  const failed = useNewFailures();
  const id = useId();
  if (failed.length === 0) return null;
  return (
    <section aria-labelledby={id} className="space-y-2.5">
      <header className="flex items-center gap-4">
        <h2 id={id} className="min-w-0 flex-1 text-sm font-semibold">
          {t('Failed while you were not looking')}
        </h2>
        {failed.length > 1 && (
          <Button size="sm" variant="ghost" onClick={() => failures.putAway(failed.map((run) => run.id))}>
            {t('Put all away')}
          </Button>
        )}
      </header>
      <ul className="divide-y rounded-lg border bg-raised shadow-raised">
        {failed.slice(0, mostShown).map((run) => (
          <FailedRun key={run.id} run={run} />
        ))}
      </ul>
      {failed.length > mostShown && (
        <p className="text-xs text-muted">
          {t('{{count}} more stand on the timeline', { count: failed.length - mostShown })}
        </p>
      )}
    </section>
  );
}

function FailedRun({ run: { id, title, conversationId, endedAt } }: { run: RunSummary }) {
  const { engine, failures } = useHeron();
  const { data } = useQuery(
    engine.state,
    useCallback(() => engine.client.runs.get({ runId: id }), [engine, id]),
  );
  const open = (): void => {
    failures.putAway([id]);
    navigate(conversationId ? { screen: 'chat', conversationId } : { screen: 'timeline', runId: id });
  };
  return (
    <li className="flex flex-wrap items-start gap-x-3 gap-y-1 px-4 py-3">
      <StepIcon state="failed" />
      <div className="min-w-0 flex-1 basis-48">
        <h3 className="text-sm font-medium wrap-anywhere">{title}</h3>
        <p className="text-xs break-words text-muted">
          {endedAt !== undefined && <RelativeTime at={endedAt} />}
          {data?.error && ` · ${data.error.message}`}
        </p>
      </div>
      <div className="flex shrink-0 gap-1">
        <Button size="sm" variant="ghost" onClick={() => failures.putAway([id])}>
          {t('Put away')}
        </Button>
        <Button size="sm" onClick={open}>
          {t('Open')}
        </Button>
      </div>
    </li>
  );
}
