import type { TaskPreview } from '../../../contract/plan.ts';
import { Badge } from '../../ui/badge.tsx';
import { NeedView } from '../permissions/need-view.tsx';
import { capabilityNames } from '../permissions/requests.ts';
import { t } from '../../words/words.ts';

export const riskWords = (): Partial<Record<TaskPreview['risk'], string>> => ({
  external: t('Reaches outside this machine'),
  irreversible: t('Cannot be undone'),
});

/** The steps of a plan in their order, each with what it would touch. */
export function PlannedSteps({ steps }: { steps: TaskPreview[] }) {
  return (
    <ol aria-label={t('Steps of the plan')} className="divide-y">
      {steps.map(({ taskId, title, action, risk, needs }) => (
        <li key={taskId} className="space-y-2 py-3 first:pt-0 last:pb-0">
          <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
            <span className="min-w-0 flex-1 basis-56 text-sm font-medium break-words">{title}</span>
            {riskWords()[risk] && <Badge tone="warning">{riskWords()[risk]}</Badge>}
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
