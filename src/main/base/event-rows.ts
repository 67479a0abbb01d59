import type { AnyEvent, EventFilter, EventOf, EventType } from '../../contract/events.ts';
import type { EventScope } from '../../contract/event.ts';
import type { Database } from './database.ts';
import { createPacker, mayBePacked, packType, unpack } from './event-packs.ts';

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
  /** Of a pack; null for an event of its own. */
  first_seq: number | null;
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
  const writer = eventWriter(database);
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
  const last = lastReader(database);

  function list({
    after = 0,
    limit = Infinity,
    ...filter
  }: EventFilter & { after?: number; limit?: number }): AnyEvent[] {
    const { conditions, values } = where(filter);
    const sql = `SELECT * FROM events WHERE seq > ? ${conditions} ORDER BY seq LIMIT ?`;
    const page = database.prepare<unknown[], EventRow>(sql);
    const found: AnyEvent[] = [];
    let reached = after;
    // A pack may hold more than was asked for, or nothing of it.
    while (found.length < limit) {
      const most = limit === Infinity ? -1 : limit - found.length;
      const rows = page.all(reached, ...values, most);
      for (const row of rows) for (const event of eventsOf(row)) if (isWanted(event, filter, after)) found.push(event);
      reached = rows.at(-1)?.seq ?? reached;
      if (rows.length < most || most < 0) break;
    }
    return found.length > limit ? found.slice(0, limit) : found;
  }

  return {
    ...writer,
    list,
    count: (filter: EventFilter): number => countOf(database, filter),
    traceOf: (runId: string): string | undefined => trace.get(runId)?.trace_id,
    outer: (runId: string, after: number): AnyEvent[] =>
      outer.all(runId, after).flatMap((row) => eventsOf(row).filter(({ seq = 0 }) => seq > after)),
    last: <Type extends EventType>(type: Type, scope: EventScope): EventOf<Type> | undefined =>
      last({ types: [type], scope }) as EventOf<Type> | undefined,
    lastSeq: () => maximum.get()?.seq ?? 0,
    readCursor: (consumer: string) => cursor.get(consumer)?.seq ?? 0,
    moveCursor: (consumer: string, seq: number): void => {
      setCursor.run(consumer, seq);
    },
  };
}

/** Gives each event a row, or several one. */
function eventWriter(database: Database) {
  const insert = database.prepare(
    `INSERT INTO events (seq, id, at, type, version, conversation_id, run_id, task_id, worker_id, caused_by, trace_id, payload)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const pack = database.prepare(
    `INSERT INTO events (seq, first_seq, id, at, type, version, run_id, trace_id, payload) VALUES (?, ?, ?, ?, '${packType}', 1, ?, ?, ?)`,
  );
  const packer = createPacker({
    event: insertOne,
    pack: ({ seq, firstSeq, id, at, runId, traceId, payload }) =>
      void pack.run(seq, firstSeq, id, at, runId, traceId, payload),
  });

  function insertOne({ scope, ...event }: AnyEvent, payload: string): void {
    const { conversationId = null, runId = null, taskId = null, workerId = null } = scope;
    const { seq, id, at, type, version, causedBy = null, traceId } = event;
    insert.run(seq, id, at, type, version, conversationId, runId, taskId, workerId, causedBy, traceId, payload);
  }

  return {
    insert: (event: AnyEvent): void => insertOne(event, JSON.stringify(event.payload)),
    /** In the transaction of a commit, which flushes at its end: what follows each other may come to share a row. */
    ...{ add: packer.add, flush: packer.flush, drop: packer.drop },
  };
}

function countOf(database: Database, filter: EventFilter): number {
  const { conditions, values } = where(filter);
  const of = `FROM events WHERE seq > 0 ${conditions}`;
  const alone = database.prepare<unknown[], { count: number }>(`SELECT count(*) AS count ${of} AND first_seq IS NULL`);
  const packs = database.prepare<unknown[], EventRow>(`SELECT * ${of} AND first_seq IS NOT NULL`);
  let count = alone.get(...values)?.count ?? 0;
  if (!mayBePacked(filter.types)) return count;
  for (const row of packs.iterate(...values)) count += eventsOf(row).filter((each) => isWanted(each, filter, 0)).length;
  return count;
}

/**
 * First among the events that have rows of their own; then it may be in a pack after that. A start asks for three of each worker,
 * so these statements are kept: a scope and one type make few different ones.
 */
function lastReader(database: Database): (filter: EventFilter) => AnyEvent | undefined {
  const kept = new Map<string, ReturnType<typeof rowOf>>();

  function rowOf(conditions: string) {
    return database.prepare<unknown[], EventRow>(
      `SELECT * FROM events WHERE seq > 0 ${conditions} ORDER BY seq DESC LIMIT 1`,
    );
  }

  return (filter) => {
    const { conditions, values } = where(filter, false);
    const statement = kept.get(conditions) ?? rowOf(conditions);
    kept.set(conditions, statement);
    const row = statement.get(...values);
    const alone = row && toEvent(row);
    return mayBePacked(filter.types) ? (lastPacked(database, filter, row?.seq ?? 0) ?? alone) : alone;
  };
}

function lastPacked(database: Database, filter: EventFilter, after: number): AnyEvent | undefined {
  const inPacks = where({ types: [packType], ...(filter.scope ? { scope: filter.scope } : {}) }, true);
  const packs = database.prepare<unknown[], EventRow>(
    `SELECT * FROM events WHERE seq > ? ${inPacks.conditions} ORDER BY seq DESC`,
  );
  for (const each of packs.iterate(after, ...inPacks.values)) {
    const found = eventsOf(each).findLast((event) => isWanted(event, filter, 0));
    if (found) return found;
  }
  return undefined;
}

/** Rows may be packs, which hold other events as well. */
function isWanted(event: AnyEvent, { types, scope }: EventFilter, after: number): boolean {
  if ((event.seq ?? 0) <= after) return false;
  if (scope?.taskId !== undefined && scope.taskId !== event.scope.taskId) return false;
  return !types?.length || types.some((type) => matchesType(event.type, type));
}

export function matchesType(type: string, pattern: string): boolean {
  return pattern.endsWith('.*') ? type.startsWith(pattern.slice(0, -1)) : type === pattern;
}

/** What rows must be like; those of packs too, where what is wanted may be in one. */
function where(filter: EventFilter, withPacks = mayBePacked(filter.types)): { conditions: string; values: unknown[] } {
  const conditions: string[] = [];
  const values: unknown[] = [];
  for (const [key, column] of scopeColumns) {
    const value = filter.scope?.[key];
    if (value === undefined) continue;
    const isInPacks = withPacks && key === 'taskId' && !value.includes('/');
    conditions.push(isInPacks ? `AND (${column} = ? OR first_seq IS NOT NULL)` : `AND ${column} = ?`);
    values.push(value);
  }
  if (filter.types?.length) {
    const alternatives = filter.types.map((type): string => {
      if (!type.endsWith('.*')) {
        values.push(type);
        return 'type = ?';
      }
      // The types of a topic are the strings between `task.` and `task/`, the next character: an index range.
      values.push(type.slice(0, -1), `${type.slice(0, -2)}/`);
      return '(type >= ? AND type < ?)';
    });
    if (withPacks) alternatives.push(`type = '${packType}'`);
    conditions.push(`AND (${alternatives.join(' OR ')})`);
  }
  return { conditions: conditions.join(' '), values };
}

/** The events of a row: those of a pack, or the one it is. */
export function eventsOf(row: EventRow): AnyEvent[] {
  const { first_seq, run_id } = row;
  return first_seq === null || run_id === null ? [toEvent(row)] : unpack({ ...row, first_seq, run_id });
}

function toEvent(row: EventRow): AnyEvent {
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
