import type { TaskPreview } from '../../../contract/plan.ts';
import { Badge } from '../../ui/badge.tsx';
import { NeedView } from '../permissions/need-view.tsx';
import { capabilityNames } from '../permissions/requests.ts';
import { t } from '../../../words/words.ts';

/** What is to be known of a step before it runs; nothing of one that undoing takes back. */
export function riskWord({ risk, isPastUndo }: Pick<TaskPreview, 'risk' | 'isPastUndo'>): string | undefined {
  if (risk === 'external') return t('Reaches outside this machine');
  return risk === 'irreversible' || isPastUndo ? t('Cannot be undone') : undefined;
}

/** The steps of a plan in their order, each with what it would touch. */
export function PlannedSteps({ steps }: { steps: TaskPreview[] }) {
  return (
    <ol aria-label={t('Steps of the plan')} className="divide-y">
      {steps.map(({ taskId, title, action, risk, isPastUndo, needs }) => (
        <li key={taskId} className="space-y-2 py-3 first:pt-0 last:pb-0">
          <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
            <span className="min-w-0 flex-1 basis-56 text-sm font-medium break-words">{title}</span>
            <RiskBadge word={riskWord({ risk, isPastUndo })} />
            <code className="font-mono text-xs text-muted">{action}</code>
          </div>
          {needs.map((need) => (
            <div key={`${need.capability} ${need.target} ${need.detail ?? ''}`} className="space-y-1">
              <p className="text-xs text-muted">{capabilityNames()[need.capability]}</p>
              <NeedView need={need} />
            </div>
          ))}
        </li>
      ))}
    </ol>
  );
}

function RiskBadge({ word }: { word: string | undefined }) {
  return word === undefined ? null : <Badge tone="warning">{word}</Badge>;
}
