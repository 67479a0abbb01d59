import type { Conversation, Message, QueuedMessage } from '../../../contract/conversations.ts';
import type { EventDraft } from '../../base/event-log.ts';
import { findConversation } from './arranging.ts';
import { idsOf, withFiles } from './files-of-message.ts';
import type { ConversationParts, ReadSentence } from './conversation-parts.ts';

type KeepingParts = Pick<ConversationParts, 'log' | 'store' | 'index' | 'queued' | 'makeId' | 'clock' | 'files'>;

/** Keeps what the person said, in a new conversation if none is named. */
export async function keepMessage(
  { log, store, index, makeId, clock, files }: KeepingParts,
  { conversationId, text, origin, attachments, model }: ReadSentence,
): Promise<Message> {
  const at = clock();
  const known = conversationId === undefined ? undefined : findConversation(store, conversationId);
  const conversation: Conversation = known ?? {
    ...{ id: makeId('cnv'), title: titleFrom(text), createdAt: at, updatedAt: at },
    ...(model === undefined ? {} : { model }),
  };
  const message: Message = {
    ...{ id: makeId('msg'), conversationId: conversation.id, role: 'person', text, at },
    ...(origin === undefined ? {} : { origin }),
    ...withFiles(attachments),
  };
  const scope = { conversationId: conversation.id };
  const drafts: EventDraft[] = [{ type: 'message.added', payload: { message }, scope }];
  if (!known) drafts.unshift({ type: 'conversation.created', payload: { conversation }, scope });
  await log.append(drafts, (events) => {
    if (known) store.touch(known.id, at);
    else store.insert(conversation);
    files.attach(conversation.id, idsOf(attachments));
    index.follow(events);
  });
  return message;
}

/** A message that waited is said now: it leaves the queue in the same commit. */
export async function keepQueued(
  { log, store, index, queued: rows, clock }: KeepingParts,
  queued: QueuedMessage,
): Promise<Message> {
  const { id, conversationId, text, attachments = [] } = queued;
  const message: Message = {
    ...{ id, conversationId, role: 'person', text, at: clock() },
    ...withFiles(attachments),
  };
  await log.append([{ type: 'message.added', payload: { message }, scope: { conversationId } }], (events) => {
    rows.remove(id);
    store.touch(conversationId, message.at);
    index.follow(events);
  });
  return message;
}

const longestTitle = 60;

/** The first line of what was said, cut between two words. */
function titleFrom(text: string): string {
  const line = text.trim().split('\n', 1)[0]?.replaceAll(/\s+/g, ' ').trim() ?? '';
  if (line.length <= longestTitle) return line;
  const cut = line.slice(0, longestTitle);
  const lastSpace = cut.lastIndexOf(' ');
  return `${cut.slice(0, lastSpace > longestTitle / 2 ? lastSpace : longestTitle - 1).trimEnd()}…`;
}
