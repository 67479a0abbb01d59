import type { Task } from '../../../../contract/plan-task.ts';
import type { ScheduleTime } from '../../../../contract/time/schedule-time.ts';
import type { WorkflowDocument } from '../../../../contract/workflows.ts';
import { waitingFor } from './edit.ts';
import { idOf, listOf, ownerOf, placeIn, taskAt, tasksIn } from './place.ts';

/** What the expressions of a step can name. */
export type NamesInScope = {
  /** Steps whose output it can take: those beside it that do not wait for it, and those beside what it is in. */
  steps: Task[];
  /** `item`, `input.folder` … */
  names: string[];
};

export function namesInScope(document: WorkflowDocument, place: string): NamesInScope {
  const list = listOf(place);
  const [own, beside] = [idOf(place), tasksIn(document, list)];
  const later = waitingFor(beside, own);
  const steps = beside.filter(({ id, value }) => value !== null && id !== own && !later.has(id));
  const names = namesOf(taskAt(document, place));
  let around = list;
  while (around !== '') {
    const owner = ownerOf(around);
    const outer = listOf(owner);
    steps.push(...tasksIn(document, outer).filter(({ id, value }) => value !== null && placeIn(outer, id) !== owner));
    names.push(...namesOf(taskAt(document, owner)));
    if (around.endsWith('/:recover')) names.push('error');
    around = outer;
  }
  const input = [...Object.keys(document.input ?? {}), ...givenByTriggers(document)];
  names.push(...input.map((name) => `input.${name}`));
  return { steps, names: [...new Set(names)] };
}

function namesOf(task: Task | undefined): string[] {
  return [
    ...(task?.forEach ? [task.forEach.as ?? 'item', 'index'] : []),
    ...(task?.repeat ? ['iteration', 'previous'] : []),
  ];
}

const givenByTime: Partial<Record<ScheduleTime['kind'], string[]>> = {
  ...{ files: ['files'], event: ['event'], said: ['said'], keys: ['keys'], poll: ['items', 'foundBy'] },
};

/** Fields of the input that what starts the workflow gives. */
function givenByTriggers({ triggers = [] }: WorkflowDocument): string[] {
  return triggers.flatMap(({ start, input = {} }) => [
    ...Object.keys(input),
    ...(start.kind === 'schedule' ? (givenByTime[start.time.kind] ?? []) : []),
  ]);
}
