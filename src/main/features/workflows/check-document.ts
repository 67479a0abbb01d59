import type { PlanCheck, PlanIssue } from '../../../contract/plan.ts';
import type { Task } from '../../../contract/plan-task.ts';
import type { Scenario } from '../../../contract/scenarios.ts';
import type { WorkflowDocument } from '../../../contract/workflows.ts';
import { givenBy } from './given-by.ts';
import { namedInputs } from './named-inputs.ts';
import type { PermissionNeed } from '../../../contract/permission-need.ts';

export type CheckParts = {
  validate: (plan: unknown) => Promise<PlanCheck>;
  /** Whether a run by itself would have to ask for it. */
  isLacking: (need: PermissionNeed, action: string) => boolean;
  checkTriggers: (document: WorkflowDocument) => Promise<PlanIssue[]>;
  isThere: (workflowId: string) => boolean;
};

const asks: Record<PermissionNeed['capability'], string> = {
  'files.read': 'read',
  'files.write': 'change',
  net: 'connect to',
  shell: 'run the program',
  socket: 'command the service at',
  secrets: 'use the secret',
  code: 'run this code in',
  mcp: 'use the MCP tool',
  screen: 'see the screen, as a',
  camera: 'look through the camera, for a',
};

export async function checkDocument(parts: CheckParts, document: WorkflowDocument): Promise<PlanCheck> {
  const { canvas: _, scenarios = [], triggers = [], ...plan } = document;
  const starting = [...(await parts.checkTriggers(document)), ...errorWorkflowIssues(parts, document)];
  if (plan.tasks.length === 0) {
    return { issues: [{ path: 'tasks', message: 'There is no step yet' }], warnings: starting, preview: [] };
  }
  const given = { ...givenBy(triggers), ...plan.input };
  const undeclared = [...namedInputs(plan.tasks)].filter(([name]) => !Object.hasOwn(given, name));
  const open = Object.fromEntries(undeclared.map(([name]) => [name, null]));
  const checked = await parts.validate({ ...plan, input: { ...given, ...open }, scenarios, triggers });
  const warnings = [
    ...starting,
    ...checked.warnings,
    ...lackingOf(parts, plan, checked),
    ...scenarioIssues(scenarios, plan.tasks),
  ];
  return { ...checked, issues: [...checked.issues, ...undeclared.map(undeclaredIssue)], warnings };
}

function undeclaredIssue([name, path]: readonly [name: string, path: string]): PlanIssue {
  return { path, message: `The input of the workflow has no ${name}`, undeclared: name };
}

function errorWorkflowIssues({ isThere }: CheckParts, { errorWorkflow }: WorkflowDocument): PlanIssue[] {
  if (errorWorkflow === undefined || errorWorkflow === 'none' || isThere(errorWorkflow)) return [];
  return [{ path: 'errorWorkflow', message: 'The error workflow is not there any more: choose another one' }];
}

/** Pins and expectations of steps that are not there any more, and names that two scenarios have. */
function scenarioIssues(scenarios: readonly Scenario[], tasks: readonly Task[]): PlanIssue[] {
  const ids = new Set(tasks.map(({ id }) => id));
  const names = scenarios.map(({ name }) => name);
  return scenarios.flatMap(({ name, pins = {}, expected = {} }, index) => {
    const path = `scenarios.${index}`;
    const twice = names.indexOf(name) < index ? [{ path, message: `Two scenarios are called “${name}”` }] : [];
    const gone = [...new Set([...Object.keys(pins), ...Object.keys(expected)])].filter((id) => !ids.has(id));
    return [...twice, ...gone.map((id) => ({ path, message: `The scenario “${name}” names ${id}, which is no step` }))];
  });
}

/** Only a permission for ever, or one with its workflow, spares the question. */
function lackingOf(
  { isLacking }: CheckParts,
  { tasks }: Pick<WorkflowDocument, 'tasks'>,
  { preview }: PlanCheck,
): PlanIssue[] {
  return preview.flatMap(({ taskId, action, needs }) => {
    const index = tasks.findIndex(({ id }) => id === taskId.split('/')[0]);
    return needs
      .filter((need) => isLacking(need, action))
      .map((need) => ({
        path: `tasks.${index}`,
        message: `Heron will ask whether it may ${asks[need.capability]} ${need.target}`,
      }));
  });
}
