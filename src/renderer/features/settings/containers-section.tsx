import { useCallback, useEffect } from 'react';
import { useStore } from 'zustand';
import { ContainerRouting, type ContainerSupport, isRouted } from '../../../contract/containers.ts';
import type { Manifest } from '../../../contract/manifest.ts';
import type { Settings, SettingsPatch } from '../../../contract/settings.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useQuery } from '../../engine/use-query.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Section } from '../../ui/section.tsx';
import { Select } from '../../ui/select.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { StatusDot } from '../../ui/status-dot.tsx';
import { ToggleChips } from '../../ui/toggle-chips.tsx';
import { t } from '../../../words/words.ts';

type FromRisk = ContainerRouting['fromRisk'];

const riskLabels = (): Record<FromRisk, string> => ({
  off: t('None'),
  read: t('Of any kind'),
  reversible: t('That change anything'),
  external: t('That reach others, or are final'),
  irreversible: t('That are final'),
});

interface ContainersSectionProps {
  settings: Settings;
  onChange: (patch: SettingsPatch) => void;
}

export function ContainersSection({ settings: { containers }, onChange }: ContainersSectionProps) {
  const { engine, workers } = useHeron();
  const { workers: list, isRead } = useStore(workers.state);
  const load = useCallback(() => engine.client.workers.containers({}), [engine]);
  const { data, failure, isLoading, reload } = useQuery(engine.state, load);
  useEffect(() => void (isRead || workers.read()), [isRead, workers]);
  const manifests = list.flatMap(({ manifest }) => manifest ?? []);
  const change = (part: Partial<ContainerRouting>) => onChange({ containers: { ...containers, ...part } });
  return (
    <Section
      title={t('Containers')}
      text={t('A worker in a container starts about a second later. Where there is no container it does not start.')}
      actions={
        <Button size="sm" isLoading={isLoading && data !== undefined} onClick={() => void reload()}>
          {t('Look again')}
        </Button>
      }
    >
      {data ? (
        <Support support={data} />
      ) : failure ? (
        <p role="alert" className="text-sm text-danger">
          {failure.message}
        </p>
      ) : (
        <Skeleton lines={1} label={t('Looking for what runs containers')} />
      )}
      <Select
        label={t('Workers with actions')}
        hint={t('A worker is one process, so it is in a container with all its actions.')}
        layout="inline"
        value={containers.fromRisk}
        onChange={(fromRisk) => change({ fromRisk: ContainerRouting.shape.fromRisk.parse(fromRisk) })}
        options={ContainerRouting.shape.fromRisk.options.map((value) => ({ value, label: riskLabels()[value] }))}
      />
      <Chosen manifests={manifests} routing={containers} onChange={(ids) => change({ workers: ids })} />
      {data?.missing !== undefined && <Refused manifests={manifests} routing={containers} />}
    </Section>
  );
}

function Support({ support: { runtime, missing } }: { support: ContainerSupport }) {
  return (
    <p className="flex flex-wrap items-baseline gap-x-3 text-sm">
      <StatusDot tone={runtime ? 'success' : 'neutral'} label={runtime ? t('Available') : t('Not available')} />
      <span className="min-w-0 flex-1 basis-48 break-words text-muted">
        {runtime ? t('This machine has {{runtime}}.', { runtime }) : sentence(missing ?? '')}
      </span>
    </p>
  );
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

interface ChosenProps {
  manifests: Manifest[];
  routing: ContainerRouting;
  onChange: (workers: string[]) => void;
}

/** Those that are in the list and not there any more can be taken out, too. */
function Chosen({ manifests, routing, onChange }: ChosenProps) {
  const gone = routing.workers.filter((workerId) => !manifests.some(({ id }) => id === workerId));
  const chips = [
    ...manifests.map(({ id, name }) => ({ value: id, label: name })),
    ...gone.map((id) => ({ value: id, label: id, hint: t('There is no such worker now.') })),
  ];
  return (
    <div className="space-y-2">
      <p className="text-sm">{t('And these workers')}</p>
      <ToggleChips
        label={t('Workers in a container')}
        chips={chips}
        value={routing.workers}
        onChange={(ids) => onChange(ids)}
      />
    </div>
  );
}

function Refused({ manifests, routing }: { manifests: Manifest[]; routing: ContainerRouting }) {
  const names = manifests.filter((manifest) => isRouted(manifest, routing)).map(({ name }) => name);
  if (names.length === 0) return null;
  return (
    <Notice tone="warning">{t('These workers do not start here: {{names}}.', { names: names.join(', ') })}</Notice>
  );
}
