import type { Json } from '../../contract/json.ts';
import { bodiesOf, type Task } from '../../contract/plan-task.ts';
import { stringsOf } from './resolve-input.ts';
import { compileExpression, compileTemplate, type Template } from './template.ts';

/** A text of a task in which expressions can stand, with its path below the task; `isExpression`: JSONata without braces. */
export type TaskText = { path: string; text: string; isExpression: boolean };

/** The texts of a task itself, not of the tasks inside it. */
export function* textsOf(task: Task): Generator<TaskText> {
  const { input, value, output, template, forEach, repeat, switch: choice, wait } = task;
  yield* templates('input', input);
  yield* templates('value', value);
  yield* templates('output', output);
  yield* templates('template.input', template?.input);
  yield* templates('forEach.in', forEach?.in);
  yield* templates('switch.on', choice?.on);
  yield* templates('key', task.key);
  yield* templates('idempotencyKey', task.idempotencyKey);
  yield* templates('undo.input', task.undo?.input);
  yield* expression('when', task.when);
  yield* expression('repeat.until', repeat?.until);
  yield* expression('repeat.while', repeat?.while);
  for (const [index, each] of (choice?.cases ?? []).entries()) {
    if ('when' in each) yield* expression(`switch.cases.${index}.when`, each.when);
  }
  if (!wait) return;
  if ('until' in wait) yield* templates('wait.until', wait.until);
  if ('event' in wait) yield* expression('wait.event.where', wait.event.where);
  if ('webhook' in wait) {
    yield* expression('wait.webhook.where', wait.webhook.where);
    yield* templates('wait.webhook.respond.body', wait.webhook.respond?.body);
  }
  if ('approval' in wait) yield* templates('wait.approval.text', wait.approval.text);
}

function* templates(path: string, value: Json | undefined): Generator<TaskText> {
  if (value === undefined) return;
  for (const each of stringsOf(value, path)) if (each.text.includes('{{')) yield { ...each, isExpression: false };
}

function* expression(path: string, text: string | undefined): Generator<TaskText> {
  if (text !== undefined) yield { path, text, isExpression: true };
}

export function compileText({ text, isExpression }: Pick<TaskText, 'text' | 'isExpression'>): Template {
  return isExpression ? compileExpression(text) : compileTemplate(text);
}

const referencesKept = new WeakMap<Task, readonly string[]>();

/** Ids of tasks around or beside a task that it names, in itself and in what is inside it. Kept: plans do not change. */
export function referencesOf(task: Task): readonly string[] {
  let found = referencesKept.get(task);
  if (!found) {
    // The output of a group is made of its tasks.
    const inside = new Set(task.tasks?.map(({ id }) => id));
    const own = [...textsOf(task)].flatMap((text) => {
      const ids = compileText(text).referencesBelow('tasks');
      return /^output(\.|$)/.test(text.path) ? ids.filter((id) => !inside.has(id)) : ids;
    });
    const inner = bodiesOf(task).flatMap(({ tasks }) => outsideOf(tasks));
    found = [...new Set([...own, ...inner])];
    referencesKept.set(task, found);
  }
  return found;
}

/** Ids that a list of tasks names and does not have. */
export function outsideOf(tasks: readonly Task[]): string[] {
  const own = new Set(tasks.map(({ id }) => id));
  return [...new Set(tasks.flatMap((task) => [...referencesOf(task)]))].filter((id) => !own.has(id));
}
