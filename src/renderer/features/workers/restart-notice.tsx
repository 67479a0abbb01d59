import type { Worker } from '../../../contract/workers.ts';
import { Notice } from '../../ui/notice.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { t } from '../../../words/words.ts';

/** That a worker crashes, how often it is tried again, and what it died of last. */
export function RestartNotice({ worker: { restart, statistics, state } }: { worker: Worker }) {
  if (!restart || state === 'failed') return null;
  const { crashes, most } = restart;
  return (
    <Notice tone="warning" title={t('Crashed {{crashes}} of {{most}} times in a row', { crashes, most })}>
      <p className="text-xs">
        {t(
          'Heron starts it again with its next call, after a wait that grows with each crash. After {{most}} crashes in a row it is left alone until you start it again.',
          { most },
        )}
      </p>
      {statistics.lastError && (
        <p className="mt-1 text-xs">
          <RelativeTime at={statistics.lastError.at} />: {statistics.lastError.message}
        </p>
      )}
    </Notice>
  );
}
