import type { PlanIssue } from '../../../contract/plan.ts';
import type { Task } from '../../../contract/plan-task.ts';
import { toFailure } from '../../base/errors.ts';
import { type PlanTypes, schemaOfTemplate, scopeAtText } from './plan-types.ts';
import { allows, inWords, type Schema } from '../../../contract/schema-types.ts';
import { ownerOf, type Scope } from './scope.ts';
import { compileText, type TaskText, textsOf } from '../task-texts.ts';
import type { Template } from '../expressions/template.ts';

const conditions = /^(when|repeat\.(until|while)|switch\.cases\.\d+\.when|wait\.(event|webhook)\.where)$/;

/** What is wrong with the expressions of a task: broken ones, what they name and is not there, what they give. */
export function referenceIssues(task: Task, scope: Scope, types: PlanTypes): PlanIssue[] {
  return textsOf(task).flatMap((text) =>
    messagesOf(task, text, scope, types).map((message) => ({ path: text.path, message })),
  );
}

function messagesOf(task: Task, text: TaskText, scope: Scope, types: PlanTypes): string[] {
  let template: Template;
  try {
    template = compileText(text);
  } catch (error) {
    return [toFailure(error).message];
  }
  const here = scopeAtText(types, task, text.path, scope);
  const messages = template
    .referencesBelow('tasks')
    .filter((id) => !ownerOf(here, id))
    .map((id) => noSuchTask(id, here));
  const given = schemaOfTemplate(types, template, here, (message) => messages.push(message));
  if (conditions.test(text.path) && !allows(given, 'boolean') && !allows(given, 'null')) {
    messages.push(`expected true or false, this gives ${inWords(given)}`);
  }
  if (text.path === 'forEach.in') messages.push(...notAList(given));
  if (/^forEach\.in\.(from|to|step)$/.test(text.path) && !allows(given, 'integer') && !allows(given, 'number')) {
    messages.push(`expected a whole number, this gives ${inWords(given)}`);
  }
  return [...new Set(messages)];
}

function notAList(given: Schema): string[] {
  return allows(given, 'array') ? [] : [`expected a list, this gives ${inWords(given)}`];
}

/** A task that is there, and out of reach, gets a hint. */
export function noSuchTask(id: string, scope: Scope): string {
  for (let each: Scope | undefined = scope; each; each = each.around) {
    for (const [around, task] of each.tasks) {
      if (task?.tasks?.some((inner) => inner.id === id)) {
        return `${id} is inside ${around}, and out of reach from here: give it out as output of ${around}`;
      }
    }
  }
  return `There is no task ${id}`;
}
