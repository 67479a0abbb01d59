import { type UsageWindow, windowText } from '../../../contract/models.ts';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Section } from '../../ui/section.tsx';
import { t } from '../../../words/words.ts';
import { woven } from '../../words/woven.ts';

/** What providers said last of what is left of their own limits. */
export function WindowsSection({ windows }: { windows: UsageWindow[] }) {
  return (
    <Section title={t('Left at providers')} text={t('What each provider said last of its own limits, with an answer.')}>
      {windows.map((window) => (
        <Row key={[window.providerId, window.accountId, window.unit, window.per].join(' ')} window={window} />
      ))}
    </Section>
  );
}

function Row({ window }: { window: UsageWindow }) {
  const { providerId, accountId, atMost, left, resetsAt, at } = window;
  const isLow = atMost !== undefined && left <= atMost * 0.1;
  return (
    <p className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 text-sm">
      <span className="font-medium">
        {providerId} <span className="font-normal text-muted">({accountId})</span>
      </span>
      <span className={isLow ? 'text-warning' : ''}>{windowText(window)}</span>
      <span className="ml-auto text-xs text-muted">
        {resetsAt !== undefined && <>{woven(t('begins anew {{when}},'), { when: <RelativeTime at={resetsAt} /> })} </>}
        {woven(t('said {{when}}'), { when: <RelativeTime at={at} /> })}
      </span>
    </p>
  );
}
