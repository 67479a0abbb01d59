import { useCallback, useState } from 'react';
import type { Json, JsonObject } from '../../../contract/json.ts';
import type { WorkerSettings } from '../../../contract/worker-settings.ts';
import { useHeron } from '../../app/heron-context.ts';
import type { Engine } from '../../engine/connect.ts';
import { failureOf } from '../../engine/failure.ts';
import { type Change, keepChange } from '../../engine/keep-change.ts';
import { useQuery } from '../../engine/use-query.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { SettingField } from './setting-field.tsx';
import { changesOf, type Draft, shownFields, toDraft } from './settings-draft.ts';
import { issuesOf } from './worker-error.tsx';
import { t } from '../../../words/words.ts';

export function WorkerSettingsForm({ workerId }: { workerId: string }) {
  const { engine } = useHeron();
  const load = useCallback(() => engine.client.workerSettings.get({ workerId }), [engine, workerId]);
  const { data, failure, reload } = useQuery(engine.state, load);
  if (failure && !data) {
    return <ErrorState title={t('Could not load the settings')} text={failure.message} onRetry={() => void reload()} />;
  }
  if (!data) return <Skeleton lines={3} label={t('Loading the settings')} />;
  // Made anew with what was kept.
  return <Form key={JSON.stringify([data.values, data.set])} workerId={workerId} settings={data} onKept={reload} />;
}

interface FormProps {
  workerId: string;
  settings: WorkerSettings;
  onKept: () => Promise<void>;
}

type Faults = { byField: Record<string, string>; other?: string };

function Form({ workerId, settings, onKept }: FormProps) {
  const { engine } = useHeron();
  const { schema, values, set } = settings;
  const properties = schema?.properties ?? {};
  const before = toDraft(properties, values);
  const [draft, setDraft] = useState<Draft>(before);
  const [faults, setFaults] = useState<Faults>({ byField: {} });
  const [isBusy, setIsBusy] = useState(false);
  const changes = changesOf(properties, before, draft);
  const isChanged = Object.keys(changes.values).length > 0 || changes.reset.length > 0;

  const keep = async (change: typeof changes): Promise<void> => {
    setIsBusy(true);
    setFaults({ byField: {} });
    try {
      await keepChange(changeOf(engine.client, workerId, settings, change));
      await onKept();
    } catch (error) {
      const failure = failureOf(error);
      const issues = issuesOf(failure.details?.['issues']);
      const byField = Object.fromEntries(issues.map(({ path, message }) => [path.split('.')[0], message]));
      setFaults(issues.length > 0 ? { byField } : { byField, other: failure.message });
    }
    setIsBusy(false);
  };

  return (
    <form
      className="space-y-4 rounded-lg border p-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (isChanged) void keep(changes);
      }}
    >
      {shownFields(properties).map(([name, field]) => (
        <SettingField
          key={name}
          name={name}
          schema={field}
          value={draft[name] ?? ''}
          error={faults.byField[name]}
          onChange={(value) => setDraft((now) => ({ ...now, [name]: value }))}
        />
      ))}
      {faults.other !== undefined && <Notice tone="danger">{faults.other}</Notice>}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" size="sm" variant="primary" disabled={!isChanged} isLoading={isBusy}>
          {t('Save')}
        </Button>
        <Button size="sm" disabled={set.length === 0 || isBusy} onClick={() => void keep({ values: {}, reset: set })}>
          {t('Reset all')}
        </Button>
      </div>
    </form>
  );
}

/** What somebody set; what nobody did is as the manifest says, and no field of it. */
function setOf({ values, set }: WorkerSettings): JsonObject {
  return Object.fromEntries(set.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]]])));
}

function changeOf(
  { workerSettings }: Engine['client'],
  workerId: string,
  settings: WorkerSettings,
  { values, reset }: ReturnType<typeof changesOf>,
): Change<JsonObject> {
  const before = setOf(settings);
  const kept = Object.entries({ ...before, ...values }).filter(([name]) => !reset.includes(name));
  return {
    title: t('The settings of {{workerId}} were changed', { workerId }),
    ...{ before, after: Object.fromEntries(kept), hash: settings.hash },
    read: async () => {
      const now = await workerSettings.get({ workerId });
      return { fields: setOf(now), hash: now.hash };
    },
    write: (changed, { hash: baseHash }) => {
      const fields = Object.entries(changed);
      const given = fields.filter((field): field is [string, Json] => field[1] !== undefined);
      const gone = fields.filter(([, value]) => value === undefined).map(([name]) => name);
      return workerSettings.update({ workerId, values: Object.fromEntries(given), reset: gone, baseHash });
    },
  };
}
