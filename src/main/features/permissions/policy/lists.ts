import type { AgentPolicy, ConversationPolicy, PolicySettings, ProfileName } from '../../../../contract/policy.ts';

/** A profile and the lists that narrow it, and who set them. */
export type PolicyLists = {
  where: string;
  profile: ProfileName;
  allow: readonly string[];
  deny: readonly string[];
};

/** A conversation narrows the default, and what agents have of their own narrows both; none of it widens anything. */
export function listsFor(
  policy: PolicySettings,
  conversationId: string | undefined,
  agents: readonly AgentPolicy[] = [],
): PolicyLists[] {
  const { profile, allow, deny } = policy;
  const lists: PolicyLists[] = [{ where: 'the default', profile, allow, deny }];
  const own = conversationId === undefined ? undefined : policy.conversations[conversationId];
  if (own) lists.push(narrowing('this conversation', own));
  for (const { agent, ...policies } of agents) {
    lists.push(narrowing(agent === undefined ? 'this agent' : `the agent ${agent}`, policies));
  }
  return lists;
}

function narrowing(where: string, { profile = 'full', allow = [], deny = [] }: ConversationPolicy): PolicyLists {
  return { where, profile, allow, deny };
}
