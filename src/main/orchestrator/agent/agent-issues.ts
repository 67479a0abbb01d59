import { type Agent, callsOf, givingAway, mayCall, matchesAction } from '../../../contract/agents.ts';
import type { PlanIssue } from '../../../contract/plan.ts';
import type { Task } from '../../../contract/plan-task.ts';
import type { Catalogue } from '../catalogue.ts';
import { stringsOf } from '../expressions/resolve-input.ts';
import { unknownName } from './profiles.ts';

/** What keeps an agent from running. Paths are below the task. */
export function agentIssues({ agent }: Task, catalogue: Catalogue): PlanIssue[] {
  if (!agent) return [];
  const why = catalogue.whyNoModel?.(agent.model);
  const actions = catalogue.actions();
  const missing = (agent.tools ?? []).flatMap((pattern, index): PlanIssue[] =>
    isGivingAway(pattern) || actions.some(({ ref }) => mayCall({ tools: [pattern] }, ref))
      ? []
      : [{ path: `agent.tools.${index}`, message: `There is no action ${pattern}` }],
  );
  const profiles = catalogue.profiles?.() ?? [];
  const isUnknown = agent.as !== undefined && !profiles.some(({ name }) => name === agent.as);
  const unknown = isUnknown ? [{ path: 'agent.as', message: unknownName(agent.as ?? '', profiles) }] : [];
  return [
    ...(why === undefined ? [] : [{ path: 'agent', message: why }]),
    ...unknown,
    ...missing,
    ...checkIssues(agent),
  ];
}

/** A check is handed on as it is written. */
function checkIssues({ check }: Agent): PlanIssue[] {
  return callsOf(check).flatMap(({ input }, index) =>
    stringsOf(input, index === 0 ? 'agent.check.input' : `agent.check.also.${index - 1}.input`)
      .filter(({ text }) => text.includes('{{'))
      .map(({ path }) => ({ path, message: 'Expressions are not worked out in a check: write the value itself' })),
  );
}

function isGivingAway(pattern: string): boolean {
  return Object.values(givingAway).some((ref) => matchesAction(pattern, ref));
}
