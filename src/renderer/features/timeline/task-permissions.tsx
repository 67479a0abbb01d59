import { useCallback, useEffect } from 'react';
import { useHeron } from '../../app/heron-context.ts';
import { DetailHeading } from '../../app/detail-heading.tsx';
import { useQuery } from '../../engine/use-query.ts';
import { Badge } from '../../ui/badge.tsx';
import { RevealedText } from '../../ui/revealed-text.tsx';
import { t } from '../../../words/words.ts';

const most = 100;

/** What the step reached for, and what was decided: its lines of the audit log. */
export function TaskPermissions({ runId, path, version }: { runId: string; path: string; version: number }) {
  const { engine } = useHeron();
  const load = useCallback(
    () => engine.client.permissions.audit({ runId, taskId: path, limit: most }),
    [engine, runId, path],
  );
  const { data, failure, reload } = useQuery(engine.state, load);
  useEffect(() => {
    if (version > 0) void reload();
  }, [reload, version]);
  if (failure)
    return (
      <p className="text-xs text-danger">
        {t('Its permissions could not be read: {{message}}', { message: failure.message })}
      </p>
    );
  if (!data || data.length === 0) return null;
  return (
    <section aria-label={t('Permissions used')} className="space-y-1.5">
      <DetailHeading>{t('Permissions used')}</DetailHeading>
      <ul className="space-y-1.5 text-xs">
        {data.toReversed().map(({ seq, operation, target, decision, rule }) => (
          <li key={seq} className="min-w-0">
            <span className="flex flex-wrap items-center gap-x-2">
              <Badge tone={decision === 'allowed' ? 'success' : 'danger'}>
                {decision === 'allowed' ? t('Allowed') : t('Denied')}
              </Badge>
              <span className="font-medium">{operation}</span>
              <span className="text-muted">{rule}</span>
            </span>
            <span className="font-mono break-all">
              <RevealedText text={target} />
            </span>
          </li>
        ))}
      </ul>
      {data.length === most && (
        <p className="text-xs text-muted">{t('These are the last {{most}}; Settings has them all.', { most })}</p>
      )}
    </section>
  );
}
