import { referencedIds } from '../../contract/draw-plan.ts';
import type { Json } from '../../contract/json.ts';
import type { Task } from '../../contract/plan-task.ts';
import { workflowIdIn } from '../../contract/workflow-steps.ts';
import type { WorkflowDocument, WorkflowSummary } from '../../contract/workflows.ts';
import { HeronError } from '../base/errors.ts';
import type { TemplateEntry } from '../orchestrator/catalogue.ts';
import { literal } from '../features/importing/literal.ts';
import { namedInputs } from '../features/workflows/named-inputs.ts';

export type WorkflowStepParts = {
  list: () => WorkflowSummary[];
  /** As it was published last, or as it stands where it never was. */
  read: (workflow: WorkflowSummary) => WorkflowDocument;
};

/** Nothing where the name is of no workflow. Errors: `not-found` for one that is gone. */
export type FindWorkflowStep = (name: string) => TemplateEntry | undefined;

/** Kept workflows as steps of others: put in when a run begins, as templates are. */
export function createWorkflowSteps({ list, read }: WorkflowStepParts): FindWorkflowStep {
  // A check keeps what it has found as long as it is the same.
  const kept = new Map<string, { stamp: string; entry: TemplateEntry }>();
  return (name) => {
    const id = workflowIdIn(name);
    if (id === undefined) return undefined;
    const workflow = list().find((one) => one.id === id);
    if (!workflow)
      throw new HeronError('not-found', 'The workflow of this step is not there any more: choose another one');
    const stamp = `${workflow.revision} ${workflow.published}`;
    const known = kept.get(id);
    if (known?.stamp === stamp) return known.entry;
    const entry = entryOf(name, read(workflow));
    kept.set(id, { stamp, entry });
    return entry;
  };
}

/** Its input is what the step gives it: what is left out stays as the workflow has it, and what only a trigger would give is nothing. */
function entryOf(name: string, { title, input = {}, tasks, canvas }: WorkflowDocument): TemplateEntry {
  const named = [...namedInputs(tasks).keys()].map((field): [string, Json] => [field, null]);
  const fields: Record<string, Json> = { ...Object.fromEntries(named), ...input };
  return {
    template: {
      ...{ version: 1, name, title, description: canvas?.description || title, tasks, output: outputOf(tasks) },
      parameters: {
        type: 'object',
        properties: Object.fromEntries(Object.keys(fields).map((field) => [field, {}])),
        additionalProperties: false,
      },
    },
    validateInput(given) {
      const unknown = Object.keys(given).filter((field) => !Object.hasOwn(fields, field));
      for (const [field, value] of Object.entries(fields)) {
        if (given[field] === undefined) given[field] = asWritten(value);
      }
      return unknown.map((path) => ({ path, message: `“${title}” has no such input` }));
    },
  };
}

/** What stands in the input of a workflow is no expression. */
function asWritten(value: Json): Json {
  return JSON.stringify(value).includes('{{') ? `{{ ${literal(value)} }}` : value;
}

/** What the step gives that nothing waits for; of several each, by its id. */
function outputOf(tasks: readonly Task[]): Json {
  const waitedFor = new Set(tasks.flatMap((task) => [...(task.after ?? []), ...referencedIds(task)]));
  const last = tasks.map(({ id }) => id).filter((id) => !waitedFor.has(id));
  const [only] = last;
  if (last.length === 1 && only !== undefined) return `{{ tasks.${only}.output }}`;
  return Object.fromEntries(last.map((id) => [id, `{{ tasks.${id}.output }}`]));
}
