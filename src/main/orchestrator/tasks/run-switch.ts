import { isDeepStrictEqual } from 'node:util';
import type { Switch, Task } from '../../../contract/plan-task.ts';
import { goAhead, insideAt, insideOf, type Place, scopeOf } from '../frame.ts';
import { isGoingOn } from './group-task.ts';
import { lastOutput } from './on-error.ts';
import type { Done } from './settle.ts';
import { compileTemplate } from '../expressions/template.ts';
import { isMet } from './when.ts';

type Chosen = number | 'otherwise' | 'none';

/** Does the tasks of the first case that is met. Which one that is stands on record before anything of it starts. */
export async function runSwitch(place: Place, choice: Switch): Promise<Done> {
  const { execution, tries, state } = place;
  let chosen: Chosen | undefined = isGoingOn(place) ? state?.case : undefined;
  if (chosen === undefined) {
    chosen = await choose(place, choice);
    const turn = goAhead(place);
    if (turn) await turn;
    tries.made += 1;
    const payload = { attempt: tries.made, case: chosen };
    execution.recorder.note({ type: 'task.opened', scope: scopeOf(place), payload }, 'soon');
  }
  const tasks = tasksOf(choice, chosen);
  if (!tasks) return { output: null, says: '' };
  const segment = chosen === 'otherwise' ? ':otherwise' : String(chosen);
  const outputs = await execution.runGroup(insideAt(insideOf(place), segment), tasks);
  return { output: lastOutput(outputs, tasks), says: '' };
}

function tasksOf({ cases, otherwise }: Switch, chosen: Chosen): readonly Task[] | undefined {
  return typeof chosen === 'number' ? cases[chosen]?.tasks : otherwise;
}

async function choose({ task, names }: Place, { on, cases, otherwise }: Switch): Promise<Chosen> {
  const value = on === undefined ? undefined : await compileTemplate(on).evaluate(names);
  for (const [index, each] of cases.entries()) {
    const isChosen =
      'is' in each
        ? isDeepStrictEqual(each.is, value ?? null)
        : await isMet(each.when, names, `${task.id}: switch.cases.${index}.when`);
    if (isChosen) return index;
  }
  return otherwise ? 'otherwise' : 'none';
}
