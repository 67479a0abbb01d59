import type { Database } from '../../../base/database.ts';

export type SharedRows = {
  /** The last state and what came after it, or nothing where nobody has joined yet. */
  read(workflowId: string): Uint8Array[] | undefined;
  add(workflowId: string, update: Uint8Array): void;
  /** In the place of all that was there. */
  replace(workflowId: string, state: Uint8Array): void;
  /** What is done in it is done whole or not at all. */
  together(work: () => void): void;
};

export function sharedRows(database: Database): SharedRows {
  const state = database.prepare<[string], { state: Uint8Array }>(
    'SELECT state FROM shared_workflows WHERE workflow_id = ?',
  );
  const updates = database.prepare<[string], { bytes: Uint8Array }>(
    'SELECT bytes FROM shared_workflow_updates WHERE workflow_id = ? ORDER BY number',
  );
  const add = database.prepare('INSERT INTO shared_workflow_updates (workflow_id, bytes) VALUES (?, ?)');
  const put = database.prepare(
    'INSERT INTO shared_workflows VALUES (?, ?) ON CONFLICT (workflow_id) DO UPDATE SET state = excluded.state',
  );
  const clear = database.prepare('DELETE FROM shared_workflow_updates WHERE workflow_id = ?');
  return {
    read: (workflowId) => {
      const row = state.get(workflowId);
      return row && [row.state, ...updates.all(workflowId).map(({ bytes }) => bytes)];
    },
    add: (workflowId, update) => void add.run(workflowId, Buffer.from(update)),
    replace: (workflowId, whole) => {
      clear.run(workflowId);
      put.run(workflowId, Buffer.from(whole));
    },
    together: (work) => database.transaction(work)(),
  };
}
