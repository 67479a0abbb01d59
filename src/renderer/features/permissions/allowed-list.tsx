import type { PermissionRequest } from '../../../contract/permissions.ts';
import { mayVerb } from './grant-draft.ts';
import { ReachText } from './reach-text.tsx';
import { askedReach } from './target-choices.ts';
import { t } from '../../words/words.ts';

/** Exactly what a plain yes allows, one line a question. */
export function AllowedList({ id, requests }: { id: string; requests: PermissionRequest[] }) {
  return (
    <div className="text-xs text-muted">
      <p id={`${id}-title`}>
        {requests.every(({ taint }) => taint)
          ? t('What you allow, once for the steps named:')
          : t('What you allow, once for the steps named or until this run ends:')}
      </p>
      <ul id={id} aria-labelledby={`${id}-title`} className="mt-1 space-y-0.5">
        {requests.map(({ id: requestId, workerName, need, taint }) => (
          <li key={requestId} className="flex gap-2">
            <span aria-hidden>•</span>
            <span className="min-w-0 wrap-anywhere">
              {t('{{workerName}} may {{need}}', { workerName, need: mayVerb(need) })}{' '}
              <ReachText reach={askedReach(need)} />
              {taint && ', once'}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
