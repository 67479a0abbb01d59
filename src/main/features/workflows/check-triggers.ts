import type { PlanIssue } from '../../../contract/plan.ts';
import type { Task } from '../../../contract/plan-task.ts';
import type { ScheduleDefinition } from '../../../contract/schedules.ts';
import type { WorkflowTrigger } from '../../../contract/workflow-triggers.ts';
import type { WorkflowDocument } from '../../../contract/workflows.ts';
import { toFailure } from '../../base/errors.ts';
import { stringsOf } from '../../orchestrator/expressions/resolve-input.ts';
import { compileTemplate } from '../../orchestrator/expressions/template.ts';
import { scheduleOf } from './starting.ts';

export type TriggerCheckParts = {
  /** Errors: why there can be no such schedule, with the field as `details.path`. */
  checkSchedule: (definition: ScheduleDefinition) => Promise<void>;
};

/** What keeps triggers from starting the workflow. */
export async function checkTriggers(
  { checkSchedule }: TriggerCheckParts,
  { title, tasks, triggers = [] }: WorkflowDocument,
): Promise<PlanIssue[]> {
  const issues: PlanIssue[] = [];
  const ids = triggers.map(({ id }) => id);
  for (const [index, trigger] of triggers.entries()) {
    const path = `triggers.${index}`;
    if (ids.indexOf(trigger.id) < index) issues.push({ path, message: `Two triggers are called ${trigger.id}` });
    issues.push(...answerIssues(trigger, tasks, path));
    const definition = scheduleOf('', title, trigger);
    if (!definition) continue;
    try {
      await checkSchedule(definition);
    } catch (error) {
      const { message, details } = toFailure(error);
      const field = typeof details?.['path'] === 'string' ? details['path'] : 'time';
      issues.push({ path: `${path}.start.${field}`, message: withoutField(message) });
    }
  }
  return issues;
}

/** What a webhook is to answer with names steps that are there. */
function answerIssues({ start }: WorkflowTrigger, tasks: readonly Task[], path: string): PlanIssue[] {
  const respond = start.kind === 'webhook' ? start.respond : undefined;
  if (!respond) return [];
  const ids = new Set(tasks.map(({ id }) => id));
  const { after, status = null, body = null } = respond;
  const where = `${path}.start.respond`;
  const lost = after === undefined || ids.has(after) ? [] : [{ path: `${where}.after`, message: noStep(after) }];
  const texts = stringsOf({ status, body }).filter(({ text }) => text.includes('{{'));
  return [
    ...lost,
    ...texts.flatMap(({ path: field, text }) =>
      wrongIn(text, ids).map((message) => ({ path: `${where}.${field}`, message })),
    ),
  ];
}

function wrongIn(text: string, ids: ReadonlySet<string>): string[] {
  try {
    const named = compileTemplate(text).referencesBelow('tasks');
    return [...named].filter((id) => !ids.has(id)).map(noStep);
  } catch (error) {
    return [toFailure(error).message];
  }
}

function noStep(id: string): string {
  return `There is no step ${id}`;
}

/** The field is said beside it. */
function withoutField(message: string): string {
  const words = message.replace(/^time(\.\w+)*: /, '');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
