/** A migration. Messages that wait until their conversation has no run under way. */
export const tableOfQueuedMessages = {
  name: 'queued messages',
  up: `
    CREATE TABLE queued_messages (
      id TEXT PRIMARY KEY,
      conversation_id TEXT NOT NULL,
      text TEXT NOT NULL,
      base_folder TEXT,
      elevated TEXT,
      at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX queued_messages_by_conversation ON queued_messages (conversation_id, id);
  `,
  down: 'DROP TABLE queued_messages;',
};

/** A migration. What was said is indexed by its three-character pieces, so that any part of a word is found. */
export const tablesOfConversationList = {
  name: 'pinned, filed, deleted and searched conversations',
  up: `
    ALTER TABLE conversations ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE conversations ADD COLUMN folder TEXT;
    ALTER TABLE conversations ADD COLUMN deleted_at INTEGER;
    ALTER TABLE conversations ADD COLUMN origin_id TEXT;
    ALTER TABLE conversations ADD COLUMN origin_message_id TEXT;
    CREATE VIRTUAL TABLE message_texts USING fts5(
      text, conversation_id UNINDEXED, message_id UNINDEXED, role UNINDEXED, at UNINDEXED, tokenize = 'trigram'
    );
    INSERT INTO message_texts (text, conversation_id, message_id, role, at)
      SELECT json_extract(payload, '$.message.text'), conversation_id, json_extract(payload, '$.message.id'),
        json_extract(payload, '$.message.role'), json_extract(payload, '$.message.at')
      FROM events
      WHERE type = 'message.added' AND conversation_id IN (SELECT id FROM conversations)
      ORDER BY seq;
  `,
  down: `
    DROP TABLE message_texts;
    DELETE FROM conversations WHERE deleted_at IS NOT NULL;
    ALTER TABLE conversations DROP COLUMN origin_message_id;
    ALTER TABLE conversations DROP COLUMN origin_id;
    ALTER TABLE conversations DROP COLUMN deleted_at;
    ALTER TABLE conversations DROP COLUMN folder;
    ALTER TABLE conversations DROP COLUMN pinned;
  `,
};
