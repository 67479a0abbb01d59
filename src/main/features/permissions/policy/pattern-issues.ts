import type { AgentProfile } from '../../../../contract/agents.ts';
import type { Manifest } from '../../../../contract/manifest.ts';
import type { PlanIssue } from '../../../../contract/plan.ts';
import type { ConversationPolicy, PolicySettings } from '../../../../contract/policy.ts';

/** Workers and actions that lists name and nobody has. Their groups have been checked with their form. */
export function patternIssues(policy: Partial<PolicySettings>, manifests: readonly Manifest[]): PlanIssue[] {
  return [
    ...listIssues('policy', policy, manifests),
    ...Object.entries(policy.conversations ?? {}).flatMap(([id, own]) =>
      listIssues(`policy.conversations.${id}`, own, manifests),
    ),
  ];
}

/** The same of named agents. */
export function agentPatternIssues(
  named: readonly Pick<AgentProfile, 'policy'>[],
  manifests: readonly Manifest[],
): PlanIssue[] {
  return named.flatMap(({ policy = {} }, index) => listIssues(`agents.named.${index}.policy`, policy, manifests));
}

function listIssues(path: string, { allow, deny }: ConversationPolicy, manifests: readonly Manifest[]): PlanIssue[] {
  const issues = (list: string, patterns: readonly string[] = []): PlanIssue[] =>
    patterns.flatMap((pattern, index) => {
      const message = unknownIn(pattern, manifests);
      return message === undefined ? [] : [{ path: `${path}.${list}.${index}`, message }];
    });
  return [...issues('allow', allow), ...issues('deny', deny)];
}

function unknownIn(pattern: string, manifests: readonly Manifest[]): string | undefined {
  if (pattern === '*' || pattern.startsWith('group:')) return undefined;
  const [workerId, action] = pattern.split('.');
  const manifest = manifests.find(({ id }) => id === workerId);
  if (!manifest) return `there is no worker ${workerId}; there are ${manifests.map(({ id }) => id).join(', ')}`;
  if (action === undefined || Object.hasOwn(manifest.actions, action)) return undefined;
  return `${workerId} has no action ${action}; it has ${Object.keys(manifest.actions).join(', ')}`;
}
