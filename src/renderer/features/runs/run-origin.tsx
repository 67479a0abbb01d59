import { GitFork } from 'lucide-react';
import { type ReactNode, useCallback } from 'react';
import type { Run } from '../../../contract/runs.ts';
import { useHeron } from '../../app/heron-context.ts';
import { navigate } from '../../app/use-route.ts';
import { useQuery } from '../../engine/use-query.ts';
import { Button } from '../../ui/button.tsx';
import { t } from '../../../words/words.ts';

/** Where a run comes from, and what was forked from it, each with the way there. */
export function RunOrigin({ run }: { run: Run }) {
  const { engine } = useHeron();
  const isOver = run.endedAt !== undefined;
  const load = useCallback(
    () => (isOver ? engine.client.runs.list({ origin: run.id, limit: 20 }) : Promise.resolve([])),
    [engine, run.id, isOver],
  );
  const { data: forks = [] } = useQuery(engine.state, load);
  const { origin } = run;
  if ((!origin || run.opened) && forks.length === 0) return null;
  return (
    <div className="flex flex-wrap items-center gap-x-1 border-t px-3 py-1 text-xs text-muted">
      <GitFork aria-hidden size={14} strokeWidth={1.75} />
      {/* Where an opened run was made there is more of it than here. */}
      {origin && !run.opened && (
        <Link runId={origin.runId}>
          {t('Forked from another run, beginning with')} <span className="ml-1 font-mono">{origin.taskId}</span>
        </Link>
      )}
      {forks.map((fork, index) => (
        <Link key={fork.id} runId={fork.id}>
          {forks.length > 1
            ? t('Run again from here, {{number}}: {{status}}', { number: forks.length - index, status: fork.status })
            : t('Run again from here: {{status}}', { status: fork.status })}
        </Link>
      ))}
    </div>
  );
}

function Link({ runId, children }: { runId: string; children: ReactNode }) {
  return (
    <Button size="sm" variant="ghost" onClick={() => navigate({ screen: 'timeline', runId })}>
      {children}
    </Button>
  );
}
