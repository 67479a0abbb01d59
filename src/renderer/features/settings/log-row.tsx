import { Route } from 'lucide-react';
import type { LogLine } from '../../../contract/health.ts';
import { classNames } from '../../ui/class-names.ts';
import { Disclosure } from '../../ui/disclosure.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { JsonView } from '../../ui/json-view.tsx';
import { clockText, exactTimeText } from '../../ui/time-text.ts';
import { t } from '../../../words/words.ts';

const colours: Record<LogLine['level'], string> = {
  debug: 'text-muted',
  info: 'text-muted',
  warn: 'text-warning',
  error: 'text-danger',
};

interface LogRowProps {
  line: LogLine;
  /** Shows only what belongs to the same trace. */
  onTrace?: (traceId: string) => void;
}

export function LogRow({ line, onTrace }: LogRowProps) {
  const { traceId, details } = line;
  const text = (
    <span className="flex w-full min-w-0 flex-wrap items-baseline gap-x-3 font-mono text-xs">
      <time dateTime={new Date(line.at).toISOString()} title={exactTimeText(line.at)} className="text-muted">
        {clockText(line.at)}
      </time>
      <span className={classNames('w-10 font-medium uppercase', colours[line.level])}>{line.level}</span>
      <span className="w-20 truncate text-muted">{line.source}</span>
      <span className="min-w-0 flex-1 basis-64 break-words">{line.message}</span>
    </span>
  );
  return (
    <div className="border-b px-4 py-0.5 sm:px-6">
      <div className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          {details ? (
            <Disclosure title={text}>
              <JsonView value={details} label={t('Details')} openLevels={2} />
            </Disclosure>
          ) : (
            <div className="flex min-h-7 items-center pl-5">{text}</div>
          )}
        </div>
        {traceId && onTrace && (
          <IconButton
            size="sm"
            icon={Route}
            label={t('Only this trace: {{traceId}}', { traceId })}
            onClick={() => onTrace(traceId)}
          />
        )}
      </div>
    </div>
  );
}
