import type { Worker } from '../../../contract/workers.ts';
import { navigate } from '../../app/use-route.ts';
import { Badge } from '../../ui/badge.tsx';
import { classNames } from '../../ui/class-names.ts';
import { durationText } from '../../ui/time-text.ts';
import { isolationWords } from './isolation-words.ts';
import { nameOf } from './store.ts';
import { WorkerStateDot } from './worker-state-dot.tsx';
import { t } from '../../../words/words.ts';

interface WorkerTableProps {
  workers: Worker[];
  selectedId: string | undefined;
}

const columns = () => [t('State'), t('Isolation'), t('Calls'), t('Errors'), t('Start'), t('Memory')];

export function WorkerTable({ workers, selectedId }: WorkerTableProps) {
  // Beside an open detail only the names have room.
  const isNarrow = selectedId !== undefined;
  return (
    <div
      role="group"
      aria-label={t('Workers')}
      tabIndex={0}
      className="min-h-0 flex-1 overflow-y-auto focus-visible:-outline-offset-2"
    >
      <table className="w-full border-collapse text-sm">
        <thead className="sticky top-0 z-10 bg-surface text-left text-xs text-muted">
          <tr className="border-b">
            <th scope="col" className="px-4 py-2 font-medium sm:pl-6">
              {t('Worker')}
            </th>
            {columns().map((name, index) => (
              <th
                key={name}
                scope="col"
                className={classNames(
                  'px-3 py-2 font-medium last:pr-4 sm:last:pr-6',
                  index > 1 && 'text-right',
                  index > 0 && 'max-lg:hidden',
                  index > 0 && isNarrow && 'hidden',
                )}
              >
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {workers.map((worker) => (
            <Row key={worker.id} worker={worker} isSelected={worker.id === selectedId} isNarrow={isNarrow} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ worker, isSelected, isNarrow }: { worker: Worker; isSelected: boolean; isNarrow: boolean }) {
  const { manifest, statistics } = worker;
  const isolation = isolationWords(worker);
  const more = classNames(
    'px-3 py-2.5 align-top text-xs text-muted last:pr-4 sm:last:pr-6 max-lg:hidden',
    isNarrow && 'hidden',
  );
  const number = classNames(more, 'text-right whitespace-nowrap tabular-nums');
  return (
    <tr className={classNames('relative border-b transition-colors', isSelected ? 'bg-accent-soft' : 'hover:bg-hover')}>
      <td className="px-4 py-2.5 align-top sm:pl-6">
        <button
          type="button"
          aria-current={isSelected || undefined}
          onClick={() => navigate({ screen: 'workers', workerId: worker.id })}
          className="text-left font-medium select-none after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus"
        >
          {nameOf(worker)}
        </button>
        {manifest && <span className="ml-2 text-xs text-muted">{manifest.version}</span>}
        {worker.origin === 'installed' && (
          <span className="ml-2">
            <Badge>{t('Installed')}</Badge>
          </span>
        )}
        {worker.circuit && (
          <span className="ml-2">
            <Badge tone="warning">{worker.circuit.state === 'open' ? t('Left alone') : t('Being tried')}</Badge>
          </span>
        )}
        <p className="line-clamp-2 text-xs text-muted">{manifest?.description ?? worker.error?.message}</p>
      </td>
      <td className="px-3 py-2.5 align-top">
        <WorkerStateDot state={worker.state} trust={worker.trust} />
      </td>
      <td className={classNames(more, 'whitespace-nowrap')} title={isolation.technical}>
        {isolation.short}
      </td>
      <td className={number}>{statistics.calls}</td>
      <td className={classNames(number, statistics.errors > 0 && 'text-danger')}>{statistics.errors}</td>
      <td className={number}>{statistics.startMs === undefined ? '–' : durationText(statistics.startMs)}</td>
      <td className={number}>{statistics.memoryMb === undefined ? '–' : `${Math.round(statistics.memoryMb)} MiB`}</td>
    </tr>
  );
}
