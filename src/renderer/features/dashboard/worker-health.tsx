import type { WorkerHealth } from '../../../contract/dashboard.ts';
import { isKeptOff } from '../../../contract/workers.ts';
import { navigate } from '../../app/use-route.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Section } from '../../ui/section.tsx';
import { WorkerStateDot } from '../workers/worker-state-dot.tsx';
import { plural, t } from '../../../words/words.ts';

interface WorkerHealthListProps {
  workers: WorkerHealth[];
  heldHosts: number;
}

const mostShown = 8;

/** The workers in trouble, then those that do the most; who is kept off is neither. */
export function WorkerHealthList({ workers, heldHosts }: WorkerHealthListProps) {
  const failed = workers.filter(({ state }) => state === 'failed').length;
  const keptOff = workers.filter(isKeptOff).length;
  const refused = workers.filter(({ state }) => state === 'refused').length - keptOff;
  const held = workers.filter(({ circuit }) => circuit !== undefined).length;
  const troubles = [
    failed > 0 ? t('{{failed}} failed', { failed }) : '',
    refused > 0 ? t('{{refused}} not approved', { refused }) : '',
    held > 0 ? t('{{held}} left alone', { held }) : '',
    heldHosts > 0 ? plural(heldHosts, { one: '1 host left alone', other: '{{count}} hosts left alone' }) : '',
  ].filter(Boolean);
  const apart = keptOff > 0 ? [t('{{keptOff}} kept off', { keptOff })] : [];
  return (
    <Section
      title={t('Workers')}
      text={plural(
        workers.length,
        { one: '1 worker, {{state}}', other: '{{count}} workers, {{state}}' },
        { state: [...(troubles.length > 0 ? troubles : [t('all well')]), ...apart].join(', ') },
      )}
      actions={
        <Button size="sm" onClick={() => navigate({ screen: 'workers' })}>
          {t('All workers')}
        </Button>
      }
    >
      {workers.slice(0, mostShown).map((worker) => (
        <WorkerRow key={worker.id} worker={worker} />
      ))}
    </Section>
  );
}

function WorkerRow({
  worker: { id, name, state, trust, calls, errors, crashes, circuit, lastError },
}: {
  worker: WorkerHealth;
}) {
  const counts = [
    plural(calls, { one: '1 call', other: '{{count}} calls' }),
    plural(errors, { one: '1 error', other: '{{count}} errors' }),
    crashes > 0 ? plural(crashes, { one: '1 time crashed', other: '{{count}} times crashed' }) : '',
  ];
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
      <div className="min-w-0 flex-1 basis-48">
        <Button
          variant="ghost"
          size="sm"
          className="-ml-2.5 text-sm text-text"
          onClick={() => navigate({ screen: 'workers', workerId: id })}
        >
          {name}
        </Button>
        {lastError && errors > 0 && (
          <p className="truncate text-xs text-muted" title={lastError.message}>
            {t('Last error: {{message}}', { message: lastError.message })}
          </p>
        )}
      </div>
      <span className="text-xs text-muted tabular-nums">{counts.filter(Boolean).join(', ')}</span>
      {circuit && <Badge tone="warning">{circuit === 'open' ? t('Left alone') : t('Being tried')}</Badge>}
      <span className="min-w-24">
        <WorkerStateDot state={state} trust={trust} />
      </span>
    </div>
  );
}
