import type { AnyEvent, EventType } from '../../contract/events.ts';
import type { EventScope } from '../../contract/event.ts';

/**
 * Events of a run that follow each other in one commit can stand in one row, a pack: its `seq` is that of the last one, `first_seq` that of
 * the first, its payload is the list of them. Nobody but who reads rows knows of packs; an event in one has its own id and place.
 */
export const packType = 'pack';

/** What is put into packs: steps worked out in the engine, and what stands around them. All but these have rows of their own. */
const packable = new Set<string>([
  'run.created',
  'run.started',
  'run.tainted',
  'run.completed',
  'task.completed',
  'task.skipped',
] satisfies EventType[]);

/** One event is read by reading its whole pack. */
const mostEvents = 256;
const mostCharacters = 64_000;
const longestPayload = 4000;

export type PackRow = {
  seq: number;
  firstSeq: number;
  id: string;
  at: number;
  runId: string;
  traceId: string;
  payload: string;
};

type Part = [id: string, type: string, taskId: string | null, causedBy: string | null, payload: unknown];
type Waiting = { event: AnyEvent; payload: string };

/** Gathers events; hands on one alone as it is, and several as a pack. Whoever reads rows in between flushes first. */
export function createPacker(into: {
  event: (event: AnyEvent, payload: string) => void;
  pack: (row: PackRow) => void;
}) {
  let waiting: Waiting[] = [];
  let length = 0;

  function flush(): void {
    if (waiting.length === 0) return;
    const given = waiting;
    drop();
    const [first] = given;
    if (given.length === 1 && first) into.event(first.event, first.payload);
    else into.pack(packOf(given));
  }

  function drop(): void {
    waiting = [];
    length = 0;
  }

  return {
    flush,
    /** What a commit that failed has left. */
    drop,
    add(event: AnyEvent): void {
      const payload = JSON.stringify(event.payload);
      if (!isPackable(event, payload)) {
        flush();
        return into.event(event, payload);
      }
      const last = waiting.at(-1)?.event;
      const isFull = waiting.length >= mostEvents || length + payload.length > mostCharacters;
      if (last && (isFull || !follows(event, last))) flush();
      waiting.push({ event, payload });
      length += payload.length;
    },
  };
}

/** Where a run came from is looked for in rows. */
function isPackable({ type, version, scope, payload: given }: AnyEvent, payload: string): boolean {
  return (
    packable.has(type) &&
    !('origin' in given) &&
    version === 1 &&
    scope.runId !== undefined &&
    scope.conversationId === undefined &&
    scope.workerId === undefined &&
    scope.taskId?.includes('/') !== true &&
    payload.length <= longestPayload
  );
}

function follows(event: AnyEvent, last: AnyEvent): boolean {
  return event.scope.runId === last.scope.runId && event.at === last.at && event.traceId === last.traceId;
}

function packOf(given: readonly Waiting[]): PackRow {
  const { event: first } = given[0] as Waiting;
  const { event: last } = given.at(-1) as Waiting;
  // Ids, types and paths have no character that JSON would write otherwise.
  const parts = given.map(({ event: { id, type, scope, causedBy }, payload }) => {
    const taskId = scope.taskId === undefined ? 'null' : `"${scope.taskId}"`;
    const cause = causedBy === undefined ? 'null' : JSON.stringify(causedBy);
    return `["${id}","${type}",${taskId},${cause},${payload}]`;
  });
  return {
    seq: last.seq ?? 0,
    firstSeq: first.seq ?? 0,
    ...{ id: last.id, at: last.at, traceId: last.traceId, runId: last.scope.runId ?? '' },
    payload: `[${parts.join(',')}]`,
  };
}

/** The events of a pack, in order. */
export function unpack(row: {
  first_seq: number;
  at: number;
  run_id: string;
  trace_id: string;
  payload: string;
}): AnyEvent[] {
  const { first_seq: firstSeq, at, run_id: runId, trace_id: traceId } = row;
  return (JSON.parse(row.payload) as Part[]).map(([id, type, taskId, causedBy, payload], index) => {
    const scope: EventScope = taskId === null ? { runId } : { runId, taskId };
    const cause = causedBy === null ? {} : { causedBy };
    return { id, seq: firstSeq + index, at, type, version: 1, scope, ...cause, traceId, payload } as AnyEvent;
  });
}

/** Whether events of one of these types, or topics (`task.*`), can be in packs. */
export function mayBePacked(types: readonly string[] | undefined): boolean {
  if (!types?.length) return true;
  return types.some((type) => {
    if (!type.endsWith('.*')) return packable.has(type);
    return [...packable].some((each) => each.startsWith(type.slice(0, -1)));
  });
}

/** A migration. The way back gives each event a row of its own again. */
export const packsOfEvents = {
  name: 'events that follow each other share a row',
  up: `
    ALTER TABLE events ADD COLUMN first_seq INTEGER;
    CREATE INDEX packed_events ON events (run_id, seq, first_seq) WHERE first_seq IS NOT NULL;
  `,
  down: `
    CREATE TEMP TABLE unpacked AS
      SELECT first_seq + part.key AS seq, part.value ->> '$[0]' AS id, at, part.value ->> '$[1]' AS type, run_id,
        part.value ->> '$[2]' AS task_id, part.value ->> '$[3]' AS caused_by, trace_id, part.value -> '$[4]' AS payload
      FROM events, json_each(events.payload) AS part WHERE first_seq IS NOT NULL;
    DELETE FROM events WHERE first_seq IS NOT NULL;
    INSERT INTO events (seq, id, at, type, version, run_id, task_id, caused_by, trace_id, payload)
      SELECT seq, id, at, type, 1, run_id, task_id, caused_by, trace_id, payload FROM unpacked;
    DROP TABLE unpacked;
    DROP INDEX packed_events;
    ALTER TABLE events DROP COLUMN first_seq;
  `,
};
