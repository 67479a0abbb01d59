import { type Agent, type AgentProfile, joinedPolicies, policiesOf } from '../../../contract/agents.ts';
import type { BudgetLimits } from '../../../contract/plan-modifiers.ts';

/** An agent with all that the one of the settings has whose name it works under; its own words go first, but for
 * the policies, which all hold. */
export function asProfiled(
  agent: Agent,
  profiles: readonly AgentProfile[],
): { agent: Agent; budget: BudgetLimits | undefined } {
  const profile = profiles.find(({ name }) => name === agent.as);
  if (!profile) return { agent, budget: undefined };
  const { name: _, description: __, policy: ___, budget, ...own } = profile;
  return { agent: { ...own, ...agent, ...joinedPolicies(agent.policies, policiesOf(profile)) }, budget };
}

export function unknownName(name: string, profiles: readonly AgentProfile[]): string {
  const known = profiles.map((each) => each.name).join(', ');
  return `There is no agent ${name}${known === '' ? '; the settings name none' : `; there are ${known}`}`;
}
