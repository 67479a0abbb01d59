import { useCallback, useEffect } from 'react';
import { useStore } from 'zustand';
import type { Manifest } from '../../../contract/manifest.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { useQuery } from '../../engine/use-query.ts';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Switch } from '../../ui/switch.tsx';
import { t } from '../../../words/words.ts';

const failuresShown = 5;

/** Whether a worker's hooks are asked, and how they failed lately. */
export function WorkerHooks({ manifest: { id, hooks } }: { manifest: Manifest }) {
  const { settings } = useHeron();
  const enabled = useStore(settings.state).settings?.enabledHooks ?? [];
  const update = useAction(t('Could not switch the hooks'), settings.update);
  const change = (isOn: boolean): void => {
    const others = enabled.filter((workerId) => workerId !== id);
    void update.run({ enabledHooks: isOn ? [...others, id] : others });
  };
  return (
    <div className="space-y-3 rounded-lg border p-3">
      <Switch
        label={t('Hooks')}
        hint={t('It watches {{hooks}}, sees what actions are called with, and may refuse those it is asked about.', {
          hooks: hooks.join(', '),
        })}
        checked={enabled.includes(id)}
        onChange={change}
      />
      <Failures workerId={id} />
    </div>
  );
}

function Failures({ workerId }: { workerId: string }) {
  const { engine } = useHeron();
  const load = useCallback(
    () => engine.client.events.list({ types: ['hook.failed'], scope: { workerId }, limit: 5000 }),
    [engine, workerId],
  );
  const { data, reload } = useQuery(engine.state, load);
  useEffect(
    () => engine.subscribe((events) => void (events.some(({ type }) => type === 'hook.failed') && void reload())),
    [engine, reload],
  );
  const failures = (data?.events ?? []).slice(-failuresShown).toReversed();
  if (failures.length === 0) return null;
  return (
    <div className="text-xs">
      <p className="font-medium text-danger">{t('Failed lately; the calls went on without it')}</p>
      <ul aria-label={t('Failed hooks')} className="mt-1 space-y-0.5 text-muted">
        {failures.map((event) =>
          event.type === 'hook.failed' ? (
            <li key={event.id}>
              <RelativeTime at={event.at} /> {event.payload.event}: {event.payload.error.message}
            </li>
          ) : null,
        )}
      </ul>
    </div>
  );
}
