import type { Message } from '../../../contract/conversations.ts';
import type { AnyEvent } from '../../../contract/events.ts';
import type { Database } from '../../base/database.ts';

export type IndexedMessage = Pick<Message, 'text' | 'role' | 'at' | 'conversationId'> & { messageId: string };

/** Messages looked at for one search: enough for every conversation a person would scroll to. */
const mostMessages = 400;
/** A piece of the index is three characters: shorter words are looked for without it. */
const pieceLength = 3;

export type MessageIndex = ReturnType<typeof messageIndex>;

/** The words of all messages, for searching. */
export function messageIndex(database: Database) {
  const insert = database.prepare(
    'INSERT INTO message_texts (text, conversation_id, message_id, role, at) VALUES (?, ?, ?, ?, ?)',
  );
  const forget = database.prepare('DELETE FROM message_texts WHERE conversation_id = ?');
  const add = ({ text, conversationId, id, role, at }: Message): void =>
    void insert.run(text, conversationId, id, role, at);
  return {
    add,
    /** Takes messages as the log has them: without the values of secrets. */
    follow: (events: AnyEvent[]): void => {
      for (const event of events) if (event.type === 'message.added') add(event.payload.message);
    },
    forget: (conversationId: string): void => void forget.run(conversationId),
    /** Messages in which every word occurs, the newest first. */
    find: (words: string[]): IndexedMessage[] => {
      const { condition, values } = conditionFor(words);
      return database
        .prepare<unknown[], IndexedMessage>(
          `SELECT message_texts.text, role, at, conversation_id AS conversationId, message_id AS messageId
           FROM message_texts JOIN conversations ON conversations.id = conversation_id AND deleted_at IS NULL
           WHERE ${condition} ORDER BY message_texts.rowid DESC LIMIT ${mostMessages}`,
        )
        .all(...values);
    },
  };
}

function conditionFor(words: string[]): { condition: string; values: string[] } {
  const long = words.filter((word) => Array.from(word).length >= pieceLength);
  const short = words.filter((word) => !long.includes(word));
  const matched = long.map((word) => `"${word.replaceAll('"', '""')}"`).join(' AND ');
  return {
    condition: [
      ...(matched === '' ? [] : ['message_texts MATCH ?']),
      ...short.map(() => `message_texts.text LIKE ? ESCAPE '\\'`),
    ].join(' AND '),
    values: [...(matched === '' ? [] : [matched]), ...short.map((word) => `%${word.replaceAll(/[\\%_]/g, '\\$&')}%`)],
  };
}
