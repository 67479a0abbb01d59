import { ShieldCheck } from 'lucide-react';
import { useStore } from 'zustand';
import type { Grant } from '../../../contract/permissions.ts';
import { useHeron } from '../../app/heron-context.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { RevealedText } from '../../ui/revealed-text.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { scopeNames } from '../permissions/grant-scope.ts';
import { capabilityNames } from '../permissions/requests.ts';
import { RevokeButton } from '../permissions/revoke-button.tsx';
import { useGrants } from '../permissions/use-grants.ts';
import { type Column, DataTable } from './data-table.tsx';

export function GrantsSection() {
  const { workers } = useHeron();
  const names = useStore(workers.state, (state) => state.workers);
  const { data: grants, failure, reload } = useGrants();
  const nameOf = (id: string) => names.find((worker) => worker.id === id)?.manifest?.name ?? id;
  return (
    <section aria-labelledby="grants-title" className="space-y-2.5">
      <header>
        <h2 id="grants-title" className="text-sm font-semibold">
          Permissions given
        </h2>
        <p className="text-xs text-muted">What workers may do without asking. A path holds for all below it.</p>
      </header>
      {grants ? (
        <GrantTable grants={grants} nameOf={nameOf} />
      ) : failure ? (
        <ErrorState title="Could not load the permissions" text={failure.message} onRetry={() => void reload()} />
      ) : (
        <Skeleton lines={4} label="Loading the permissions" />
      )}
    </section>
  );
}

function GrantTable({ grants, nameOf }: { grants: Grant[]; nameOf: (workerId: string) => string }) {
  if (grants.length === 0) {
    return (
      <div className="rounded-lg border bg-raised">
        <EmptyState
          icon={ShieldCheck}
          title="Nothing is allowed in advance"
          text="Workers ask when they need something; what you allow is listed here."
        />
      </div>
    );
  }
  return <DataTable label="Permissions given" columns={columnsOf(nameOf)} rows={grants} keyOf={({ id }) => id} />;
}

function columnsOf(nameOf: (workerId: string) => string): Column<Grant>[] {
  return [
    { name: 'Worker', cell: ({ workerId }) => <span className="font-medium">{nameOf(workerId)}</span> },
    { name: 'May', cell: ({ capability }) => capabilityNames[capability] },
    {
      name: 'Where',
      cell: ({ target }) => (
        <span className="font-mono text-xs break-all">
          <RevealedText text={target} />
        </span>
      ),
    },
    { name: 'Holds', cell: ({ scope }) => scopeNames[scope] },
    {
      name: 'Given',
      cell: ({ createdAt, givenBy }) => (
        <span className="text-muted">
          <RelativeTime at={createdAt} />
          {givenBy === 'start' && ', when the run was started'}
        </span>
      ),
    },
    { name: '', cell: (grant) => <RevokeButton grant={grant} workerName={nameOf(grant.workerId)} /> },
  ];
}
