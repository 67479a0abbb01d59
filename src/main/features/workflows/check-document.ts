import type { PlanCheck, PlanIssue } from '../../../contract/plan.ts';
import type { WorkflowDocument } from '../../../contract/workflows.ts';
import type { PermissionNeed } from '../../../contract/permission-need.ts';

export type CheckParts = {
  validate: (plan: unknown) => Promise<PlanCheck>;
  /** Whether a run by itself would have to ask for it. */
  isLacking: (need: PermissionNeed, action: string) => boolean;
};

const asks: Record<PermissionNeed['capability'], string> = {
  'files.read': 'read',
  'files.write': 'change',
  net: 'connect to',
  shell: 'run the program',
  secrets: 'use the secret',
  code: 'run this code in',
  mcp: 'use the MCP tool',
};

export async function checkDocument(parts: CheckParts, { canvas: _, ...plan }: WorkflowDocument): Promise<PlanCheck> {
  if (plan.tasks.length === 0) {
    return { issues: [{ path: 'tasks', message: 'There is no step yet' }], warnings: [], preview: [] };
  }
  const checked = await parts.validate(plan);
  return { ...checked, warnings: [...checked.warnings, ...lackingOf(parts, plan, checked)] };
}

/** Only a permission for ever, or one with its workflow, spares the question. */
function lackingOf(
  { isLacking }: CheckParts,
  { tasks }: Omit<WorkflowDocument, 'canvas'>,
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
