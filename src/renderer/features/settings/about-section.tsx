import { FolderOpen } from 'lucide-react';
import { useCallback } from 'react';
import { useStore } from 'zustand';
import type { Health } from '../../../contract/health.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { useQuery } from '../../engine/use-query.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { InlineCode } from '../../ui/inline-code.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { StatusDot } from '../../ui/status-dot.tsx';
import { Licences } from './licences.tsx';
import { numberText, t } from '../../../words/words.ts';

const looks = () =>
  ({
    ok: { tone: 'success', label: t('Working') },
    degraded: { tone: 'warning', label: t('Limited') },
    failed: { tone: 'danger', label: t('Failed') },
  }) as const;

export function AboutSection() {
  const { engine } = useHeron();
  const load = useCallback(() => engine.client.health.get({}), [engine]);
  const { data, failure, isLoading, reload } = useQuery(engine.state, load);
  return (
    <Section
      title={t('About this Heron')}
      actions={
        <Button size="sm" isLoading={isLoading && data !== undefined} onClick={() => void reload()}>
          {t('Check again')}
        </Button>
      }
    >
      {data ? (
        <Facts health={data} />
      ) : failure ? (
        <p role="alert" className="text-sm text-danger">
          {failure.message}
        </p>
      ) : (
        <Skeleton lines={4} label={t('Loading the state of Heron')} />
      )}
      {data && <Components components={data.components} />}
      <FirstStart />
      <Licences />
    </Section>
  );
}

function FirstStart() {
  const { welcome } = useHeron();
  const show = useAction(t('Could not show the first start'), welcome.move);
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
      <p className="min-w-0 flex-1 basis-48 text-sm">
        {t('The first start')}
        <span className="block text-xs text-muted">
          {t('What Heron is, a model or none, which folders it may see.')}
        </span>
      </p>
      <Button size="sm" isLoading={show.isBusy} onClick={() => void show.run({ isOpen: true, step: 'heron' })}>
        {t('Show it again')}
      </Button>
    </div>
  );
}

function Facts({ health }: { health: Health }) {
  const { settings } = useHeron();
  const file = useStore(settings.state, (state) => state.about?.file.path);
  const program = health.program === 'electron' ? t('App') : t('Headless');
  return (
    <DescriptionList
      entries={[
        { name: t('Version'), value: health.version },
        { name: t('Runs as'), value: t('{{program}}, on Node {{version}}', { program, version: health.node }) },
        { name: t('Started'), value: <RelativeTime at={health.startedAt} /> },
        { name: t('Memory'), value: `${numberText(Math.round(health.memoryMb * 10) / 10)} MiB` },
        { name: t('Data folder'), value: <DataFolder path={health.dataFolder} /> },
        ...(health.components.some(({ name }) => name === 'updates')
          ? []
          : [
              {
                name: t('Updates'),
                value: t('Not looked for: this Heron was made without a place to look for newer ones.'),
              },
            ]),
        ...(file === undefined
          ? []
          : [
              { name: t('Settings file'), value: <Path path={file} label={t('Copy the path of the settings file')} /> },
            ]),
      ]}
    />
  );
}

function DataFolder({ path }: { path: string }) {
  const { engine } = useHeron();
  const load = useCallback(() => engine.client.health.logFolder({}), [engine]);
  const { data } = useQuery(engine.state, load);
  const showing = useCallback(async () => void (await engine.client.health.openDataFolder({})), [engine]);
  const show = useAction(t('Could not open the folder'), showing);
  return (
    <span className="block space-y-1">
      <span className="flex items-center gap-1">
        <Path path={path} label={t('Copy data folder')} />
        {data?.canOpen && (
          <IconButton size="sm" icon={FolderOpen} label={t('Open the data folder')} onClick={() => void show.run()} />
        )}
      </span>
      <span className="block text-xs text-muted">
        {t('To move it: end Heron, move the folder, and say where it is now with HERON_DATA_DIR or --data-dir.')}
      </span>
    </span>
  );
}

function Path({ path, label }: { path: string; label: string }) {
  return (
    <span className="flex items-center gap-1">
      <InlineCode>{path}</InlineCode>
      <CopyButton text={path} label={label} />
    </span>
  );
}

function Components({ components }: { components: Health['components'] }) {
  return (
    <ul aria-label={t('Components')} className="space-y-2">
      {components.map(({ name, state, message }) => (
        <li key={name} className="flex flex-wrap items-baseline gap-x-3 text-sm">
          <span className="w-28 shrink-0 text-muted">{name}</span>
          <StatusDot {...looks()[state]} />
          <span className="min-w-0 flex-1 basis-48 text-xs break-words text-muted">{message}</span>
        </li>
      ))}
    </ul>
  );
}
