import type { Json, JsonObject } from '../../../contract/json.ts';
import type { Task } from '../../../contract/plan-task.ts';
import { goAhead, insideOf, type Names, type Place, scopeOf, titleOf } from '../frame.ts';
import { isItemList, seenOutput } from './item-list.ts';
import { resolveInput, resolveValue } from '../expressions/resolve-input.ts';
import type { Done } from './settle.ts';

/** Was the place in the middle of an attempt when the run was cut off? */
export function isGoingOn({ state }: Place): boolean {
  return state?.status === 'running' && state.attempt > 0;
}

export async function runGroupTask(place: Place, tasks: readonly Task[]): Promise<Done> {
  const { task, execution } = place;
  const input = await openGroup(place, tasks);
  const names: Names = input === undefined ? place.names : { ...place.names, input };
  const outputs = await execution.runGroup({ ...insideOf(place), names }, tasks);
  const output = task.output === undefined ? outputs : await ownOutput(task.output, names, outputs);
  return { output, says: task.title === undefined ? '' : `${titleOf(place)}: done.` };
}

async function openGroup(place: Place, tasks: readonly Task[]): Promise<JsonObject | undefined> {
  const { task, names, execution, tries } = place;
  if (isGoingOn(place)) return place.state?.input;
  const input = task.input && (await resolveInput(task.input, names));
  const turn = goAhead(place);
  if (turn) await turn;
  tries.made += 1;
  const payload = { attempt: tries.made, total: tasks.length, ...(input === undefined ? {} : { input }) };
  execution.recorder.note({ type: 'task.opened', scope: scopeOf(place), payload }, 'soon');
  return input;
}

async function ownOutput(template: Json, names: Names, outputs: Record<string, Json>): Promise<Json> {
  const own = Object.entries(outputs).map(([id, output]) => [
    id,
    isItemList(output) ? seenOutput(id, output) : { output },
  ]);
  const tasks = { ...names.tasks, ...(Object.fromEntries(own) as Names['tasks']) };
  return (await resolveValue(template, { ...names, tasks })) ?? null;
}
