import type { Attachment } from '../../../contract/blobs.ts';
import type { QueuedMessage } from '../../../contract/conversations.ts';
import type { ElevatedMode } from '../../../contract/policy.ts';
import type { Database } from '../../base/database.ts';

type QueuedRow = {
  id: string;
  conversation_id: string;
  text: string;
  base_folder: string | null;
  elevated: ElevatedMode | null;
  attachments: string | null;
  at: number;
};

export type QueueStore = ReturnType<typeof queueStore>;

/** One row a message that waits, the first said first: ids sort by time of birth. */
export function queueStore(database: Database) {
  const one = database.prepare<[string, string], QueuedRow>(
    'SELECT * FROM queued_messages WHERE conversation_id = ? AND id = ?',
  );
  const all = database.prepare<[string], QueuedRow>(
    'SELECT * FROM queued_messages WHERE conversation_id = ? ORDER BY id',
  );
  const first = database.prepare<[string], QueuedRow>(
    `SELECT queued.* FROM queued_messages AS queued
     JOIN conversations ON conversations.id = conversation_id AND deleted_at IS NULL
     WHERE conversation_id = ? ORDER BY queued.id LIMIT 1`,
  );
  const waiting = database.prepare<[], { id: string }>('SELECT DISTINCT conversation_id AS id FROM queued_messages');
  const insert = database.prepare(
    'INSERT INTO queued_messages (id, conversation_id, text, base_folder, elevated, attachments, at) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const reword = database.prepare('UPDATE queued_messages SET text = ? WHERE id = ?');
  const remove = database.prepare('DELETE FROM queued_messages WHERE id = ?');
  const clear = database.prepare('DELETE FROM queued_messages WHERE conversation_id = ?');

  return {
    get: (conversationId: string, messageId: string): QueuedMessage | undefined => {
      const row = one.get(conversationId, messageId);
      return row && toQueued(row);
    },
    list: (conversationId: string): QueuedMessage[] => all.all(conversationId).map(toQueued),
    /** The one whose turn it is. In a conversation that was deleted none has. */
    first: (conversationId: string): QueuedMessage | undefined => {
      const row = first.get(conversationId);
      return row && toQueued(row);
    },
    /** Conversations in which something waits. */
    conversations: (): string[] => waiting.all().map(({ id }) => id),
    insert: ({ id, conversationId, text, baseFolder, elevated, attachments, at }: QueuedMessage): void => {
      const files = attachments === undefined ? null : JSON.stringify(attachments);
      insert.run(id, conversationId, text, baseFolder ?? null, elevated ?? null, files, at);
    },
    reword: (messageId: string, text: string): void => void reword.run(text, messageId),
    remove: (messageId: string): void => void remove.run(messageId),
    clear: (conversationId: string): void => void clear.run(conversationId),
  };
}

function toQueued({ id, conversation_id, text, base_folder, elevated, attachments, at }: QueuedRow): QueuedMessage {
  return {
    ...{ id, conversationId: conversation_id, text, at },
    ...(base_folder === null ? {} : { baseFolder: base_folder }),
    ...(elevated === null ? {} : { elevated }),
    ...(attachments === null ? {} : { attachments: JSON.parse(attachments) as Attachment[] }),
  };
}
