import type { Switch, Task } from '../../../../../contract/plan-task.ts';
import type { FindPlace } from './expression-script.ts';
import type { Found, Scope } from './found.ts';
import { modifierWhys } from './modifiers.ts';
import { beside, type Ends, type Inside, joined, type PlanWriting, tell } from './plan-writing.ts';
import { finder } from './places.ts';
import { scriptValue } from './script.ts';
import { valueNode } from './step-nodes.ts';
import { conditionScript, scripted, templateScript } from './text-script.ts';
import { Untranslated } from './untranslated.ts';

type Around = { inside: Inside; whys: string[] };

export function isPlainGroup({ forEach, input }: Task): boolean {
  return forEach === undefined && (input === undefined || Object.keys(input).length === 0);
}

/** A switch whose outputs lead to the steps of its cases, and the last one to those of none. Errors: `Untranslated`. */
export function switchNodes(
  parts: PlanWriting,
  task: Task,
  { on, cases, otherwise }: Switch,
  { find, inside, whys }: Around & { find: FindPlace },
): (from: Ends) => Ends {
  const value = on === undefined ? 'undefined' : templateScript(on, find);
  const tests = cases.map((one) => {
    if ('when' in one) return `${conditionScript(one.when, find)} === true`;
    if (typeof one.is === 'object' && one.is !== null)
      throw new Untranslated('n8n has no switch that compares lists or objects');
    return `${one.is === null ? `(${value} ?? null)` : value} === ${scriptValue(one.is)}`;
  });
  const number = tests.map((test, at) => `${test} ? ${at} : `).join('') + String(cases.length);
  return (from) => {
    const { writing, positions } = parts;
    const name = task.title ?? task.id;
    const parameters = { mode: 'expression', numberOutputs: cases.length + 1, output: scripted(number), options: {} };
    const node = writing.add({ name, type: 'switch', version: 3, parameters }, [from], positions[task.id]);
    const bodies = [...cases.map(({ tasks }) => tasks), otherwise ?? []];
    const lasts: Found[] = [];
    const ends = bodies.flatMap((tasks, output): Ends => {
      const begin = [{ node, output }];
      if (tasks.length === 0) return begin;
      const scope: Scope = { steps: new Map(), around: inside.scope };
      const done = joined(parts, parts.writeAll(tasks, begin, { scope, isUnsure: true }), `${name}: ${output + 1}`);
      const last = scope.steps.get(tasks.at(-1)?.id ?? '');
      if (last) lasts.push(last);
      return done;
    });
    inside.scope.steps.set(task.id, { node, as: 'whole', isUnsure: inside.isUnsure, choices: lasts });
    tell(parts, task, node, 'switch', [...whys, ...modifierWhys(task)]);
    return ends;
  };
}

/** The steps of a group stand among the others. What it says that it gives is a node of its own. */
export function groupNodes(
  parts: PlanWriting,
  task: Task,
  tasks: readonly Task[],
  { inside, whys }: Around,
): (from: Ends) => Ends {
  return (from) => {
    const { writing, positions } = parts;
    const name = task.title ?? task.id;
    const scope: Scope = { steps: new Map(), around: inside.scope };
    const done = joined(parts, parts.writeAll(tasks, from, { scope, isUnsure: inside.isUnsure }), `${name}: all`);
    const more = modifierWhys(task);
    if (task.output === undefined) {
      inside.scope.steps.set(task.id, {
        node: done[0]?.node ?? '',
        as: 'whole',
        isUnsure: inside.isUnsure,
        inner: scope,
      });
      tell(parts, task, name, undefined, [...whys, ...more]);
      return done;
    }
    try {
      const { draft, as } = valueNode(task.output, name, finder(parts, scope, {}, whys));
      const node = writing.add(draft, [done], beside(positions[task.id]));
      inside.scope.steps.set(task.id, { node, as, isUnsure: inside.isUnsure });
      tell(parts, task, node, 'set', [...whys, ...more]);
      return [{ node, output: 0 }];
    } catch (error) {
      if (!(error instanceof Untranslated)) throw error;
      const why = `what the group gives: ${error.message}`;
      const node = writing.add({ name, type: 'noOp', version: 1, parameters: {}, more: { notes: why } }, [done]);
      inside.scope.steps.set(task.id, { node, as: 'whole', isUnsure: inside.isUnsure, isMissing: true });
      writing.say({ name: node, taskId: task.id, type: 'noOp' }, 'missing', [why]);
      return [{ node, output: 0 }];
    }
  };
}
