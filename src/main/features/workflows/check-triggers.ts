import type { PlanIssue } from '../../../contract/plan.ts';
import type { ScheduleDefinition } from '../../../contract/schedules.ts';
import type { WorkflowDocument } from '../../../contract/workflows.ts';
import { toFailure } from '../../base/errors.ts';
import { scheduleOf } from './starting.ts';

export type TriggerCheckParts = {
  /** Errors: why there can be no such schedule, with the field as `details.path`. */
  checkSchedule: (definition: ScheduleDefinition) => Promise<void>;
};

/** What keeps triggers from starting the workflow. */
export async function checkTriggers(
  { checkSchedule }: TriggerCheckParts,
  { title, triggers = [] }: WorkflowDocument,
): Promise<PlanIssue[]> {
  const issues: PlanIssue[] = [];
  const ids = triggers.map(({ id }) => id);
  for (const [index, trigger] of triggers.entries()) {
    const path = `triggers.${index}`;
    if (ids.indexOf(trigger.id) < index) issues.push({ path, message: `Two triggers are called ${trigger.id}` });
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

/** The field is said beside it. */
function withoutField(message: string): string {
  const words = message.replace(/^time(\.\w+)*: /, '');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
