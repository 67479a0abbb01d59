import type { PolicySettings, ProfileName } from '../../../../contract/policy.ts';

/** A profile and the lists that narrow it, and who set them. */
export type PolicyLists = {
  where: string;
  profile: ProfileName;
  allow: readonly string[];
  deny: readonly string[];
};

/** A conversation narrows the default; it never widens it. */
export function listsFor(policy: PolicySettings, conversationId: string | undefined): PolicyLists[] {
  const { profile, allow, deny } = policy;
  const lists: PolicyLists[] = [{ where: 'the default', profile, allow, deny }];
  const own = conversationId === undefined ? undefined : policy.conversations[conversationId];
  if (own) {
    const { profile: ownProfile = 'full', allow: ownAllow = [], deny: ownDeny = [] } = own;
    lists.push({ where: 'this conversation', profile: ownProfile, allow: ownAllow, deny: ownDeny });
  }
  return lists;
}
