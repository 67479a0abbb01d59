import type { Attachment } from '../../../contract/blobs.ts';
import type { QueuedMessage } from '../../../contract/conversations.ts';
import type { QueueMode } from '../../../contract/lanes.ts';
import type { ElevatedMode } from '../../../contract/policy.ts';
import type { Database } from '../../base/database.ts';

type QueuedRow = {
  id: string;
  conversation_id: string;
  text: string;
  base_folder: string | null;
  elevated: ElevatedMode | null;
  attachments: string | null;
  mode: QueueMode;
  origin: 'voice' | null;
  at: number;
};

/** It was said to a run under way, which has not heard it yet. */
export type Steering = KeptQueued & { steers: string };

/** As it is kept: in one of the modes. */
export type KeptQueued = QueuedMessage & { mode: QueueMode };

export type QueueStore = ReturnType<typeof queueStore>;

const isThere = `conversation_id IN (SELECT id FROM conversations WHERE deleted_at IS NULL)`;

/** One row a message that waits, the first said first: ids sort by time of birth. */
export function queueStore(database: Database) {
  const one = database.prepare<[string, string], QueuedRow>(
    'SELECT * FROM queued_messages WHERE conversation_id = ? AND id = ? AND steers IS NULL',
  );
  const all = database.prepare<[string], QueuedRow>(
    'SELECT * FROM queued_messages WHERE conversation_id = ? AND steers IS NULL ORDER BY id',
  );
  const everywhere = database.prepare<[], QueuedRow>(
    `SELECT * FROM queued_messages WHERE steers IS NULL AND ${isThere} ORDER BY id`,
  );
  const insert = database.prepare(
    `INSERT INTO queued_messages (id, conversation_id, text, base_folder, elevated, attachments, mode, origin, at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const reword = database.prepare('UPDATE queued_messages SET text = ? WHERE id = ?');
  const setMode = database.prepare('UPDATE queued_messages SET mode = ? WHERE id = ?');
  const remove = database.prepare('DELETE FROM queued_messages WHERE id = ?');
  const clear = database.prepare('DELETE FROM queued_messages WHERE conversation_id = ?');
  const keepLine = database.prepare('INSERT INTO dropped_messages (id, conversation_id, summary) VALUES (?, ?, ?)');
  const lines = database
    .prepare<[string], string>('SELECT summary FROM dropped_messages WHERE conversation_id = ? ORDER BY id')
    .pluck();
  const clearLines = database.prepare('DELETE FROM dropped_messages WHERE conversation_id = ?');

  return {
    ...steeringRows(database),
    get: (conversationId: string, messageId: string): KeptQueued | undefined => {
      const row = one.get(conversationId, messageId);
      return row && toQueued(row);
    },
    list: (conversationId: string): KeptQueued[] => all.all(conversationId).map(toQueued),
    /** All that waits, by conversation. In one that was deleted nothing has its turn. */
    lanes: (): Map<string, KeptQueued[]> => Map.groupBy(everywhere.all().map(toQueued), (row) => row.conversationId),
    insert: ({ id, conversationId, text, baseFolder, elevated, attachments, mode, origin, at }: KeptQueued): void => {
      const files = attachments === undefined ? null : JSON.stringify(attachments);
      const where = [baseFolder ?? null, elevated ?? null, files];
      insert.run(id, conversationId, text, ...where, mode, origin ?? null, at);
    },
    reword: (messageId: string, text: string): void => void reword.run(text, messageId),
    setMode: (messageId: string, mode: QueueMode): void => void setMode.run(mode, messageId),
    remove: (messageId: string): void => void remove.run(messageId),
    clear: (conversationId: string): void => {
      clear.run(conversationId);
      clearLines.run(conversationId);
    },
    /** A line of one that gave way, for the next that is said. */
    keepLine: ({ id, conversationId }: QueuedMessage, line: string): void =>
      void keepLine.run(id, conversationId, line),
    lines: (conversationId: string): string[] => lines.all(conversationId),
    clearLines: (conversationId: string): void => void clearLines.run(conversationId),
  };
}

/** What was said to runs under way stays until they have heard it, or have ended without. */
function steeringRows(database: Database) {
  const mark = database.prepare('UPDATE queued_messages SET steers = ? WHERE id = ?');
  const of = database.prepare<[string], QueuedRow & { steers: string }>(
    'SELECT * FROM queued_messages WHERE steers = ? ORDER BY id',
  );
  const all = database.prepare<[], QueuedRow & { steers: string }>(
    `SELECT * FROM queued_messages WHERE steers IS NOT NULL AND ${isThere} ORDER BY id`,
  );
  const toSteering = (row: QueuedRow & { steers: string }): Steering => ({ ...toQueued(row), steers: row.steers });
  return {
    steer: (messageId: string, runId: string): void => void mark.run(runId, messageId),
    steering: (runId: string): Steering[] => of.all(runId).map(toSteering),
    allSteering: (): Steering[] => all.all().map(toSteering),
  };
}

function toQueued(row: QueuedRow): KeptQueued {
  const { id, conversation_id, text, base_folder, elevated, attachments, mode, origin, at } = row;
  return {
    ...{ id, conversationId: conversation_id, text, mode, at },
    ...(base_folder === null ? {} : { baseFolder: base_folder }),
    ...(elevated === null ? {} : { elevated }),
    ...(attachments === null ? {} : { attachments: JSON.parse(attachments) as Attachment[] }),
    ...(origin === null ? {} : { origin }),
  };
}
