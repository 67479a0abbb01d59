import type { AnyEvent, EventType } from '../../../contract/events.ts';
import type { Database } from '../../base/database.ts';
import { mayBePacked, packType } from '../../base/event-packs.ts';
import { type EventRow, eventsOf } from '../../base/event-rows.ts';

const from = 'FROM events INDEXED BY events_by_run WHERE run_id = ?';
const packs = 'FROM events INDEXED BY packed_events WHERE run_id = ? AND first_seq IS NOT NULL';

/** What the timeline reads of the log. A row may be a pack, of which all events have one time. */
export function eventReading(database: Database) {
  return { ...byPlace(database), ...byTask(database), ...byType(database) };
}

function byPlace(database: Database) {
  const first = database.prepare<[string, number], { seq: number; at: number; first_seq: number | null }>(
    `SELECT seq, at, first_seq ${from} AND seq >= ? ORDER BY seq LIMIT 1`,
  );
  const last = database.prepare<[string], { seq: number }>(`SELECT seq ${from} ORDER BY seq DESC LIMIT 1`);
  const before = database.prepare<[string, number], EventRow>(`SELECT * ${from} AND seq < ? ORDER BY seq DESC LIMIT 1`);
  const since = database.prepare<[string, number], EventRow>(`SELECT * ${from} AND seq >= ? ORDER BY seq LIMIT 1`);
  const rows = database.prepare<[string, number], { count: number }>(`SELECT count(*) AS count ${from} AND seq <= ?`);
  const more = database.prepare<[string, number], { count: number | null }>(
    `SELECT sum(seq - first_seq) AS count ${packs} AND seq <= ?`,
  );

  /** Of the row that begins, ends or has its place at a place of the log, or comes next. */
  function eventsFrom(runId: string, seq: number): AnyEvent[] {
    const row = since.get(runId, seq);
    return row ? eventsOf(row) : [];
  }

  /** Times and places of a run's events grow together, so the place of a time is found by halves. */
  function lastSeqAt(runId: string, at: number): number {
    let low = first.get(runId, 0)?.seq ?? 1;
    let high = last.get(runId)?.seq ?? 0;
    let found = low - 1;
    while (low <= high) {
      const middle = Math.floor((low + high) / 2);
      const event = first.get(runId, middle);
      if (!event || event.seq > high || event.at > at) high = middle - 1;
      else {
        found = event.seq;
        low = event.seq + 1;
      }
    }
    return found;
  }

  return {
    lastSeqAt,
    lastSeq: (runId: string): number => last.get(runId)?.seq ?? 0,
    firstSeq: (runId: string): number => {
      const row = first.get(runId, 0);
      return row?.first_seq ?? row?.seq ?? 0;
    },
    eventUpTo: (runId: string, seq: number): AnyEvent | undefined => {
      const here = eventsFrom(runId, seq).findLast((event) => (event.seq ?? 0) <= seq);
      if (here) return here;
      const row = before.get(runId, seq);
      return row && eventsOf(row).at(-1);
    },
    eventAfter: (runId: string, seq: number): AnyEvent | undefined =>
      eventsFrom(runId, seq + 1).find((event) => (event.seq ?? 0) > seq),
    event: (runId: string, seq: number): AnyEvent | undefined =>
      eventsFrom(runId, seq).find((event) => event.seq === seq),
    countUpTo: (runId: string, seq: number): number => {
      const whole = (rows.get(runId, seq)?.count ?? 0) + (more.get(runId, seq)?.count ?? 0);
      const next = first.get(runId, seq + 1);
      return next?.first_seq == null ? whole : whole + Math.max(0, seq - next.first_seq + 1);
    },
  };
}

function byTask(database: Database) {
  const inner = database.prepare<[string, number, number, string, number], EventRow>(
    `SELECT * ${from} AND seq BETWEEN ? AND ? AND task_id = ? ORDER BY seq LIMIT ?`,
  );
  const outer = database.prepare<[string, string, number], EventRow>(
    `SELECT * FROM events INDEXED BY outer_events_by_run
     WHERE run_id = ? AND run_id IS NOT NULL AND (task_id IS NULL OR instr(task_id, '/') = 0) AND task_id = ?
     ORDER BY seq LIMIT ?`,
  );
  const inPacks = database.prepare<[string, string], EventRow>(`SELECT * ${packs} AND instr(payload, ?) ORDER BY seq`);

  /** A task of the plan may have been worked out along with others. */
  function ofOuter(runId: string, taskId: string, limit: number): AnyEvent[] {
    const alone = outer.all(runId, taskId, limit).flatMap(eventsOf);
    const packed = inPacks.all(runId, `,${JSON.stringify(taskId)},`).flatMap(eventsOf);
    const found = [...alone, ...packed.filter(({ scope }) => scope.taskId === taskId)];
    return found.toSorted((a, b) => (a.seq ?? 0) - (b.seq ?? 0)).slice(0, limit);
  }

  return {
    ofTask: (runId: string, at: string, range: { from: number; to: number }, limit: number): AnyEvent[] =>
      at.includes('/')
        ? inner.all(runId, range.from, range.to, at, limit).flatMap(eventsOf)
        : ofOuter(runId, at, limit),
  };
}

function byType(database: Database) {
  const of = 'FROM events INDEXED BY events_by_type WHERE type IN (SELECT value FROM json_each(?)) AND seq > ?';
  const ofRun = database.prepare<[string, number, string, number], EventRow>(
    `SELECT * ${of} AND run_id = ? ORDER BY seq LIMIT ?`,
  );
  const ofAllRuns = database.prepare<[string, number], EventRow>(`SELECT * ${of} ORDER BY seq`);
  const typesOf = (types: readonly EventType[]): string =>
    JSON.stringify(mayBePacked(types) ? [...types, packType] : types);
  const among = (rows: EventRow[], types: readonly EventType[], after: number): AnyEvent[] =>
    rows.flatMap(eventsOf).filter(({ type, seq = 0 }) => seq > after && types.includes(type));

  return {
    /** Of all runs: what answers a question of one may be kept for all. */
    ofAllRuns: (types: readonly EventType[], seq: number): AnyEvent[] =>
      among(ofAllRuns.all(typesOf(types), seq), types, seq),
    ofTypes: (runId: string, types: readonly EventType[], seq: number, limit: number): AnyEvent[] => {
      const found: AnyEvent[] = [];
      // A pack may hold none of them.
      for (const row of ofRun.iterate(typesOf(types), seq, runId, -1)) {
        found.push(...among([row], types, seq));
        if (found.length >= limit) break;
      }
      return found.slice(0, limit);
    },
  };
}
