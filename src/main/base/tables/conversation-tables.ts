import { indexesOfBlobs, tableOfRunBlobs } from './blob-tables.ts';

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

/** A migration. Files that people attach: blobs of no run, kept as long as a conversation has them. */
export const tablesOfAttachments = {
  name: 'attached files',
  up: `
    ALTER TABLE blobs RENAME TO run_blobs;
    CREATE TABLE blobs (
      id TEXT PRIMARY KEY,
      run_id TEXT,
      task_id TEXT,
      media_type TEXT NOT NULL,
      name TEXT,
      bytes INTEGER NOT NULL,
      sha256 TEXT NOT NULL,
      created_at INTEGER NOT NULL
    ) STRICT;
    INSERT INTO blobs SELECT * FROM run_blobs;
    DROP TABLE run_blobs;
    ${indexesOfBlobs}
    CREATE TABLE attached_blobs (
      conversation_id TEXT NOT NULL, blob_id TEXT NOT NULL, PRIMARY KEY (conversation_id, blob_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX attached_blobs_by_blob ON attached_blobs (blob_id);
    ALTER TABLE queued_messages ADD COLUMN attachments TEXT;
  `,
  // The table comes back letter by letter as the migration before made it.
  down: `
    ALTER TABLE queued_messages DROP COLUMN attachments;
    DROP TABLE attached_blobs;
    ALTER TABLE blobs RENAME TO all_blobs;
    ${tableOfRunBlobs}
    INSERT INTO blobs SELECT * FROM all_blobs WHERE run_id IS NOT NULL;
    DROP TABLE all_blobs;
    ${indexesOfBlobs}
  `,
};
