import { Checkpoint } from '../../../contract/context.ts';
import type { Database } from '../../base/database.ts';
import type { HistoryOf } from '../model-client.ts';

/** With the marks of the messages that were new in it: with those of the checkpoints before, all it stands for. */
export type KeptCheckpoint = { checkpoint: Checkpoint; covered: string[] };

export type CheckpointStore = ReturnType<typeof checkpointStore>;

type Row = { checkpoint: string; covered: string };

/** The summaries that hold; one that is restored is gone, and its event stays. */
export function checkpointStore(database: Database) {
  const columns = 'checkpoint, covered';
  const ofConversation = database.prepare<[string], Row>(
    `SELECT ${columns} FROM context_checkpoints WHERE conversation_id = ? AND run_id IS NULL ORDER BY id`,
  );
  const ofAgent = database.prepare<[string, string], Row>(
    `SELECT ${columns} FROM context_checkpoints WHERE run_id = ? AND path = ? ORDER BY id`,
  );
  const insert = database.prepare(
    `INSERT INTO context_checkpoints (id, conversation_id, run_id, path, ${columns}) VALUES (?, ?, ?, ?, ?, ?)`,
  );
  const remove = database.prepare('DELETE FROM context_checkpoints WHERE id = ?');
  const forget = database.prepare('DELETE FROM context_checkpoints WHERE conversation_id = ?');
  return {
    /** Oldest first. */
    list: (of: HistoryOf): KeptCheckpoint[] =>
      ('runId' in of ? ofAgent.all(of.runId, of.path) : ofConversation.all(of.conversationId)).map(toKept),
    write: ({ checkpoint, covered }: KeptCheckpoint): void => {
      const { id, conversationId = null, runId = null, path = null } = checkpoint;
      insert.run(id, conversationId, runId, path, JSON.stringify(checkpoint), JSON.stringify(covered));
    },
    remove: (id: string): void => void remove.run(id),
    /** The conversation is gone for good. */
    forget: (conversationId: string): void => void forget.run(conversationId),
  };
}

function toKept({ checkpoint, covered }: Row): KeptCheckpoint {
  return { checkpoint: Checkpoint.parse(JSON.parse(checkpoint)), covered: JSON.parse(covered) as string[] };
}
