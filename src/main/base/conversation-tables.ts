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
