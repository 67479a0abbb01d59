import type { PlanCheck } from '../../../contract/plan.ts';
import type { WorkflowDocument } from '../../../contract/workflows.ts';
import { placeOfTrigger } from './document/triggers.ts';
import { placeOfPath } from './document/walk.ts';

/** What is wrong, or worth knowing, and where. */
export type Problem = {
  message: string;
  tone: 'danger' | 'warning';
  /** Absent for what is of the whole. */
  place: string | undefined;
  /** Below the step: `input.path`. */
  field: string;
  /** A field of the workflow's input that nothing gives; it can be declared. */
  undeclared?: string;
  /** It keeps a trigger from starting, and nobody from pressing Run. */
  isOfStart?: true;
};

export function problemsOf(document: WorkflowDocument, check: PlanCheck | undefined): Problem[] {
  if (!check) return [];
  const read =
    (tone: Problem['tone']) =>
    (issue: PlanCheck['issues'][number]): Problem => {
      const start = ofTrigger(document, issue);
      if (start) return start;
      const at = placeOfPath(document, issue.path);
      const field = at?.field ?? issue.path;
      const { undeclared } = issue;
      const more = undeclared === undefined ? {} : { undeclared };
      return { message: sentence(field, issue.message), tone, place: at?.place, field, ...more };
    };
  // That nothing was put in yet is seen, and no mistake.
  const issues = document.tasks.length === 0 ? check.issues.filter(({ path }) => path !== 'tasks') : check.issues;
  return [...issues.map(read('danger')), ...check.warnings.map(read('warning'))];
}

/** The engine tells it as something worth knowing: the plan can run. */
function ofTrigger(
  { triggers = [] }: WorkflowDocument,
  { path, message }: PlanCheck['issues'][number],
): Problem | undefined {
  const [, index, field = ''] = /^triggers\.(\d+)\.?(.*)$/.exec(path) ?? [];
  const trigger = index === undefined ? undefined : triggers[Number(index)];
  return trigger && { message, tone: 'danger', place: placeOfTrigger(trigger.id), field, isOfStart: true };
}

/** The engine's words go on after the field's name: "is missing". */
function sentence(field: string, message: string): string {
  const name = field.slice(field.lastIndexOf('.') + 1);
  return /^[a-z]/.test(message) && name !== '' ? `${name} ${message}` : message;
}

export function problemsAt(problems: readonly Problem[], place: string): Problem[] {
  return problems.filter((problem) => problem.place === place);
}
