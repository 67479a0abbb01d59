import { useCallback } from 'react';
import type { PolicyDraft, PolicyDraftOf, PolicyPreview as Preview } from '../../../contract/policy.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useQuery } from '../../engine/use-query.ts';
import { Disclosure } from '../../ui/disclosure.tsx';
import { useActionTitle } from '../runs/use-run.ts';
import { differenceWords } from './preview-words.ts';
import { plural, t } from '../../../words/words.ts';

/** What a change would leave out or bring back; the engine works it out with the policy's own function. */
export function PreviewLine({ draft, now, of }: { draft: PolicyDraft; now: PolicyDraft; of?: PolicyDraftOf }) {
  const titleOf = useActionTitle();
  const before = usePreview(JSON.stringify(now), of);
  const then = usePreview(JSON.stringify(draft), of);
  const difference = before.data && then.data && !then.isLoading && differenceWords(before.data, then.data, titleOf);
  return (
    <p aria-live="polite" className="min-h-4 text-xs text-muted">
      {then.failure ? then.failure.message : difference}
    </p>
  );
}

/** How many actions there are with the policy as it is, and which are left out by which rule. */
export function LeftOut({ policy, of }: { policy: PolicyDraft; of?: PolicyDraftOf }) {
  const titleOf = useActionTitle();
  const { profile, allow, deny } = policy;
  const { data, failure } = usePreview(JSON.stringify({ profile, allow, deny }), of);
  if (failure) return <p className="text-xs text-danger">{failure.message}</p>;
  if (!data) return <p className="text-xs text-muted">{t('Looking what is left out…')}</p>;
  if (data.leftOut.length === 0)
    return <p className="text-xs text-muted">{t('All {{actions}} actions can be used.', { actions: data.actions })}</p>;
  return (
    <Disclosure
      title={
        <span className="text-xs">
          {plural(
            data.actions,
            { one: '{{left}} of 1 action is left out', other: '{{left}} of {{count}} actions are left out' },
            { left: data.leftOut.length },
          )}
        </span>
      }
    >
      <ul aria-label={t('Actions that are left out')} className="space-y-1 text-xs">
        {data.leftOut.map(({ action, text }) => (
          <li key={action} className="break-words">
            {titleOf(action)} <span className="font-mono text-muted">{action}</span>
            <span className="block text-muted">{text}</span>
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}

/** As text, so that the same question keeps its identity. */
function usePreview(draft: string, of: PolicyDraftOf = 'default') {
  const { engine } = useHeron();
  const load = useCallback(
    (): Promise<Preview> => engine.client.policy.preview({ draft: JSON.parse(draft) as PolicyDraft, of }),
    [engine, draft, of],
  );
  return useQuery(engine.state, load);
}
