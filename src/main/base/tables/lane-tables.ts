/** A migration. How messages wait, a line of those that gave way, and where conversations are held. */
export const tablesOfLanes = {
  name: 'how messages wait',
  up: `
    ALTER TABLE queued_messages ADD COLUMN mode TEXT NOT NULL DEFAULT 'followup';
    ALTER TABLE queued_messages ADD COLUMN origin TEXT;
    ALTER TABLE queued_messages ADD COLUMN steers TEXT;
    CREATE TABLE dropped_messages (
      id TEXT PRIMARY KEY, conversation_id TEXT NOT NULL, summary TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX dropped_messages_by_conversation ON dropped_messages (conversation_id, id);
    ALTER TABLE conversations ADD COLUMN channel TEXT;
    ALTER TABLE conversations ADD COLUMN chat_type TEXT;
    ALTER TABLE conversations ADD COLUMN replies TEXT;
  `,
  down: `
    ALTER TABLE conversations DROP COLUMN replies;
    ALTER TABLE conversations DROP COLUMN chat_type;
    ALTER TABLE conversations DROP COLUMN channel;
    DROP TABLE dropped_messages;
    ALTER TABLE queued_messages DROP COLUMN steers;
    ALTER TABLE queued_messages DROP COLUMN origin;
    ALTER TABLE queued_messages DROP COLUMN mode;
  `,
};
