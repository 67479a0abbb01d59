import { useEffect, useRef } from 'react';
import type { BackgroundProcess } from '../../../contract/processes.ts';
import { Notice } from '../../ui/notice.tsx';
import { RevealedText } from '../../ui/revealed-text.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { isRunning } from './store.ts';
import { useProcessLog } from './use-process-log.ts';
import { t } from '../../../words/words.ts';

const nearEnd = 40;

/** What a process says, as it says it; it follows the end unless somebody has scrolled away from there. */
export function LiveLog({ process }: { process: BackgroundProcess }) {
  const { log, failure } = useProcessLog(process.id, !isRunning(process));
  const box = useRef<HTMLPreElement>(null);
  const follows = useRef(true);
  useEffect(() => {
    if (box.current && follows.current) box.current.scrollTop = box.current.scrollHeight;
  });
  if (failure && !log)
    return (
      <Notice tone="warning">{t('What it said cannot be read: {{message}}', { message: failure.message })}</Notice>
    );
  if (!log) return <Skeleton lines={4} label={t('Reading what it said')} />;
  return (
    <div className="space-y-1">
      {log.isCut && <p className="text-xs text-muted">{t('Only the end is shown; heron processes log has more.')}</p>}
      <pre
        ref={box}
        role="log"
        aria-label={t('Output of {{name}}', { name: process.name })}
        tabIndex={0}
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
          follows.current = scrollHeight - scrollTop - clientHeight < nearEnd;
        }}
        className="max-h-80 min-h-24 overflow-auto rounded-md border bg-sunken p-2.5 font-mono text-xs break-all whitespace-pre-wrap"
      >
        {log.text === '' ? (
          <span className="text-muted">
            {isRunning(process) ? t('It has said nothing yet.') : t('It said nothing.')}
          </span>
        ) : (
          <RevealedText text={log.text} />
        )}
      </pre>
    </div>
  );
}
