import type { Conversation, Message } from '../../../contract/conversations.ts';
import { HeronError } from '../../base/errors.ts';
import type { EventDraft } from '../../base/event-log.ts';
import { findConversation } from './arranging.ts';
import { idsOf, withFiles } from './files-of-message.ts';
import type { ConversationParts, ReadSentence } from './conversation-parts.ts';
import type { KeptQueued } from './queue-store.ts';

type KeepingParts = Pick<ConversationParts, 'log' | 'store' | 'index' | 'queued' | 'makeId' | 'clock' | 'files'>;

/** Keeps what the person said, in a new conversation if none is named. */
export async function keepMessage(
  { log, store, index, makeId, clock, files }: KeepingParts,
  sentence: ReadSentence,
): Promise<Message> {
  const { conversationId, text, origin, attachments } = sentence;
  const at = clock();
  const known = conversationId === undefined ? undefined : findConversation(store, conversationId);
  const conversation = known ?? beginningWith(sentence, { store, makeId, at });
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

/** A conversation that is not there yet. Errors: `already-exists` when the id is one that is. */
export function beginningWith(
  { newConversationId, text, model, channel, agent }: ReadSentence,
  { store, makeId, at }: Pick<KeepingParts, 'store' | 'makeId'> & { at: number },
): Conversation {
  if (newConversationId !== undefined && store.isKnown(newConversationId)) {
    const message = `newConversationId: There is a conversation ${newConversationId} already`;
    throw new HeronError('already-exists', message, { path: 'newConversationId' });
  }
  return {
    ...{ id: newConversationId ?? makeId('cnv'), title: titleFrom(text), createdAt: at, updatedAt: at },
    ...(model === undefined ? {} : { model }),
    ...(channel === undefined ? {} : { channel }),
    ...(agent === undefined ? {} : { agent }),
  };
}

/** Messages that waited are said now, as one: they leave the queue in the same commit, with the lines of those that gave way. */
export async function keepQueued(
  { log, store, index, queued: rows, clock }: KeepingParts,
  [first, ...others]: [KeptQueued, ...KeptQueued[]],
): Promise<Message> {
  const { id, conversationId, origin } = first;
  const all = [first, ...others];
  const at = clock();
  const dropped = rows.lines(conversationId);
  const message: Message = {
    ...{ id, conversationId, role: 'person', text: all.map(({ text }) => text).join('\n\n'), at },
    ...(origin === undefined ? {} : { origin }),
    ...withFiles(all.flatMap(({ attachments = [] }) => attachments)),
    ...(others.length === 0 ? {} : { merged: others.map((one) => one.id) }),
    ...(dropped.length === 0 ? {} : { dropped }),
  };
  const scope = { conversationId };
  const left = rows.list(conversationId).length - all.length;
  const waited = { messageId: id, count: all.length, waitedMs: Math.max(0, at - first.at), left };
  const drafts: EventDraft[] = [
    { type: 'message.added', payload: { message }, scope },
    { type: 'message.waited', payload: waited, scope },
  ];
  await log.append(drafts, (events) => {
    for (const one of all) rows.remove(one.id);
    rows.clearLines(conversationId);
    store.touch(conversationId, at);
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
