import { usesWords } from '../../../contract/grant-words.ts';
import type { Grant } from '../../../contract/permissions.ts';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { scopeNames } from './grant-scope.ts';
import { t } from '../../../words/words.ts';

/** Where a grant holds, how often and how long. */
export function GrantHolds({ grant: { scope, usesLeft, expiresAt } }: { grant: Grant }) {
  const uses = usesWords(usesLeft);
  return (
    <>
      {scopeNames()[scope]}
      {uses && <span className="block text-xs text-muted">{uses}</span>}
      {expiresAt !== undefined && (
        <span className="block text-xs text-muted">
          {t('ends')} <RelativeTime at={expiresAt} />
        </span>
      )}
    </>
  );
}
