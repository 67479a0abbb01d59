import { type AgentDefaults, usualAgents } from '../../../contract/agents.ts';
import type { Plan } from '../../../contract/plan.ts';
import type { Task } from '../../../contract/plan-task.ts';
import { withBodies } from './complete-tasks.ts';

/**
 * What the settings say of agents is written into the plan of a run that begins, where the plan itself says nothing: so the run
 * goes on by it after a restart, and is replayed by it. What is as usual is not written.
 */
export function withAgentDefaults(plan: Plan, defaults: AgentDefaults): Plan | Promise<Plan> {
  const names = ['model', 'steps', 'repairs', 'minutes'] as const;
  const isUsual = names.every((name) => defaults[name] === usualAgents[name]);
  return isUsual ? plan : inTasks(plan.tasks, defaults).then((tasks) => ({ ...plan, tasks }));
}

function inTasks(tasks: readonly Task[], defaults: AgentDefaults): Promise<Task[]> {
  return Promise.all(tasks.map((task) => inTask(task, defaults)));
}

async function inTask(task: Task, defaults: AgentDefaults): Promise<Task> {
  const { agent, budget } = task;
  if (!agent) return withBodies(task, (tasks) => inTasks(tasks, defaults));
  const { model, steps, repairs, minutes } = defaults;
  const check = agent.check && { check: { mostRepairs: repairs, ...agent.check } };
  const own: Task = {
    ...task,
    agent: { mostSteps: steps, ...(model === '' ? {} : { model }), ...agent, ...check },
    ...(minutes === 0 ? {} : { budget: { wallMs: minutes * 60_000, ...budget } }),
  };
  return withBodies(own, (tasks) => inTasks(tasks, defaults));
}
