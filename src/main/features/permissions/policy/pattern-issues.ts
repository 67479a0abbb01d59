import type { Manifest } from '../../../../contract/manifest.ts';
import type { PlanIssue } from '../../../../contract/plan.ts';
import type { PolicySettings } from '../../../../contract/policy.ts';

/** Workers and actions that lists name and nobody has. Their groups have been checked with their form. */
export function patternIssues(policy: Partial<PolicySettings>, manifests: readonly Manifest[]): PlanIssue[] {
  const issues = (path: string, patterns: readonly string[] | undefined): PlanIssue[] =>
    (patterns ?? []).flatMap((pattern, index) => {
      const message = unknownIn(pattern, manifests);
      return message === undefined ? [] : [{ path: `policy.${path}.${index}`, message }];
    });
  return [
    ...issues('allow', policy.allow),
    ...issues('deny', policy.deny),
    ...Object.entries(policy.conversations ?? {}).flatMap(([id, { allow, deny }]) => [
      ...issues(`conversations.${id}.allow`, allow),
      ...issues(`conversations.${id}.deny`, deny),
    ]),
  ];
}

function unknownIn(pattern: string, manifests: readonly Manifest[]): string | undefined {
  if (pattern === '*' || pattern.startsWith('group:')) return undefined;
  const [workerId, action] = pattern.split('.');
  const manifest = manifests.find(({ id }) => id === workerId);
  if (!manifest) return `there is no worker ${workerId}; there are ${manifests.map(({ id }) => id).join(', ')}`;
  if (action === undefined || Object.hasOwn(manifest.actions, action)) return undefined;
  return `${workerId} has no action ${action}; it has ${Object.keys(manifest.actions).join(', ')}`;
}
