import type { ForEach } from '../../../../../contract/plan-modifiers.ts';
import type { Task } from '../../../../../contract/plan-task.ts';
import type { FindPlace } from './expression-script.ts';
import { modifierFields, modifierWhys } from './modifiers.ts';
import { beside, type Ends, type Inside, type PlanWriting, tell } from './plan-writing.ts';
import { finder } from './places.ts';
import { stepNodes } from './step-nodes.ts';
import { scripted, templateScript } from './text-script.ts';
import { Untranslated } from './untranslated.ts';

type Around = { find: FindPlace; inside: Inside; whys: string[] };

/** A step that is done for each of a list: the list, an item for each, the step for each item, and all that they give as one list. */
export function eachNodes(
  parts: PlanWriting,
  task: Task,
  forEach: ForEach,
  { find, inside, whys }: Around,
): (from: Ends) => Ends {
  if (task.wait || task.template || task.action === 'code.run')
    throw new Untranslated('n8n does that once for a whole list, and not for each of it');
  if (forEach.batch !== undefined) throw new Untranslated('n8n hands items over one by one, and not in batches');
  const list = listScript(forEach, find);
  const name = task.title ?? task.id;
  const names = { [forEach.as ?? 'item']: '$json.item', index: '$json.index' };
  const step = stepNodes(task, name, finder(parts, inside.scope, names, whys), parts.titleOf);
  if (typeof step.as !== 'string') whys.push('what each gives is named as n8n names it');
  return (from) => {
    const { writing, positions } = parts;
    const at = positions[task.id];
    const each = `{ each: ${list}.map((item, index) => ({ item, index })) }`;
    const raw = { mode: 'raw', jsonOutput: scripted(each), options: {} };
    const first = writing.add(
      { name: `${name}: list`, type: 'set', version: 3.4, parameters: raw },
      [from],
      beside(at),
    );
    const split = writing.add(
      { name: `${name}: each`, type: 'splitOut', version: 1, parameters: { fieldToSplitOut: 'each', options: {} } },
      [[{ node: first, output: 0 }]],
    );
    const node = writing.add(
      { ...step.draft, more: { ...step.draft.more, ...modifierFields(task) } },
      [[{ node: split, output: 0 }]],
      at,
    );
    const all = writing.add(
      {
        ...{ name: `${name}: all`, type: 'aggregate', version: 1 },
        parameters: { aggregate: 'aggregateAllItemData', destinationFieldName: 'data', options: {} },
      },
      [[{ node, output: 0 }]],
    );
    const as = step.as === 'value' ? 'list of values' : 'list';
    inside.scope.steps.set(task.id, { node: all, as, isUnsure: inside.isUnsure });
    const empty = 'of an empty list nothing comes, and what follows is not done';
    tell(parts, task, node, step.draft.type, [...whys, empty, ...step.whys, ...modifierWhys(task)]);
    return [{ node: all, output: 0 }];
  };
}

function listScript({ in: list }: ForEach, find: FindPlace): string {
  if (typeof list === 'string') return `[${templateScript(list, find)}].flat()`;
  if (Array.isArray(list)) return templateScript(list, find);
  const bound = (value: number | string): string =>
    typeof value === 'number' ? String(value) : templateScript(value, find);
  if (list.step !== undefined && list.step !== 1) throw new Untranslated('n8n counts by one');
  const [from, to] = [bound(list.from), bound(list.to)];
  return `Array.from({ length: Math.max(0, ${to} - ${from} + 1) }, (_, at) => ${from} + at)`;
}
