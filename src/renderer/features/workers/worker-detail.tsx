import type { ReactNode } from 'react';
import type { Provenance } from '../../../contract/provenance.ts';
import type { Worker } from '../../../contract/workers.ts';
import { DescriptionList } from '../../ui/description-list.tsx';
import { InlineCode } from '../../ui/inline-code.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { ActionList } from './action-list.tsx';
import { CircuitNotice } from './circuit-notice.tsx';
import { DeclaredPermissions } from './declared-permissions.tsx';
import { DetailBlock } from './detail-block.tsx';
import { isolationWords } from './isolation-words.ts';
import { RefusedWorker } from './refused-worker.tsx';
import { RestartNotice } from './restart-notice.tsx';
import { statisticsEntries } from './statistics-entries.ts';
import { WorkerError } from './worker-error.tsx';
import { WorkerGrants } from './worker-grants.tsx';
import { WorkerHooks } from './worker-hooks.tsx';
import { SourceText } from './worker-review.tsx';
import { nameOf } from './store.ts';
import { WorkerLimits } from './worker-limits.tsx';
import { WorkerLog } from './worker-log.tsx';
import { TriggerList } from './trigger-list.tsx';
import { WorkerSecrets } from './worker-secrets.tsx';
import { WorkerSettingsForm } from './worker-settings.tsx';
import { WorkerStateDot } from './worker-state-dot.tsx';
import { t } from '../../../words/words.ts';

export function WorkerDetail({ worker }: { worker: Worker }) {
  const { manifest, error } = worker;
  const isRefused = worker.state === 'refused';
  return (
    <div className="space-y-6">
      {manifest && <p className="text-sm">{manifest.description}</p>}
      {isRefused && <RefusedWorker worker={worker} />}
      {error && !isRefused && <WorkerError failure={error} />}
      <CircuitNotice worker={worker} />
      <RestartNotice worker={worker} />
      {manifest && manifest.secrets.length > 0 && !isRefused && (
        <DetailBlock title={t('Secrets it wants')}>
          <WorkerSecrets manifest={manifest} />
        </DetailBlock>
      )}
      {manifest?.ownSecrets && !isRefused && (
        <DetailBlock title={t('Secrets named after it')}>
          <p className="text-sm">{ownSecretsText(manifest.id, manifest.ownSecrets.reason)}</p>
        </DetailBlock>
      )}
      <Facts worker={worker} />
      {manifest && (
        <>
          {manifest.settings && (
            <DetailBlock title={t('Settings')}>
              <WorkerSettingsForm workerId={worker.id} />
            </DetailBlock>
          )}
          {manifest.hooks.length > 0 && (
            <DetailBlock title={t('Hooks')}>
              <WorkerHooks manifest={manifest} />
            </DetailBlock>
          )}
          {Object.keys(manifest.actions).length > 0 && (
            <DetailBlock title={t('Actions')}>
              <ActionList actions={manifest.actions} />
            </DetailBlock>
          )}
          {Object.keys(manifest.triggers).length > 0 && (
            <DetailBlock title={t('Can start workflows')}>
              <TriggerList triggers={manifest.triggers} />
            </DetailBlock>
          )}
          <DetailBlock title={t('Permissions it may ask for')}>
            <DeclaredPermissions permissions={manifest.permissions} />
          </DetailBlock>
          <DetailBlock title={t('Permissions given')}>
            <WorkerGrants workerId={worker.id} />
          </DetailBlock>
        </>
      )}
      <DetailBlock title={t('Log')}>
        <WorkerLog workerId={worker.id} name={nameOf(worker)} />
      </DetailBlock>
    </div>
  );
}

function ownSecretsText(id: string, reason: string): string {
  return t(
    '“{{reason}}” Add them in Settings, Secrets, under names that begin with {{id}}-, with the hosts they are for.',
    { reason, id },
  );
}

function Facts({ worker }: { worker: Worker }) {
  const { folder, origin, manifest, statistics, provenance } = worker;
  return (
    <DescriptionList
      entries={[
        { name: t('State'), value: <WorkerStateDot state={worker.state} trust={worker.trust} /> },
        ...(manifest ? [{ name: t('Version'), value: manifest.version }] : []),
        { name: t('Isolation'), value: <Isolation worker={worker} /> },
        { name: t('Origin'), value: origin === 'bundled' ? t('Came with Heron') : t('Installed by you') },
        ...(provenance ? provenanceEntries(provenance) : []),
        ...statisticsEntries(statistics),
        ...(manifest ? [{ name: t('Limits'), value: <WorkerLimits manifest={manifest} /> }] : []),
        { name: t('Folder'), value: <InlineCode>{folder}</InlineCode> },
      ]}
    />
  );
}

function Isolation({ worker }: { worker: Worker }) {
  const { plain, technical } = isolationWords(worker);
  return (
    <>
      {plain} <span className="block text-xs text-muted">{technical}</span>
    </>
  );
}

function provenanceEntries(provenance: Provenance): { name: string; value: ReactNode }[] {
  const { source, hash, signedBy, approvedAt, approvedBy, isWatched } = provenance;
  return [
    { name: t('From'), value: <SourceText source={source} /> },
    {
      name: t('Approved'),
      value: (
        <>
          <RelativeTime at={approvedAt} /> {t('by {{name}}', { name: approvedBy })}
          {isWatched && t(', with every later change')}
        </>
      ),
    },
    { name: t('SHA-256'), value: <InlineCode>{hash}</InlineCode> },
    {
      name: t('Signed'),
      value: signedBy === undefined ? t('By no key that you know') : t('By {{signedBy}}', { signedBy }),
    },
  ];
}
