import type { PlanTemplate } from '../../../contract/plan-templates.ts';
import type { Task } from '../../../contract/plan-task.ts';
import type { Scope } from './scope.ts';

/** What a template's tasks are in, so that their output can be seen as that of a group. */
export function asGroup({ tasks, output }: PlanTemplate): Task {
  return { id: 'template', tasks, ...(output === undefined ? {} : { output }) };
}

/** A template sees its parameters, and nothing of the plan that it is put into. */
export function scopeInTemplate({ parameters }: PlanTemplate): Scope {
  return { tasks: new Map(), names: { input: parameters }, around: undefined };
}
