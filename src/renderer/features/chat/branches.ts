import type { Conversation } from '../../../contract/conversations.ts';

type Branches = ReadonlyMap<string, Conversation[]>;

/** By lists as they are in the store: each is gone through once, not once for each message that is shown. */
const known = new WeakMap<Conversation[], Branches>();

/** The conversations that leave theirs before a message; undefined, as for most, where there are none. */
export function branchesBefore(conversations: Conversation[], messageId: string): Conversation[] | undefined {
  const found = known.get(conversations) ?? byMessage(conversations);
  known.set(conversations, found);
  return found.get(messageId);
}

function byMessage(conversations: Conversation[]): Branches {
  const branches = new Map<string, Conversation[]>();
  for (const conversation of conversations) {
    const at = conversation.origin?.messageId;
    if (at === undefined) continue;
    const own = branches.get(at);
    if (own) own.push(conversation);
    else branches.set(at, [conversation]);
  }
  return branches;
}
