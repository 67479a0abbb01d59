import { useCallback, useEffect, useState } from 'react';
import type { EyesStatus, SystemAccess } from '../../../contract/eyes.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useQuery } from '../../engine/use-query.ts';
import { Badge } from '../../ui/badge.tsx';
import { ListRow } from '../../ui/list-row.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Section } from '../../ui/section.tsx';
import type { Tone } from '../../ui/tone.ts';

type Device = keyof EyesStatus['access'];

const devices: Record<Device, string> = { screen: 'Screen', camera: 'Camera', microphone: 'Microphone' };

const words: Record<SystemAccess, { label: string; tone: Tone }> = {
  granted: { label: 'Allowed', tone: 'success' },
  denied: { label: 'Refused', tone: 'danger' },
  restricted: { label: 'Forbidden by the system', tone: 'danger' },
  'not-asked': { label: 'Not asked yet', tone: 'neutral' },
  unknown: { label: 'Asked each time', tone: 'neutral' },
};

/** What the system and the browser let Heron see and hear, and where that is changed. */
export function AccessSection() {
  const { engine } = useHeron();
  const load = useCallback(() => engine.client.eyes.status({}), [engine]);
  const { data: status } = useQuery(engine.state, load);
  const asked = useBrowserAccess();
  if (!status) return null;
  return (
    <Section title="Allowed by the system" text="What stands here is not Heron’s to change.">
      {status.reader.fix !== undefined && <Notice tone="warning">{status.reader.fix}</Notice>}
      {(Object.keys(devices) as Device[]).map((device) => {
        const own = status.access[device];
        const access = own === 'unknown' || own === 'granted' ? (asked[device] ?? own) : own;
        return (
          <ListRow
            key={device}
            wraps
            title={devices[device]}
            text={wayOf(device, access, status.listsSources)}
            end={<Badge tone={words[access].tone}>{words[access].label}</Badge>}
          />
        );
      })}
    </Section>
  );
}

/** Of the screen a browser tells nothing: it asks each time. */
function useBrowserAccess(): Partial<Record<Device, SystemAccess>> {
  const [access, setAccess] = useState<Partial<Record<Device, SystemAccess>>>({});
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

/** How it is changed where Heron runs. */
function wayOf(device: Device, access: SystemAccess, isApp: boolean): string {
  if (access === 'granted') return 'Nothing has to be done.';
  const name = devices[device].toLowerCase();
  if (access === 'restricted') return `A profile of this machine forbids the ${name}. Who set it up can change that.`;
  if (device === 'screen' && access !== 'denied') return 'You choose what is shown each time.';
  if (access === 'not-asked') return `It is asked for when the ${name} is opened for the first time.`;
  if (!isApp) return `Click the sign left of the address, allow the ${name} for this page, and load it again.`;
  return `macOS: System Settings, Privacy & Security, ${devices[device]}. Windows: Settings, Privacy & security, ${devices[device]}. Then start Heron again.`;
}
