import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import type { Secret } from '../../../contract/secrets.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { type Column, DataTable } from '../settings/data-table.tsx';
import { RemoveSecret } from './remove-secret.tsx';
import { SecretForm } from './secret-form.tsx';
import { t } from '../../../words/words.ts';

interface SecretTableProps {
  secrets: Secret[];
  /** The vault is open: values can be put in. */
  canKeep: boolean;
}

const ownUsers = (): Record<Secret['kind'], string | undefined> => ({
  model: t('The model that plans'),
  'sign-in': t('The MCP server one has signed in at'),
  worker: undefined,
});

export function SecretTable({ secrets, canKeep }: SecretTableProps) {
  if (secrets.length === 0) {
    return (
      <div className="rounded-lg border bg-raised">
        <EmptyState
          icon={KeyRound}
          title={t('No secrets yet')}
          text={t('When a worker needs a key or a password for a service, it is listed here for you to enter.')}
        />
      </div>
    );
  }
  return <DataTable label={t('Secrets')} columns={columnsOf(canKeep)} rows={secrets} keyOf={({ name }) => name} />;
}

function columnsOf(canKeep: boolean): Column<Secret>[] {
  return [
    { name: t('Name'), cell: ({ name }) => <span className="font-mono text-xs font-medium break-all">{name}</span> },
    {
      name: t('Value'),
      cell: ({ filled }) => (filled ? <Badge tone="success">{t('Kept')}</Badge> : <Badge>{t('Not entered')}</Badge>),
    },
    {
      name: t('Used by'),
      cell: ({ kind, wantedBy }) =>
        ownUsers()[kind] ?? (wantedBy.map(({ workerName }) => workerName).join(', ') || t('Nobody')),
    },
    {
      name: t('Sent to'),
      cell: (secret) => <span className="font-mono text-xs break-all text-muted">{placesOf(secret)}</span>,
    },
    {
      name: t('Last used'),
      cell: ({ usedAt }) => (
        <span className="text-xs text-muted">{usedAt === undefined ? t('Never') : <RelativeTime at={usedAt} />}</span>
      ),
    },
    { name: '', cell: (secret) => <Actions secret={secret} canKeep={canKeep} /> },
  ];
}

function placesOf({ hosts, wantedBy }: Secret): string {
  const wanted = [...new Set(wantedBy.flatMap((worker) => worker.hosts))];
  return (hosts.length > 0 ? hosts : wanted).join(', ') || t('Nowhere yet');
}

function Actions({ secret, canKeep }: { secret: Secret; canKeep: boolean }) {
  const [isEntering, setIsEntering] = useState(false);
  const verb = secret.filled ? t('Replace') : t('Enter');
  return (
    <span className="flex flex-wrap justify-end gap-1">
      {secret.kind === 'worker' && (
        <Button size="sm" aria-label={`${verb} ${secret.name}`} disabled={!canKeep} onClick={() => setIsEntering(true)}>
          {verb}
        </Button>
      )}
      {secret.filled && <RemoveSecret secret={secret} />}
      <SecretForm isOpen={isEntering} onOpenChange={setIsEntering} secret={secret} />
    </span>
  );
}
