import type { ReactNode } from 'react';
import type { Manifest } from '../../../contract/manifest.ts';
import type { Worker } from '../../../contract/workers.ts';
import { DetailHeading } from '../../app/detail-heading.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { InlineCode } from '../../ui/inline-code.tsx';
import { wholeDurationText } from '../../ui/time-text.ts';
import { capabilityNames } from '../permissions/requests.ts';
import { ActionList } from './action-list.tsx';
import { isolationWords } from './isolation-words.ts';
import { RestartNotice } from './restart-notice.tsx';
import { statisticsEntries } from './statistics-entries.ts';
import { WorkerError } from './worker-error.tsx';
import { WorkerGrants } from './worker-grants.tsx';
import { WorkerStateDot } from './worker-state-dot.tsx';

export function WorkerDetail({ worker }: { worker: Worker }) {
  const { manifest, error } = worker;
  return (
    <div className="space-y-6">
      {manifest && <p className="text-sm">{manifest.description}</p>}
      {error && <WorkerError failure={error} />}
      <RestartNotice worker={worker} />
      <Facts worker={worker} />
      {manifest && (
        <>
          <Block title="Actions">
            <ActionList actions={manifest.actions} />
          </Block>
          <Block title="Permissions it may ask for">
            <Permissions permissions={manifest.permissions} />
          </Block>
          <Block title="Permissions given">
            <WorkerGrants workerId={worker.id} />
          </Block>
        </>
      )}
    </div>
  );
}

function Block({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="space-y-2">
      <DetailHeading>{title}</DetailHeading>
      {children}
    </section>
  );
}

function Facts({ worker }: { worker: Worker }) {
  const { state, folder, origin, manifest, statistics } = worker;
  const limits =
    manifest && `${manifest.limits.memoryMb} MiB memory, ${wholeDurationText(manifest.limits.wallMs)} an action`;
  return (
    <DescriptionList
      entries={[
        { name: 'State', value: <WorkerStateDot state={state} /> },
        ...(manifest ? [{ name: 'Version', value: manifest.version }] : []),
        { name: 'Isolation', value: <Isolation worker={worker} /> },
        { name: 'Origin', value: origin === 'bundled' ? 'Came with Heron' : 'Installed by you' },
        ...statisticsEntries(statistics),
        ...(limits ? [{ name: 'Limits', value: limits }] : []),
        { name: 'Folder', value: <InlineCode>{folder}</InlineCode> },
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

function Permissions({ permissions }: { permissions: Manifest['permissions'] }) {
  if (permissions.length === 0) return <p className="text-sm text-muted">None. It touches nothing outside itself.</p>;
  return (
    <ul className="divide-y rounded-lg border">
      {permissions.map(({ capability, reason }) => (
        <li key={capability} className="px-3 py-2 text-sm">
          <span className="font-medium">{capabilityNames[capability]}</span>
          <span className="block text-xs text-muted">“{reason}”</span>
        </li>
      ))}
    </ul>
  );
}
