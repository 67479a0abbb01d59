/** A migration. Drafts as several people change them: the last state, and what came after it. */
export const tablesOfSharedWorkflows = {
  name: 'shared workflows and their updates',
  up: `
    CREATE TABLE shared_workflows (
      workflow_id TEXT PRIMARY KEY,
      state BLOB NOT NULL
    ) STRICT;
    CREATE TABLE shared_workflow_updates (
      number INTEGER PRIMARY KEY,
      workflow_id TEXT NOT NULL,
      bytes BLOB NOT NULL
    ) STRICT;
    CREATE INDEX shared_workflow_updates_by_workflow ON shared_workflow_updates (workflow_id, number);
  `,
  down: 'DROP TABLE shared_workflow_updates; DROP TABLE shared_workflows;',
};
