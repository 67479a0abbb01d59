import type { AnyEvent, EventOf } from '../../../contract/events.ts';
import type { Plan, PlanSource } from '../../../contract/plan.ts';
import type { ScheduleDefinition } from '../../../contract/schedules.ts';
import type { Database } from '../../base/database.ts';
import { occurrenceRows } from './occurrence-rows.ts';
import { notePollStart, pollChanges, pollRows } from './poll-rows.ts';

export type MadePlan = { plan: Plan; by: PlanSource };

/** A schedule as it is kept. */
export type StoredSchedule = {
  id: string;
  title: string;
  definition: ScheduleDefinition;
  /** What its sentence was planned to. */
  made: MadePlan | undefined;
  /** Where its runs are answered, once there is such a conversation. */
  conversationId: string | undefined;
  isPaused: boolean;
  /** All occurrences until then have their rows. */
  reached: number;
  createdAt: number;
  changedAt: number;
  /** Since when it has not been paused. */
  resumedAt: number;
  isRemoved: boolean;
  silent: { since: number; normMs: number; at: number } | undefined;
  /** What it told before is known. */
  seenAt: number;
};

type ScheduleRow = {
  id: string;
  title: string;
  definition: string;
  plan: string | null;
  conversation_id: string | null;
  is_paused: number;
  reached: number;
  created_at: number;
  changed_at: number;
  resumed_at: number;
  removed_at: number | null;
  silent_since: number | null;
  silent_norm: number | null;
  silenced_at: number | null;
  seen_at: number;
};

export type ScheduleStore = ReturnType<typeof scheduleStore>;

export function scheduleStore(database: Database) {
  const all = database.prepare<[], ScheduleRow>(
    'SELECT * FROM schedules WHERE removed_at IS NULL ORDER BY created_at, id',
  );
  const one = database.prepare<[string], ScheduleRow>('SELECT * FROM schedules WHERE id = ?');
  const any = database.prepare<[], { id: string }>('SELECT id FROM schedules WHERE removed_at IS NULL LIMIT 1');
  const reach = database.prepare('UPDATE schedules SET reached = ? WHERE id = ?');
  const setConversation = database.prepare('UPDATE schedules SET conversation_id = ? WHERE id = ?');
  const occurrences = occurrenceRows(database);
  const changes = [pollChanges(database), scheduleChanges(database)];
  return {
    list: (): StoredSchedule[] => all.all().map(toSchedule),
    get: (id: string): StoredSchedule | undefined => {
      const row = one.get(id);
      return row && toSchedule(row);
    },
    isAny: (): boolean => any.get() !== undefined,
    /** The clock was set back: what is due from here on is looked at again. */
    setReached: (id: string, reached: number): void => void reach.run(reached, id),
    setConversation: (id: string, conversationId: string): void => void setConversation.run(conversationId, id),
    /** In the transaction that stores the event. */
    apply: (event: AnyEvent): void => {
      for (const change of changes) change(event);
      if (event.type === 'schedule.occurred') {
        const { scheduleId, occurrences: list } = event.payload;
        for (const occurrence of list) occurrences.put(scheduleId, occurrence, event.at);
        const reached = Math.max(...list.map(({ at, until = at }) => until));
        if (list.some(({ cause }) => cause === 'time' || cause === 'late')) reach.run(reached, scheduleId);
      } else if (event.type === 'schedule.failed') {
        occurrences.fail(event.payload.scheduleId, event.payload.at, event.payload.error.message);
      }
    },
    ...occurrences,
    ...pollRows(database),
  };
}

function scheduleChanges(database: Database): (event: AnyEvent) => void {
  const put = database.prepare(
    `INSERT INTO schedules (id, title, definition, plan, reached, created_at, changed_at, resumed_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET title = excluded.title, definition = excluded.definition, plan = excluded.plan,
       reached = excluded.reached, changed_at = excluded.changed_at, resumed_at = excluded.resumed_at, silent_since = NULL`,
  );
  const pause = database.prepare('UPDATE schedules SET is_paused = 1, silent_since = NULL WHERE id = ?');
  const resume = database.prepare('UPDATE schedules SET is_paused = 0, reached = ?, resumed_at = ? WHERE id = ?');
  const setRemoved = database.prepare('UPDATE schedules SET removed_at = ? WHERE id = ?');
  const recover = database.prepare('UPDATE schedules SET removed_at = NULL, reached = ?, resumed_at = ? WHERE id = ?');
  const setSilent = database.prepare(
    'UPDATE schedules SET silent_since = ?, silent_norm = ?, silenced_at = ? WHERE id = ?',
  );
  const setSeen = database.prepare('UPDATE schedules SET seen_at = ? WHERE id = ?');
  return ({ type, payload, at }) => {
    if (type === 'schedule.added' || type === 'schedule.changed') {
      const { scheduleId, title, definition, plan } = payload;
      put.run(scheduleId, title, JSON.stringify(definition), plan ? JSON.stringify(plan) : null, at, at, at, at);
    } else if (type === 'schedule.paused') pause.run(payload.scheduleId);
    else if (type === 'schedule.resumed') resume.run(at, at, payload.scheduleId);
    else if (type === 'schedule.removed') setRemoved.run(at, payload.scheduleId);
    else if (type === 'schedule.recovered') recover.run(at, at, payload.scheduleId);
    else if (type === 'schedule.silenced') setSilent.run(payload.since, payload.normMs, at, payload.scheduleId);
    else if (type === 'schedule.seen') setSeen.run(at, payload.scheduleId);
  };
}

/** Which occurrence a run is of, in the transaction that stores its start: from then on it is not started again. */
export function noteScheduledStart(database: Database): (event: EventOf<'run.created'>) => void {
  const start = database.prepare(
    `UPDATE schedule_occurrences SET status = 'ran', run_id = ?, reason = NULL WHERE schedule_id = ? AND at = ?`,
  );
  const speak = database.prepare('UPDATE schedules SET silent_since = NULL WHERE id = ?');
  const beginPoll = notePollStart(database);
  return (event) => {
    beginPoll(event);
    const { scope, payload } = event;
    const { trigger } = payload;
    if (trigger?.kind !== 'schedule' || scope.runId === undefined) return;
    start.run(scope.runId, trigger.id, Number(trigger.delivery));
    speak.run(trigger.id);
  };
}

function toSchedule(row: ScheduleRow): StoredSchedule {
  const { silent_since: since, silent_norm: normMs, silenced_at: at } = row;
  return {
    ...{ id: row.id, title: row.title, reached: row.reached, seenAt: row.seen_at },
    definition: JSON.parse(row.definition) as ScheduleDefinition,
    made: row.plan === null ? undefined : (JSON.parse(row.plan) as MadePlan),
    conversationId: row.conversation_id ?? undefined,
    isPaused: row.is_paused === 1,
    createdAt: row.created_at,
    changedAt: row.changed_at,
    resumedAt: row.resumed_at,
    isRemoved: row.removed_at !== null,
    silent: since === null ? undefined : { since, normMs: normMs ?? 0, at: at ?? 0 },
  };
}
