import type { Conversation } from '../../../contract/conversations.ts';
import type { FolderSummary } from '../../../contract/folders.ts';
import type { ChatType } from '../../../contract/lanes.ts';
import type { Database } from '../../base/database.ts';

type ConversationRow = {
  id: string;
  title: string;
  created_at: number;
  updated_at: number;
  pinned: number;
  folder: string | null;
  model: string | null;
  pack: string | null;
  origin_id: string | null;
  origin_message_id: string | null;
  channel: string | null;
  chat_type: ChatType | null;
  replies: 'send' | 'hold' | null;
  sender: string | null;
  follows: string | null;
  given: string | null;
  agent: string | null;
};

const kept = 'deleted_at IS NULL';
const lastUsedFirst = 'ORDER BY updated_at DESC, id DESC';

export type ConversationStore = ReturnType<typeof conversationStore>;

/** One row a conversation; its messages are events. One that was deleted is only found by who restores it. */
export function conversationStore(database: Database) {
  const one = database.prepare<[string], ConversationRow>(`SELECT * FROM conversations WHERE id = ? AND ${kept}`);
  const deleted = database.prepare<[string], ConversationRow>(
    'SELECT * FROM conversations WHERE id = ? AND deleted_at IS NOT NULL',
  );
  const all = database.prepare<[], ConversationRow>(`SELECT * FROM conversations WHERE ${kept} ${lastUsedFirst}`);
  const insert = database.prepare(
    `INSERT INTO conversations (id, title, created_at, updated_at, folder, origin_id, origin_message_id, model, pack, channel,
       chat_type, sender, follows, given, agent) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const ofFolder = database.prepare<[string], ConversationRow>(
    `SELECT * FROM conversations WHERE folder = ? AND channel IS NULL AND agent IS NULL AND ${kept} ${lastUsedFirst}`,
  );
  const ofAgent = database.prepare<[string], ConversationRow>(
    `SELECT * FROM conversations WHERE agent = ? AND ${kept} ${lastUsedFirst}`,
  );
  const give = database.prepare('UPDATE conversations SET given = ? WHERE id = ?');
  const rename = database.prepare('UPDATE conversations SET title = ? WHERE id = ?');
  const touch = database.prepare('UPDATE conversations SET updated_at = max(updated_at, ?) WHERE id = ?');
  const pin = database.prepare('UPDATE conversations SET pinned = ? WHERE id = ?');
  const file = database.prepare('UPDATE conversations SET folder = ? WHERE id = ?');
  const chooseModel = database.prepare('UPDATE conversations SET model = ? WHERE id = ?');
  const choosePack = database.prepare('UPDATE conversations SET pack = ? WHERE id = ?');
  const setReplies = database.prepare('UPDATE conversations SET replies = ? WHERE id = ?');
  const known = database.prepare<[string], { id: string }>('SELECT id FROM conversations WHERE id = ?');
  const markDeleted = database.prepare('UPDATE conversations SET deleted_at = ? WHERE id = ?');
  const purge = database.prepare<[number], { id: string }>(
    'DELETE FROM conversations WHERE deleted_at < ? RETURNING id',
  );

  return {
    get: (id: string): Conversation | undefined => toConversation(one.get(id)),
    getDeleted: (id: string): Conversation | undefined => toConversation(deleted.get(id)),
    /** Also of one that was deleted and can be restored. */
    isKnown: (id: string): boolean => known.get(id) !== undefined,
    /** The last used first. */
    list: (): Conversation[] => all.all().flatMap((row) => toConversation(row) ?? []),
    insert: (conversation: Conversation): void => {
      const { id, title, createdAt, updatedAt, folder, origin, model, pack, channel, follows, agent } = conversation;
      const from = [origin?.conversationId ?? null, origin?.messageId ?? null];
      const heldAt = [channel?.name ?? null, channel?.chatType ?? null, channel?.sender ?? null];
      const after = [follows?.conversationId ?? null, follows?.given ? JSON.stringify(follows.given) : null];
      insert.run(
        ...[id, title, createdAt, updatedAt, folder ?? null, ...from, model ?? null, pack ?? null, ...heldAt],
        ...[...after, agent ?? null],
      );
    },
    /** Those of a folder that are held with Heron itself, the last used first. */
    inFolder: (folder: string): Conversation[] => ofFolder.all(folder).flatMap((row) => toConversation(row) ?? []),
    /** Those with a named agent, the last used first. */
    withAgent: (agent: string): Conversation[] => ofAgent.all(agent).flatMap((row) => toConversation(row) ?? []),
    give: (id: string, given: FolderSummary): void => void give.run(JSON.stringify(given), id),
    rename: (id: string, title: string): void => void rename.run(title, id),
    touch: (id: string, at: number): void => void touch.run(at, id),
    pin: (id: string, isPinned: boolean): void => void pin.run(isPinned ? 1 : 0, id),
    file: (id: string, folder: string | undefined): void => void file.run(folder ?? null, id),
    chooseModel: (id: string, model: string | undefined): void => void chooseModel.run(model ?? null, id),
    choosePack: (id: string, pack: string | undefined): void => void choosePack.run(pack ?? null, id),
    setReplies: (id: string, replies: 'send' | 'hold' | undefined): void => void setReplies.run(replies ?? null, id),
    remove: (id: string, at: number): void => void markDeleted.run(at, id),
    restore: (id: string): void => void markDeleted.run(null, id),
    /** Forgets those that were deleted before, and says which. */
    purge: (before: number): string[] => purge.all(before).map(({ id }) => id),
  };
}

function toConversation(row: ConversationRow | undefined): Conversation | undefined {
  if (!row) return undefined;
  const { origin_id: conversationId, origin_message_id: messageId } = row;
  return {
    ...{ id: row.id, title: row.title, createdAt: row.created_at, updatedAt: row.updated_at },
    ...(row.pinned === 0 ? {} : { isPinned: true }),
    ...(row.folder === null ? {} : { folder: row.folder }),
    ...(row.model === null ? {} : { model: row.model }),
    ...(row.pack === null ? {} : { pack: row.pack }),
    ...(row.channel === null || row.chat_type === null
      ? {}
      : {
          channel: {
            ...{ name: row.channel, chatType: row.chat_type },
            ...(row.sender === null ? {} : { sender: row.sender }),
          },
        }),
    ...(row.replies === null ? {} : { replies: row.replies }),
    ...(conversationId === null || messageId === null ? {} : { origin: { conversationId, messageId } }),
    ...(row.follows === null ? {} : { follows: followed(row.follows, row.given) }),
    ...(row.agent === null ? {} : { agent: row.agent }),
  };
}

function followed(conversationId: string, given: string | null): NonNullable<Conversation['follows']> {
  return { conversationId, ...(given === null ? {} : { given: JSON.parse(given) as FolderSummary }) };
}
