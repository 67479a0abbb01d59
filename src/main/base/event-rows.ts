import type { AnyEvent, EventFilter, EventOf, EventType } from '../../contract/events.ts';
import type { EventScope } from '../../contract/event.ts';
import type { Database } from './database.ts';

export type EventRow = {
  seq: number;
  id: string;
  at: number;
  type: string;
  version: number;
  conversation_id: string | null;
  run_id: string | null;
  task_id: string | null;
  worker_id: string | null;
  caused_by: string | null;
  trace_id: string;
  payload: string;
};

const scopeColumns = [
  ['conversationId', 'conversation_id'],
  ['runId', 'run_id'],
  ['taskId', 'task_id'],
  ['workerId', 'worker_id'],
] as const;

export type EventRows = ReturnType<typeof eventRows>;

/** The rows of the event log: one table of events, one of cursors. */
export function eventRows(database: Database) {
  const insert = database.prepare(
    `INSERT INTO events (seq, id, at, type, version, conversation_id, run_id, task_id, worker_id, caused_by, trace_id, payload)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const cursor = database.prepare<[string], { seq: number }>('SELECT seq FROM cursors WHERE consumer = ?');
  const setCursor = database.prepare(
    'INSERT INTO cursors (consumer, seq) VALUES (?, ?) ON CONFLICT (consumer) DO UPDATE SET seq = excluded.seq',
  );
  const outer = database.prepare<[string, number], EventRow>(
    `SELECT * FROM events INDEXED BY outer_events_by_run
     WHERE run_id = ? AND run_id IS NOT NULL AND (task_id IS NULL OR instr(task_id, '/') = 0) AND seq > ?
     ORDER BY seq`,
  );
  const trace = database.prepare<[string], { trace_id: string }>(
    'SELECT trace_id FROM events WHERE run_id = ? AND run_id IS NOT NULL ORDER BY seq LIMIT 1',
  );
  const maximum = database.prepare<[], { seq: number | null }>('SELECT max(seq) AS seq FROM events');

  function list(filter: EventFilter & { after?: number; limit?: number }): AnyEvent[] {
    const { conditions, values } = where(filter);
    const sql = `SELECT * FROM events WHERE seq > ? ${conditions} ORDER BY seq LIMIT ?`;
    return database
      .prepare<unknown[], EventRow>(sql)
      .all(filter.after ?? 0, ...values, filter.limit ?? -1)
      .map(toEvent);
  }

  return {
    insert: ({ scope, payload, ...event }: AnyEvent): void => {
      const { conversationId = null, runId = null, taskId = null, workerId = null } = scope;
      const { seq, id, at, type, version, causedBy = null, traceId } = event;
      const json = JSON.stringify(payload);
      insert.run(seq, id, at, type, version, conversationId, runId, taskId, workerId, causedBy, traceId, json);
    },
    list,
    count: (filter: EventFilter): number => {
      const { conditions, values } = where(filter);
      const sql = `SELECT count(*) AS count FROM events WHERE seq > 0 ${conditions}`;
      return database.prepare<unknown[], { count: number }>(sql).get(...values)?.count ?? 0;
    },
    traceOf: (runId: string): string | undefined => trace.get(runId)?.trace_id,
    outer: (runId: string, after: number): AnyEvent[] => outer.all(runId, after).map(toEvent),
    last: <Type extends EventType>(type: Type, scope: EventScope): EventOf<Type> | undefined => {
      const { conditions, values } = where({ types: [type], scope });
      const row = database
        .prepare<unknown[], EventRow>(`SELECT * FROM events WHERE seq > 0 ${conditions} ORDER BY seq DESC LIMIT 1`)
        .get(...values);
      return row && (toEvent(row) as EventOf<Type>);
    },
    lastSeq: () => maximum.get()?.seq ?? 0,
    readCursor: (consumer: string) => cursor.get(consumer)?.seq ?? 0,
    moveCursor: (consumer: string, seq: number): void => {
      setCursor.run(consumer, seq);
    },
  };
}

function where(filter: EventFilter): { conditions: string; values: unknown[] } {
  const conditions: string[] = [];
  const values: unknown[] = [];
  for (const [key, column] of scopeColumns) {
    const value = filter.scope?.[key];
    if (value === undefined) continue;
    conditions.push(`AND ${column} = ?`);
    values.push(value);
  }
  if (filter.types?.length) {
    const alternatives = filter.types.map((type) => {
      if (!type.endsWith('.*')) {
        values.push(type);
        return 'type = ?';
      }
      // The types of a topic are the strings between `task.` and `task/`, the next character: an index range.
      values.push(type.slice(0, -1), `${type.slice(0, -2)}/`);
      return '(type >= ? AND type < ?)';
    });
    conditions.push(`AND (${alternatives.join(' OR ')})`);
  }
  return { conditions: conditions.join(' '), values };
}

export function toEvent(row: EventRow): AnyEvent {
  const scope: EventScope = {};
  for (const [key, column] of scopeColumns) {
    const value = row[column];
    if (value !== null) scope[key] = value;
  }
  return {
    id: row.id,
    seq: row.seq,
    at: row.at,
    type: row.type,
    version: row.version,
    scope,
    ...(row.caused_by === null ? {} : { causedBy: row.caused_by }),
    traceId: row.trace_id,
    payload: JSON.parse(row.payload) as unknown,
  } as AnyEvent;
}
