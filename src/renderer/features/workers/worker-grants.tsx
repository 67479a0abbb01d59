import { reachParts, usesWords } from '../../../contract/grant-words.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { scopeNames } from '../permissions/grant-scope.ts';
import { capabilityNames } from '../permissions/requests.ts';
import { ReachText } from '../permissions/reach-text.tsx';
import { RevokeButton } from '../permissions/revoke-button.tsx';
import { useGrants } from '../permissions/use-grants.ts';
import { t } from '../../../words/words.ts';

export function WorkerGrants({ workerId }: { workerId: string }) {
  const { data: grants, failure, reload } = useGrants(workerId);
  if (failure && !grants) {
    return (
      <p role="alert" className="text-sm text-muted">
        {failure.message}{' '}
        <Button size="sm" onClick={() => void reload()}>
          {t('Try again')}
        </Button>
      </p>
    );
  }
  if (!grants) return <Skeleton lines={2} label={t('Loading the permissions')} />;
  if (grants.length === 0) return <p className="text-sm text-muted">{t('None. It asks when it needs one.')}</p>;
  return (
    <ul className="divide-y rounded-lg border">
      {grants.map((grant) => (
        <li key={grant.id} className="flex items-center gap-2 px-3 py-2">
          <div className="min-w-0 flex-1">
            <p className="text-sm">
              {capabilityNames()[grant.capability]} <Badge>{scopeNames()[grant.scope]}</Badge>{' '}
              {grant.usesLeft !== undefined && <Badge>{usesWords(grant.usesLeft)}</Badge>}
            </p>
            <p className="text-xs wrap-anywhere text-muted">
              <ReachText reach={reachParts(grant)} />
            </p>
          </div>
          <RevokeButton grant={grant} workerName={workerId} />
        </li>
      ))}
    </ul>
  );
}
