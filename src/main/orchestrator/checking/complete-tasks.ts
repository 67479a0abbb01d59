import { asProfiled } from '../agent/profiles.ts';
import type { AgentCheck } from '../../../contract/agents.ts';
import { copyJson, type JsonObject } from '../../../contract/json.ts';
import { bodiesOf, isActionTask, type Task } from '../../../contract/plan-task.ts';
import type { ActionEntry, Catalogue } from '../catalogue.ts';
import { type Places, withAbsolutePaths, withDefaults } from './complete-input.ts';

/** The tasks, and those inside them, with defaults and absolute paths. */
export function completeTasks(tasks: readonly Task[], catalogue: Catalogue, places: Places): Promise<Task[]> {
  return Promise.all(tasks.map((task) => completeTask(task, catalogue, places)));
}

async function completeTask(task: Task, catalogue: Catalogue, places: Places): Promise<Task> {
  const own = isActionTask(task)
    ? await completed(task, catalogue, places)
    : await completeAgent(task, catalogue, places);
  const undo = own.undo && (await completed(own.undo, catalogue, places));
  return withBodies(undo ? { ...own, undo } : own, (tasks) => completeTasks(tasks, catalogue, places));
}

/** An agent's calls are made ready when it makes them; where it was asked for must be known then. */
async function completeAgent(task: Task, catalogue: Catalogue, places: Places): Promise<Task> {
  if (!task.agent) return task;
  const { agent, budget } = asProfiled(task.agent, catalogue.profiles?.() ?? []);
  const { check, baseFolder = places.baseFolder } = agent;
  const own = check && { check: await completeCheck(check, catalogue, places) };
  return { ...(budget ? { budget } : {}), ...task, agent: { ...agent, baseFolder, ...own } };
}

async function completeCheck(check: AgentCheck, catalogue: Catalogue, places: Places): Promise<AgentCheck> {
  const first = await completed(check, catalogue, places);
  if (!check.also) return first;
  return { ...first, also: await Promise.all(check.also.map((call) => completed(call, catalogue, places))) };
}

type Call = { action: string; input: JsonObject };

async function completed<Of extends Call>(call: Of, catalogue: Catalogue, places: Places): Promise<Of> {
  const entry = catalogue.action(call.action);
  return entry ? { ...call, input: await completeInput(call.input, entry, places) } : call;
}

/** A copy of a task whose lists of tasks are made anew; the task itself if there are none. */
export async function withBodies(task: Task, change: (tasks: Task[]) => Promise<Task[]>): Promise<Task> {
  if (bodiesOf(task).length === 0) return task;
  const copy = { ...task };
  if (task.tasks) copy.tasks = await change(task.tasks);
  if (task.switch) {
    const cases = await Promise.all(
      task.switch.cases.map(async (each) => ({ ...each, tasks: await change(each.tasks) })),
    );
    const { otherwise } = task.switch;
    copy.switch = { ...task.switch, cases, ...(otherwise ? { otherwise: await change(otherwise) } : {}) };
  }
  if (typeof task.onError === 'object') copy.onError = { recover: await change(task.onError.recover) };
  const onExceeded = task.budget?.onExceeded;
  if (task.budget && typeof onExceeded === 'object') {
    copy.budget = { ...task.budget, onExceeded: { fallback: await change(onExceeded.fallback) } };
  }
  return copy;
}

async function completeInput(given: JsonObject, entry: ActionEntry, places: Places): Promise<JsonObject> {
  try {
    const input = copyJson(withAbsolutePaths(given, entry.action, places));
    entry.validateInput(input);
    return withAbsolutePaths(await withDefaults(input, entry.action, { here: entry }), entry.action, places);
  } catch {
    // A broken expression is reported as an issue of its own.
    return given;
  }
}
