import { ShieldAlert, ShieldCheck } from 'lucide-react';
import { useCallback } from 'react';
import type { AuditIntegrity as Integrity } from '../../../contract/permissions.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useQuery } from '../../engine/use-query.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { exactTimeText } from '../../ui/time-text.ts';
import { plural, t } from '../../../words/words.ts';

/** Whether every line of the log is there and as it was written. */
export function AuditIntegrity() {
  const { engine } = useHeron();
  const load = useCallback(() => engine.client.permissions.verifyAudit({}), [engine]);
  const { data, failure, isLoading, reload } = useQuery(engine.state, load);
  const isBroken = data?.state === 'broken';
  const Icon = isBroken ? ShieldAlert : ShieldCheck;
  return (
    <div
      role={isBroken ? 'alert' : 'status'}
      className="flex flex-wrap items-center gap-x-2 gap-y-1 rounded-lg border bg-raised py-1.5 pr-1.5 pl-3 text-sm"
    >
      <Icon aria-hidden size={16} className={classNames('shrink-0', isBroken ? 'text-danger' : 'text-success')} />
      <p className="min-w-0 flex-1 basis-56 break-words">
        {data ? <Words integrity={data} /> : (failure?.message ?? t('Verifying the log'))}
      </p>
      <Button size="sm" variant="ghost" isLoading={isLoading} onClick={() => void reload()}>
        {t('Verify')}
      </Button>
    </div>
  );
}

function Words({ integrity: { lines, since, pruned, problem, at } }: { integrity: Integrity }) {
  const checked = (
    <span className="text-xs text-muted">
      {t('Verified')} <RelativeTime at={at} />.
    </span>
  );
  if (problem) {
    return (
      <>
        <span className="font-medium text-danger">{t('Broken: {{message}}.', { message: problem.message })}</span>{' '}
        {checked}
      </>
    );
  }
  return (
    <>
      {since === undefined
        ? t('Unbroken, with no lines yet.')
        : plural(
            lines,
            { one: 'Unbroken since {{since}}, 1 line.', other: 'Unbroken since {{since}}, {{count}} lines.' },
            { since: exactTimeText(since) },
          )}{' '}
      {pruned > 0 && (
        <span className="text-muted">
          {plural(pruned, { one: '1 line before that pruned.', other: '{{count}} lines before that pruned.' })}{' '}
        </span>
      )}
      {checked}
    </>
  );
}
