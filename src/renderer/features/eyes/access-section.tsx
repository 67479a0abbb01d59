import { useCallback, useEffect, useState } from 'react';
import type { SystemAccess } from '../../../contract/eyes.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useQuery } from '../../engine/use-query.ts';
import { Badge } from '../../ui/badge.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { ListRow } from '../../ui/list-row.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import type { Tone } from '../../ui/tone.ts';
import { type AccessDevice, deviceWords, systemOf, wayOf } from './access-words.ts';
import { t } from '../../../words/words.ts';

const words = (): Record<SystemAccess, { label: string; tone: Tone }> => ({
  granted: { label: t('Allowed'), tone: 'success' },
  denied: { label: t('Refused'), tone: 'danger' },
  restricted: { label: t('Forbidden by the system'), tone: 'danger' },
  'not-asked': { label: t('Not asked yet'), tone: 'neutral' },
  unknown: { label: t('Asked each time'), tone: 'neutral' },
});

/** What the system and the browser let Heron see and hear, and where that is changed. */
export function AccessSection() {
  const { engine } = useHeron();
  const load = useCallback(() => engine.client.eyes.status({}), [engine]);
  const { data: status, failure, reload } = useQuery(engine.state, load);
  const asked = useBrowserAccess();
  if (failure && !status)
    return (
      <ErrorState
        title={t('Could not read what the system allows')}
        text={failure.message}
        onRetry={() => void reload()}
      />
    );
  if (!status) return <Skeleton lines={4} label={t('Reading what the system allows')} />;
  return (
    <Section title={t('Allowed by the system')} text={t('What stands here is not Heron’s to change.')}>
      {status.reader.fix !== undefined && <Notice tone="warning">{status.reader.fix}</Notice>}
      {(Object.keys(deviceWords()) as AccessDevice[]).map((device) => {
        const own = status.access[device];
        const access = own === 'unknown' || own === 'granted' ? (asked[device] ?? own) : own;
        return (
          <ListRow
            key={device}
            wraps
            title={deviceWords()[device]}
            text={wayOf(device, access, status.listsSources ? systemOf(navigator.userAgent) : 'browser')}
            end={<Badge tone={words()[access].tone}>{words()[access].label}</Badge>}
          />
        );
      })}
    </Section>
  );
}

/** Of the screen a browser tells nothing: it asks each time. */
function useBrowserAccess(): Partial<Record<AccessDevice, SystemAccess>> {
  const [access, setAccess] = useState<Partial<Record<AccessDevice, SystemAccess>>>({});
  useEffect(() => {
    const stop = new AbortController();
    for (const name of ['camera', 'microphone'] as const) {
      navigator.permissions.query({ name }).then(
        (found) => {
          const read = (): void => setAccess((before) => ({ ...before, [name]: states[found.state] }));
          if (stop.signal.aborted) return;
          read();
          found.addEventListener('change', read, { signal: stop.signal });
        },
        () => undefined,
      );
    }
    return () => stop.abort();
  }, []);
  return access;
}

const states: Record<PermissionState, SystemAccess> = { granted: 'granted', denied: 'denied', prompt: 'not-asked' };
