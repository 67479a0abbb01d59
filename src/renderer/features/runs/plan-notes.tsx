import { TriangleAlert } from 'lucide-react';
import type { PlanCheck, PlanIssue } from '../../../contract/plan.ts';
import { estimateText } from '../../../contract/usage.ts';
import { Notice } from '../../ui/notice.tsx';
import { t } from '../../../words/words.ts';

/** What keeps a plan from running, what is worth knowing before, and what its steps are declared to use. */
export function PlanNotes({ check: { issues, warnings, estimate } }: { check: Omit<PlanCheck, 'preview'> }) {
  return (
    <>
      {issues.length > 0 && (
        <Notice tone="warning" icon={TriangleAlert} title={t('It cannot run as it is')}>
          <IssueList issues={issues} />
        </Notice>
      )}
      {warnings.length > 0 && (
        <Notice title={t('Worth knowing before it runs')}>
          <IssueList issues={warnings} />
        </Notice>
      )}
      {estimate && (
        <p className="text-sm text-muted">
          {t('Its steps are declared to use {{amount}}.', { amount: estimateText(estimate) })}
        </p>
      )}
    </>
  );
}

function IssueList({ issues }: { issues: readonly PlanIssue[] }) {
  return (
    <ul className="mt-1 list-disc space-y-1 pl-4">
      {issues.map(({ path, message }) => (
        <li key={`${path} ${message}`}>
          {path && <code className="font-mono text-xs">{path}: </code>}
          {message}
        </li>
      ))}
    </ul>
  );
}
