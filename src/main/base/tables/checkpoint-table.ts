/** A migration. What older messages of a conversation, or steps of an agent, were put into; the messages stay where they are. */
export const tableOfCheckpoints = {
  name: 'summaries of what no longer fits into a window, the prompt pack of a conversation',
  up: `
    CREATE TABLE context_checkpoints (
      id TEXT PRIMARY KEY,
      conversation_id TEXT,
      run_id TEXT,
      path TEXT,
      checkpoint TEXT NOT NULL,
      covered TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX checkpoints_by_conversation ON context_checkpoints (conversation_id, id) WHERE conversation_id IS NOT NULL;
    CREATE INDEX checkpoints_by_run ON context_checkpoints (run_id, path, id) WHERE run_id IS NOT NULL;
    ALTER TABLE conversations ADD COLUMN pack TEXT;
  `,
  down: 'ALTER TABLE conversations DROP COLUMN pack; DROP TABLE context_checkpoints;',
};
