import type { Json } from '../../contract/json.ts';
import { bodiesOf, type Task } from '../../contract/plan-task.ts';
import { stringsOf } from './expressions/resolve-input.ts';
import { compileExpression, compileTemplate, type Template } from './expressions/template.ts';

/** A text of a task in which expressions can stand, with its path below the task; `isExpression`: JSONata without braces. */
export type TaskText = { path: string; text: string; isExpression: boolean };

/** The texts of a task itself, not of the tasks inside it. */
export function textsOf(task: Task): TaskText[] {
  const { template, forEach, repeat, switch: choice, wait, undo } = task;
  const texts: TaskText[] = [];
  addTemplates(texts, 'input', task.input);
  addTemplates(texts, 'value', task.value);
  addTemplates(texts, 'output', task.output);
  addTemplates(texts, 'template.input', template?.input);
  addTemplates(texts, 'forEach.in', forEach?.in);
  addTemplates(texts, 'switch.on', choice?.on);
  addTemplates(texts, 'agent.goal', task.agent?.goal);
  addTemplates(texts, 'key', task.key);
  addTemplates(texts, 'idempotencyKey', task.idempotencyKey);
  addTemplates(texts, 'undo.input', undo?.input);
  addExpression(texts, 'when', task.when);
  addExpression(texts, 'repeat.until', repeat?.until);
  addExpression(texts, 'repeat.while', repeat?.while);
  for (const [index, each] of (choice?.cases ?? []).entries()) {
    if ('when' in each) addExpression(texts, `switch.cases.${index}.when`, each.when);
  }
  if (wait) addTextsOfWait(texts, wait);
  return texts;
}

function addTextsOfWait(texts: TaskText[], wait: NonNullable<Task['wait']>): void {
  if ('until' in wait) addTemplates(texts, 'wait.until', wait.until);
  if ('event' in wait) addExpression(texts, 'wait.event.where', wait.event.where);
  if ('webhook' in wait) {
    addExpression(texts, 'wait.webhook.where', wait.webhook.where);
    addTemplates(texts, 'wait.webhook.respond.body', wait.webhook.respond?.body);
  }
  if ('approval' in wait) addTemplates(texts, 'wait.approval.text', wait.approval.text);
}

function addTemplates(texts: TaskText[], path: string, value: Json | undefined): void {
  if (value === undefined) return;
  for (const each of stringsOf(value, path)) if (each.text.includes('{{')) texts.push({ ...each, isExpression: false });
}

function addExpression(texts: TaskText[], path: string, text: string | undefined): void {
  if (text !== undefined) texts.push({ path, text, isExpression: true });
}

export function compileText({ text, isExpression }: Pick<TaskText, 'text' | 'isExpression'>): Template {
  return isExpression ? compileExpression(text) : compileTemplate(text);
}

const referencesKept = new WeakMap<Task, readonly string[]>();

/** Ids of tasks around or beside a task that it names, in itself and in what is inside it. Kept: plans do not change. */
export function referencesOf(task: Task): readonly string[] {
  let found = referencesKept.get(task);
  if (!found) {
    found = findReferences(task);
    referencesKept.set(task, found);
  }
  return found;
}

function findReferences(task: Task): readonly string[] {
  const texts = textsOf(task);
  const bodies = bodiesOf(task);
  if (texts.length === 0 && bodies.length === 0) return none;
  // The output of a group is made of its tasks.
  const inside = new Set(task.tasks?.map(({ id }) => id));
  const own = texts.flatMap((text) => {
    const ids = compileText(text).referencesBelow('tasks');
    return /^output(\.|$)/.test(text.path) ? ids.filter((id) => !inside.has(id)) : ids;
  });
  return [...new Set([...own, ...bodies.flatMap(({ tasks }) => outsideOf(tasks))])];
}

const none: readonly string[] = [];

/** Ids that a list of tasks names and does not have. */
export function outsideOf(tasks: readonly Task[]): string[] {
  const own = new Set(tasks.map(({ id }) => id));
  return [...new Set(tasks.flatMap((task) => [...referencesOf(task)]))].filter((id) => !own.has(id));
}
