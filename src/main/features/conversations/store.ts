import type { Conversation } from '../../../contract/conversations.ts';
import type { Database } from '../../base/database.ts';

type ConversationRow = { id: string; title: string; created_at: number; updated_at: number };

export type ConversationStore = ReturnType<typeof conversationStore>;

/** One row a conversation; its messages are events. */
export function conversationStore(database: Database) {
  const one = database.prepare<[string], ConversationRow>('SELECT * FROM conversations WHERE id = ?');
  const all = database.prepare<[], ConversationRow>('SELECT * FROM conversations ORDER BY updated_at DESC, id DESC');
  const matching = database.prepare<{ pattern: string }, ConversationRow>(
    `SELECT * FROM conversations AS conversation
     WHERE title LIKE $pattern ESCAPE '\\' OR EXISTS (
       SELECT 1 FROM events
       WHERE conversation_id = conversation.id AND type = 'message.added'
         AND json_extract(payload, '$.message.text') LIKE $pattern ESCAPE '\\'
     )
     ORDER BY updated_at DESC, id DESC`,
  );
  const insert = database.prepare('INSERT INTO conversations (id, title, created_at, updated_at) VALUES (?, ?, ?, ?)');
  const rename = database.prepare('UPDATE conversations SET title = ? WHERE id = ?');
  const touch = database.prepare('UPDATE conversations SET updated_at = max(updated_at, ?) WHERE id = ?');
  const remove = database.prepare('DELETE FROM conversations WHERE id = ?');

  return {
    get: (id: string): Conversation | undefined => {
      const row = one.get(id);
      return row && toConversation(row);
    },
    /** The last used first; with a query only those that have it in their title or in a message. */
    list: (query: string | undefined): Conversation[] => {
      const wanted = query?.trim();
      const rows = wanted ? matching.all({ pattern: `%${wanted.replaceAll(/[\\%_]/g, '\\$&')}%` }) : all.all();
      return rows.map(toConversation);
    },
    insert: ({ id, title, createdAt, updatedAt }: Conversation): void => {
      insert.run(id, title, createdAt, updatedAt);
    },
    rename: (id: string, title: string): void => {
      rename.run(title, id);
    },
    touch: (id: string, at: number): void => {
      touch.run(at, id);
    },
    remove: (id: string): void => {
      remove.run(id);
    },
  };
}

function toConversation(row: ConversationRow): Conversation {
  return { id: row.id, title: row.title, createdAt: row.created_at, updatedAt: row.updated_at };
}
