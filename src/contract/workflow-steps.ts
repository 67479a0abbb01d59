const prefix = 'workflow:';

/** How a step names the kept workflow that it does, among the templates. */
export const stepNameOf = (workflowId: string): string => `${prefix}${workflowId}`;

/** Nothing where the name is of no workflow. */
export function workflowIdIn(name: string): string | undefined {
  return name.startsWith(prefix) ? name.slice(prefix.length) : undefined;
}
