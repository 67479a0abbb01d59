import { mayCall } from '../../../contract/agents.ts';
import type { PlanIssue } from '../../../contract/plan.ts';
import type { Task } from '../../../contract/plan-task.ts';
import type { Catalogue } from '../catalogue.ts';

/** What keeps an agent from running. Paths are below the task. */
export function agentIssues({ agent }: Task, catalogue: Catalogue): PlanIssue[] {
  if (!agent) return [];
  const why = catalogue.whyNoModel?.(agent.model);
  const actions = catalogue.actions();
  const missing = (agent.tools ?? []).flatMap((pattern, index): PlanIssue[] =>
    actions.some(({ ref }) => mayCall({ tools: [pattern] }, ref))
      ? []
      : [{ path: `agent.tools.${index}`, message: `There is no action ${pattern}` }],
  );
  return [...(why === undefined ? [] : [{ path: 'agent', message: why }]), ...missing];
}
