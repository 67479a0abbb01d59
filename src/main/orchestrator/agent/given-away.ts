import { type Agent, type AgentCall, givingAway } from '../../../contract/agents.ts';
import type { Task } from '../../../contract/plan-task.ts';
import type { AgentStep } from '../execution.ts';

/** The agent that goes on in the place of who took this step; undefined when it goes on itself. */
export function handedTo(step: AgentStep | undefined): Agent | undefined {
  return step?.results.find(({ call, isOk }) => isOk && isHandoff(call))?.call.agent;
}

export function isHandoff({ agent, task, error }: AgentCall): boolean {
  return agent !== undefined && task === undefined && error === undefined;
}

/** Who is at work after these steps. */
export function agentOf({ agent }: Task, steps: readonly AgentStep[]): Agent | undefined {
  return steps.map(handedTo).findLast((each) => each !== undefined) ?? agent;
}

/** How many pieces of work the steps gave away: to who was waited for, went on in their place, or works on its own. */
export function givenAway(steps: readonly AgentStep[]): number {
  return steps.flatMap(({ answered }) => answered.calls).filter(isGiven).length;
}

export function isGiven({ agent, action, error }: AgentCall): boolean {
  return error === undefined && (agent !== undefined || action === givingAway.spawn);
}

/** A call that another agent is to work on, as a task of the step. */
export function agentTask({ task: id, agent, budget, name }: AgentCall): Task | undefined {
  if (id === undefined || !agent) return undefined;
  const about = agent.goal.split('\n')[0]?.slice(0, 80) ?? '';
  return { id, title: `${agent.as ?? name}: ${about}`, agent, ...(budget ? { budget } : {}) };
}
