import type { MemoryScope } from '../../../contract/memory.ts';
import type { Database } from '../../base/database.ts';
import type { Candidate } from './rank.ts';

type Row = {
  text: string;
  role: 'person' | 'assistant';
  at: number;
  conversationId: string;
  messageId: string;
  title: string;
};

/** So many of the messages that fit best by their words are looked at more closely. */
const mostLookedAt = 400;
/** A piece of the index is three characters: shorter words are looked for without it. */
const pieceLength = 3;

export type MemoryStore = ReturnType<typeof memoryStore>;

/** What was said, by its words; a deleted conversation is not found. */
export function memoryStore(database: Database) {
  const scopes = database.prepare<[], { channel: string; sender: string; conversations: number }>(
    `SELECT channel, sender, count(*) AS conversations FROM conversations
     WHERE chat_type = 'direct' AND sender IS NOT NULL AND channel IS NOT NULL AND deleted_at IS NULL
     GROUP BY channel, sender ORDER BY channel, sender`,
  );
  return {
    /** Messages in which any of the words occurs. */
    find(words: readonly string[], scope: MemoryScope): Candidate[] {
      const { condition, order, values } = conditionFor(words);
      const held = heldIn(scope);
      const found = database
        .prepare<unknown[], Row>(
          `SELECT message_texts.text, role, at, conversation_id AS conversationId, message_id AS messageId, title
           FROM message_texts JOIN conversations ON conversations.id = conversation_id AND deleted_at IS NULL
           WHERE ${condition} AND ${held.condition} ORDER BY ${order} LIMIT ${mostLookedAt}`,
        )
        .all(...values, ...held.values);
      return found.map((row) => ({ kind: 'message', ...row, holder: row.conversationId }));
    },
    scopes: () => scopes.all(),
  };
}

function heldIn(scope: MemoryScope): { condition: string; values: string[] } {
  if (scope === 'own') return { condition: 'conversations.channel IS NULL', values: [] };
  if ('conversationId' in scope) return { condition: 'conversations.id = ?', values: [scope.conversationId] };
  const condition = `conversations.channel = ? AND conversations.sender = ? AND conversations.chat_type = 'direct'`;
  return { condition, values: [scope.channel, scope.sender] };
}

function conditionFor(words: readonly string[]): { condition: string; order: string; values: string[] } {
  const long = words.filter((word) => Array.from(word).length >= pieceLength);
  if (long.length > 0) {
    const matched = long.map((word) => `"${word.replaceAll('"', '""')}"`).join(' OR ');
    return { condition: 'message_texts MATCH ?', order: 'message_texts.rank', values: [matched] };
  }
  const condition = `(${words.map(() => `message_texts.text LIKE ? ESCAPE '\\'`).join(' OR ')})`;
  const values = words.map((word) => `%${word.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`);
  return { condition, order: 'message_texts.rowid DESC', values };
}
