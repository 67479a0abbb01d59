import type { CanvasFrame, CanvasNote, StepComment } from '../contract/canvas.ts';
import type { Json } from '../contract/json.ts';
import { bodiesOf, type Task } from '../contract/plan-task.ts';
import type { WorkflowTrigger } from '../contract/workflow-triggers.ts';
import type { WorkflowDocument } from '../contract/workflows.ts';
import { type CaseKeys, fieldsOfTask, isSame, listPath } from './flat-fields.ts';
import { budgetList, commentsList, framesList, isOfTasks, notesList, type Step, triggersList } from './steps.ts';

/** What stands beside the tasks. */
export type OtherItem = CanvasNote | CanvasFrame | StepComment | WorkflowTrigger;
export type Item = Task | OtherItem;

/** A task of a document, or what stands beside them, and the step it is from now on. */
export type Placed = {
  key: string;
  list: string;
  /** In the list. */
  index: number;
  item: Item;
  step: Step | undefined;
  cases: CaseKeys;
  /** It is what was read last, and so is all inside it. */
  isUntouched: boolean;
};

type Waiting = { list: string; item: Item; index: number };

export type Matching = {
  steps: ReadonlyMap<string, readonly Step[]>;
  last: ReadonlyMap<string, Task>;
  newKey: () => string;
};

/**
 * Which step each task, and each thing beside them, of a document is: the one that is called so in the same list; else the one that is called so elsewhere,
 * which was moved; else the one beside it that is the same but for its id, which was renamed; else a new one.
 */
export function matchSteps(next: WorkflowDocument, { steps, last, newKey }: Matching): Placed[] {
  const placed: Placed[] = [];
  const used = new Set<string>();
  const waiting: Waiting[] = [];
  const lists: [string, readonly Item[]][] = [
    ['', next.tasks],
    [notesList, next.canvas?.notes ?? []],
    [framesList, next.canvas?.frames ?? []],
    [commentsList, next.canvas?.comments ?? []],
    [triggersList, next.triggers ?? []],
  ];
  if (typeof next.budget?.onExceeded === 'object') lists.push([budgetList, next.budget.onExceeded.fallback]);

  function place({ list, item, index }: Waiting, step: Step | undefined): void {
    const key = step?.key ?? newKey();
    used.add(key);
    const isUntouched = step !== undefined && step.list === list && last.get(key) === item;
    const isTask = isOfTasks(list);
    const cases = isTask ? caseKeys(item, step, newKey) : [];
    placed.push({ key, list, index, item, step, cases, isUntouched });
    if (!isTask) return;
    for (const { path, tasks } of bodiesOf(item)) lists.push([`${key}/${listPath(path, cases)}`, tasks]);
  }

  for (;;) {
    for (let entry = lists.shift(); entry; entry = lists.shift()) {
      const [list, items] = entry;
      const known = new Map((steps.get(list) ?? []).map((step) => [step.id, step]));
      for (const [index, item] of items.entries()) {
        const step = known.get(item.id);
        if (step && !used.has(step.key)) place({ list, item, index }, step);
        else waiting.push({ list, item, index });
      }
    }
    const one = waiting.shift();
    if (!one) return placed;
    const free = (list: readonly Step[]): Step[] => list.filter(({ key }) => !used.has(key));
    const elsewhere = isOfTasks(one.list)
      ? free([...steps].flatMap(([list, each]) => (isOfTasks(list) ? each : [])))
      : [];
    const beside = free(steps.get(one.list) ?? []);
    const step = elsewhere.find(({ id }) => id === one.item.id) ?? beside.find((each) => isRenamed(one, each));
    place(one, step);
  }
}

/** The same in all that it says, what stands inside not counted. */
function isRenamed({ item, list }: Waiting, { fields }: Step): boolean {
  const own = isOfTasks(list)
    ? fieldsOfTask(item, currentCases(fields))
    : new Map<string, Json>(Object.entries(item) as [string, Json][]);
  own.delete('id');
  const theirs = [...fields.entries()].filter(
    ([name]) => name !== 'id' && !name.startsWith('@') && name !== 'after' && !name.startsWith('after/'),
  );
  return theirs.length === own.size && theirs.every(([name, value]) => isSame(value, own.get(name)));
}

function currentCases(fields: Step['fields']): string[] {
  const choice = fields.get('switch') as { cases?: { '@'?: string }[] } | undefined;
  return (choice?.cases ?? []).map(({ '@': key }) => key ?? '');
}

/** A case keeps its key where it says the same, else the one that stood in its place. */
function caseKeys({ switch: choice }: Task, step: Step | undefined, newKey: () => string): string[] {
  if (!choice) return [];
  const stored = (step?.fields.get('switch') as { cases?: Record<string, never>[] } | undefined)?.cases ?? [];
  const free = new Map(stored.map(({ '@': key, ...rest }, index) => [String(key), { rest, index }]));
  const keys = choice.cases.map(({ tasks: _, ...own }) => {
    const same = [...free].find(([, { rest }]) => isSame(rest, own as never));
    if (same) free.delete(same[0]);
    return same?.[0];
  });
  return keys.map((key, index) => {
    if (key !== undefined) return key;
    const inPlace = [...free].find(([, each]) => each.index === index)?.[0];
    if (inPlace !== undefined) free.delete(inPlace);
    return inPlace ?? newKey();
  });
}
