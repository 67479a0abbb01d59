import { ShieldCheck } from 'lucide-react';
import { useStore } from 'zustand';
import { reachParts } from '../../../contract/grant-words.ts';
import type { Grant } from '../../../contract/permissions.ts';
import { useHeron } from '../../app/heron-context.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { GrantHolds } from '../permissions/grant-holds.tsx';
import { capabilityNames } from '../permissions/requests.ts';
import { ReachText } from '../permissions/reach-text.tsx';
import { RevokeButton } from '../permissions/revoke-button.tsx';
import { useGrants } from '../permissions/use-grants.ts';
import { useActionTitle } from '../runs/use-run.ts';
import { type Column, DataTable } from './data-table.tsx';
import { t } from '../../../words/words.ts';

export function GrantsSection() {
  const { workers } = useHeron();
  const names = useStore(workers.state, (state) => state.workers);
  const { data: grants, failure, reload } = useGrants();
  const nameOf = (id: string) => names.find((worker) => worker.id === id)?.manifest?.name ?? id;
  return (
    <section aria-labelledby="grants-title" className="space-y-2.5">
      <header>
        <h2 id="grants-title" className="text-sm font-semibold">
          {t('Permissions given')}
        </h2>
        <p className="text-xs text-muted">{t('What workers may do without asking, now and until it ends.')}</p>
      </header>
      {grants ? (
        <GrantTable grants={grants} nameOf={nameOf} />
      ) : failure ? (
        <ErrorState title={t('Could not load the permissions')} text={failure.message} onRetry={() => void reload()} />
      ) : (
        <Skeleton lines={4} label={t('Loading the permissions')} />
      )}
    </section>
  );
}

function GrantTable({ grants, nameOf }: { grants: Grant[]; nameOf: NameOf }) {
  const actionTitle = useActionTitle();
  if (grants.length === 0) {
    return (
      <div className="rounded-lg border bg-raised">
        <EmptyState
          icon={ShieldCheck}
          title={t('Nothing is allowed in advance')}
          text={t('Workers ask when they need something; what you allow is listed here.')}
        />
      </div>
    );
  }
  return (
    <DataTable
      label={t('Permissions given')}
      columns={columnsOf(nameOf, actionTitle)}
      rows={grants}
      keyOf={({ id }) => id}
    />
  );
}

type NameOf = (id: string) => string;

function columnsOf(nameOf: NameOf, actionTitle: NameOf): Column<Grant>[] {
  return [
    { name: t('Worker'), cell: ({ workerId }) => <span className="font-medium">{nameOf(workerId)}</span> },
    {
      name: t('May'),
      cell: ({ workerId, action, capability }) => (
        <>
          {capabilityNames()[capability]}
          {action !== undefined && (
            <span className="block text-xs text-muted">
              {t('only in “{{action}}”', { action: actionTitle(`${workerId}.${action}`) })}
            </span>
          )}
        </>
      ),
    },
    {
      name: t('Where'),
      cell: (grant) => (
        <span className="wrap-anywhere text-muted">
          <ReachText reach={reachParts(grant)} />
        </span>
      ),
    },
    { name: t('Holds'), cell: (grant) => <GrantHolds grant={grant} /> },
    {
      name: t('Given'),
      cell: ({ createdAt, givenBy }) => (
        <span className="text-muted">
          <RelativeTime at={createdAt} />
          {givenBy === 'start' && ', when the run was started'}
        </span>
      ),
    },
    {
      name: t('Last used'),
      cell: ({ usedAt }) => (
        <span className="text-muted">{usedAt === undefined ? t('Never yet') : <RelativeTime at={usedAt} />}</span>
      ),
    },
    { name: '', cell: (grant) => <RevokeButton grant={grant} workerName={nameOf(grant.workerId)} /> },
  ];
}
