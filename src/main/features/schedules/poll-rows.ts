import type { AnyEvent, EventOf } from '../../../contract/events.ts';
import type { ScheduleTime } from '../../../contract/time/schedule-time.ts';
import type { ScheduleDefinition } from '../../../contract/schedules.ts';
import type { Database } from '../../base/database.ts';

/** How far a schedule is with looking. */
export type PollState = {
  polledAt: number;
  /** The run that looks, until what it gave is on record. */
  runId: string | undefined;
  /** It has looked once: what it finds from then on is new. */
  isPrimed: boolean;
  /** Why it could not look the last time. */
  problem: string | undefined;
};

type PollRow = { polled_at: number; run_id: string | null; is_primed: number; problem: string | null };

/** Of each schedule so many things are remembered, the newest. */
const kept = 50_000;

export function pollRows(database: Database) {
  const state = database.prepare<[string], PollRow>('SELECT * FROM schedule_polls WHERE schedule_id = ?');
  const ofRun = database.prepare<[string], { schedule_id: string }>(
    'SELECT schedule_id FROM schedule_polls WHERE run_id = ?',
  );
  const seen = database.prepare<[string, string], { key: string }>(
    'SELECT key FROM schedule_seen WHERE schedule_id = ? AND key = ?',
  );
  return {
    pollState: (scheduleId: string): PollState | undefined => {
      const row = state.get(scheduleId);
      if (!row) return undefined;
      return {
        polledAt: row.polled_at,
        runId: row.run_id ?? undefined,
        isPrimed: row.is_primed === 1,
        problem: row.problem ?? undefined,
      };
    },
    /** The schedule that a run looks for. */
    pollOf: (runId: string): string | undefined => ofRun.get(runId)?.schedule_id,
    isSeen: (scheduleId: string, key: string): boolean => seen.get(scheduleId, key) !== undefined,
  };
}

/** In the transaction that stores the event, before the schedule itself is changed. */
export function pollChanges(database: Database): (event: AnyEvent) => void {
  const done = database.prepare(
    `INSERT INTO schedule_polls (schedule_id, polled_at, is_primed, problem) VALUES (?, ?, ?, ?)
     ON CONFLICT (schedule_id) DO UPDATE SET run_id = NULL, is_primed = max(is_primed, excluded.is_primed),
       polled_at = CASE WHEN run_id IS NULL THEN excluded.polled_at ELSE polled_at END, problem = excluded.problem`,
  );
  const see = database.prepare('INSERT OR IGNORE INTO schedule_seen (schedule_id, key, seen_at) VALUES (?, ?, ?)');
  const count = database.prepare<[string], { count: number }>(
    'SELECT count(*) AS count FROM schedule_seen WHERE schedule_id = ?',
  );
  const sweep = database.prepare(
    `DELETE FROM schedule_seen WHERE schedule_id = ? AND key NOT IN (
       SELECT key FROM schedule_seen WHERE schedule_id = ? ORDER BY seen_at DESC LIMIT ?
     )`,
  );
  const forgetPoll = database.prepare('DELETE FROM schedule_polls WHERE schedule_id = ?');
  const forgetSeen = database.prepare('DELETE FROM schedule_seen WHERE schedule_id = ?');
  const definition = database.prepare<[string], { definition: string }>(
    'SELECT definition FROM schedules WHERE id = ?',
  );
  const looksOtherwise = (scheduleId: string, { time }: ScheduleDefinition): boolean => {
    const row = definition.get(scheduleId);
    return !row || questionOf((JSON.parse(row.definition) as ScheduleDefinition).time) !== questionOf(time);
  };
  return ({ type, payload, at }) => {
    if (type === 'schedule.changed' && !looksOtherwise(payload.scheduleId, payload.definition)) return;
    // What came while it was paused or removed, or is asked for in another way, is nothing new.
    if (type === 'schedule.changed' || type === 'schedule.resumed' || type === 'schedule.recovered') {
      forgetPoll.run(payload.scheduleId);
      forgetSeen.run(payload.scheduleId);
    } else if (type === 'schedule.polled') {
      const { scheduleId, fresh, isState, problem } = payload;
      if (isState && fresh.length > 0) forgetSeen.run(scheduleId);
      done.run(scheduleId, at, problem === undefined ? 1 : 0, problem ?? null);
      for (const key of fresh) see.run(scheduleId, key, at);
      if (fresh.length > 0 && (count.get(scheduleId)?.count ?? 0) > kept) sweep.run(scheduleId, scheduleId, kept);
    }
  };
}

/** What it looks for, whenever it does. */
function questionOf(time: ScheduleTime): string {
  if (time.kind !== 'poll') return time.kind;
  const { action, input, items, key } = time;
  return JSON.stringify([action, input, items, key]);
}

/** Which schedule a run looks for, in the transaction that stores its start. */
export function notePollStart(database: Database): (event: EventOf<'run.created'>) => void {
  const begin = database.prepare(
    `INSERT INTO schedule_polls (schedule_id, polled_at, run_id) VALUES (?, ?, ?)
     ON CONFLICT (schedule_id) DO UPDATE SET polled_at = excluded.polled_at, run_id = excluded.run_id`,
  );
  return ({ scope, payload: { trigger } }) => {
    if (trigger?.kind !== 'poll' || scope.runId === undefined) return;
    begin.run(trigger.id, Number(trigger.delivery), scope.runId);
  };
}
