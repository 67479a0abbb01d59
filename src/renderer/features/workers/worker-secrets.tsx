import { useState } from 'react';
import type { Manifest } from '../../../contract/manifest.ts';
import type { Secret } from '../../../contract/secrets.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { SecretForm } from '../secrets/secret-form.tsx';
import { useSecrets } from '../secrets/use-secrets.ts';
import { t } from '../../../words/words.ts';

/** The secrets a worker works with, which of them are still to be entered, and where to enter them. */
export function WorkerSecrets({ manifest }: { manifest: Manifest }) {
  const { data, failure } = useSecrets();
  if (failure) return <p className="text-sm text-danger">{failure.message}</p>;
  const known = new Map(data?.secrets.map((secret) => [secret.name, secret]));
  const isOpen = data?.vault.state === 'open';
  return (
    <div className="space-y-2">
      {data && !isOpen && <Notice tone="warning">{data.vault.message}</Notice>}
      <ul className="divide-y rounded-lg border">
        {manifest.secrets.map((need) => (
          <Row key={need.name} need={need} secret={known.get(need.name)} canKeep={isOpen} />
        ))}
      </ul>
    </div>
  );
}

interface RowProps {
  need: Manifest['secrets'][number];
  secret: Secret | undefined;
  canKeep: boolean;
}

function Row({ need: { name, reason, hosts }, secret, canKeep }: RowProps) {
  const [isEntering, setIsEntering] = useState(false);
  const verb = secret?.filled ? t('Replace') : t('Enter');
  return (
    <li className="flex flex-wrap items-center gap-3 px-3 py-2 text-sm">
      <span className="min-w-0 flex-1 basis-48">
        <span className="font-mono text-xs font-medium break-all">{name}</span>{' '}
        {secret &&
          (secret.filled ? <Badge tone="success">{t('Kept')}</Badge> : <Badge tone="warning">{t('Missing')}</Badge>)}
        <span className="block text-xs break-words text-muted">
          {t('“{{reason}}” Sent to {{hosts}} only.', { reason, hosts: hosts.join(', ') })}
        </span>
      </span>
      {secret && (
        <Button size="sm" aria-label={`${verb} ${name}`} disabled={!canKeep} onClick={() => setIsEntering(true)}>
          {verb}
        </Button>
      )}
      {secret && <SecretForm isOpen={isEntering} onOpenChange={setIsEntering} secret={secret} />}
    </li>
  );
}
