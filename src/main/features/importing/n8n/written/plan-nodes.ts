import type { Task } from '../../../../../contract/plan-task.ts';
import { dependenciesOf } from '../../../../orchestrator/graph.ts';
import type { FindPlace } from './expression-script.ts';
import { ifNode } from './if-node.ts';
import { groupNodes, isPlainGroup, switchNodes } from './inner-nodes.ts';
import { eachNodes } from './list-nodes.ts';
import { modifierFields, modifierWhys } from './modifiers.ts';
import { finder } from './places.ts';
import { beside, type Ends, type Inside, joined, type PlanWriting, tell } from './plan-writing.ts';
import { directOf, inOrder } from './step-order.ts';
import { stepNodes } from './step-nodes.ts';
import { conditionScript } from './text-script.ts';
import { Untranslated } from './untranslated.ts';

/** What is written of a plan's steps. */
export function planWriting(parts: Omit<PlanWriting, 'writeAll'>): PlanWriting {
  const all: PlanWriting = { ...parts, writeAll: (tasks, entry, inside) => planNodes(all, tasks, entry, inside) };
  return all;
}

function planNodes(parts: PlanWriting, tasks: readonly Task[], entry: Ends, inside: Inside): Ends[] {
  const before = new Map(tasks.map((task) => [task.id, dependenciesOf(task).filter((id) => id !== task.id)] as const));
  const ends = new Map<string, Ends>();
  const followed = new Set<string>();
  for (const task of inOrder(tasks, before)) {
    const direct = directOf(
      (before.get(task.id) ?? []).filter((id) => ends.has(id)),
      before,
    );
    for (const id of direct) followed.add(id);
    const from = direct.length > 0 ? direct.map((id) => ends.get(id) ?? entry) : [entry];
    ends.set(task.id, stepOf(parts, task, joined(parts, from, `Before ${task.title ?? task.id}`), inside));
  }
  return tasks.filter(({ id }) => !followed.has(id)).map(({ id }) => ends.get(id) ?? entry);
}

function stepOf(parts: PlanWriting, task: Task, from: Ends, inside: Inside): Ends {
  const { writing } = parts;
  const name = task.title ?? task.id;
  const whys: string[] = [];
  const find = finder(parts, inside.scope, {}, whys);
  try {
    refuseWhatCannot(task);
    const test = task.when === undefined ? undefined : conditionScript(task.when, find);
    const written = bodyOf(parts, task, {
      find,
      inside: { ...inside, isUnsure: inside.isUnsure || test !== undefined },
      whys,
    });
    const at = parts.positions[task.id];
    const begin = test === undefined ? undefined : writing.add(ifNode(`${name}: when`, test), [from], beside(at));
    const done = written(begin === undefined ? from : [{ node: begin, output: 0 }]);
    return begin === undefined ? done : [...done, { node: begin, output: 1 }];
  } catch (error) {
    if (!(error instanceof Untranslated)) throw error;
    return placeholder(parts, task, from, inside, error.message);
  }
}

type Body = { find: FindPlace; inside: Inside; whys: string[] };

/** All that can go wrong goes wrong before anything of it is written. */
function bodyOf(parts: PlanWriting, task: Task, { find, inside, whys }: Body): (from: Ends) => Ends {
  if (task.switch) return switchNodes(parts, task, task.switch, { find, inside, whys });
  if (task.tasks) return groupNodes(parts, task, task.tasks, { inside, whys });
  const name = task.title ?? task.id;
  if (task.forEach) return eachNodes(parts, task, task.forEach, { find, inside, whys });
  const { draft, before, as, whys: more } = stepNodes(task, name, find, parts.titleOf);
  return (from) => {
    const { writing, positions } = parts;
    const at = positions[task.id];
    const first: Ends = before ? [{ node: writing.add(before, [from], beside(at)), output: 0 }] : from;
    const node = writing.add({ ...draft, more: { ...draft.more, ...modifierFields(task) } }, [first], at);
    inside.scope.steps.set(task.id, { node, as, isUnsure: inside.isUnsure });
    tell(parts, task, node, draft.type, [...whys, ...more, ...modifierWhys(task)]);
    return [{ node, output: 0 }];
  };
}

function refuseWhatCannot(task: Task): void {
  if (task.repeat) throw new Untranslated('n8n has no step that is done again and again until something is so');
  if (task.tasks && !isPlainGroup(task))
    throw new Untranslated('n8n has no group that is done for each of a list, or with an input of its own');
  if (task.switch && task.forEach) throw new Untranslated('n8n has no switch that is done for each of a list');
}

function placeholder({ writing, positions }: PlanWriting, task: Task, from: Ends, inside: Inside, why: string): Ends {
  const node = writing.add(
    {
      ...{ name: task.title ?? task.id, type: 'noOp', version: 1, parameters: {} },
      more: { notes: `Not exported by Heron: ${why}`, notesInFlow: true },
    },
    [from],
    positions[task.id],
  );
  inside.scope.steps.set(task.id, { node, as: 'whole', isUnsure: inside.isUnsure, isMissing: true });
  writing.say({ name: node, taskId: task.id, type: 'noOp' }, 'missing', [why]);
  return [{ node, output: 0 }];
}
