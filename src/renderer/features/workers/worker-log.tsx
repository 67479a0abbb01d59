import { useLog } from '../settings/use-log.ts';
import { LogRow } from '../settings/log-row.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { t } from '../../../words/words.ts';

const most = 100;

/** What a worker wrote lately and what was written about it, as it comes. */
export function WorkerLog({ workerId, name }: { workerId: string; name: string }) {
  const { data, failure } = useLog({ level: 'debug', workerId, limit: most }, true);
  if (!data) {
    return failure ? (
      <p role="alert" className="text-sm text-danger">
        {failure.message}
      </p>
    ) : (
      <Skeleton lines={3} label={t('Loading the log')} />
    );
  }
  if (data.length === 0) return <p className="text-sm text-muted">{t('It has written nothing.')}</p>;
  return (
    <div
      role="group"
      aria-label={t('Log of {{name}}, newest first', { name })}
      tabIndex={0}
      className="max-h-72 overflow-y-auto rounded-lg border bg-sunken focus-visible:-outline-offset-2"
    >
      {data.map((line, index) => (
        <LogRow key={`${line.at}-${data.length - index}`} line={line} />
      ))}
    </div>
  );
}
