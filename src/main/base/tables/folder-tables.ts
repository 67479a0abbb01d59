/** A migration. What is known of a folder of conversations, which of them goes on from which, and who speaks or answers in one. */
export const tablesOfFolders = {
  name: 'folders that go on, senders and agents of conversations',
  up: `
    CREATE TABLE folder_summaries (
      folder TEXT PRIMARY KEY, text TEXT NOT NULL, model TEXT, until INTEGER NOT NULL, at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    ALTER TABLE conversations ADD COLUMN follows TEXT;
    ALTER TABLE conversations ADD COLUMN given TEXT;
    ALTER TABLE conversations ADD COLUMN sender TEXT;
    ALTER TABLE conversations ADD COLUMN agent TEXT;
    CREATE INDEX conversations_by_folder ON conversations (folder, updated_at) WHERE folder IS NOT NULL;
    CREATE INDEX conversations_by_agent ON conversations (agent) WHERE agent IS NOT NULL;
  `,
  down: `
    DROP INDEX conversations_by_agent;
    DROP INDEX conversations_by_folder;
    ALTER TABLE conversations DROP COLUMN agent;
    ALTER TABLE conversations DROP COLUMN sender;
    ALTER TABLE conversations DROP COLUMN given;
    ALTER TABLE conversations DROP COLUMN follows;
    DROP TABLE folder_summaries;
  `,
};
