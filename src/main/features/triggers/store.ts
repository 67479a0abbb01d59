import type { AnyEvent, EventOf } from '../../../contract/events.ts';
import type { TriggerCall, TriggerKind } from '../../../contract/triggers.ts';
import type { WebhookOptions } from '../../../contract/webhook-options.ts';
import type { TriggerOfWorkflow } from '../../../contract/workflow-triggers.ts';
import type { Database } from '../../base/database.ts';

/** A trigger as it is kept: of its address only the hash of the secret part. */
export type StoredTrigger = {
  id: string;
  kind: TriggerKind;
  /** One of both. */
  template?: string;
  of?: TriggerOfWorkflow;
  perMinute: number;
  options?: WebhookOptions;
  digest: string;
  isPaused: boolean;
  createdAt: number;
  rotatedAt: number;
};

type TriggerRow = {
  id: string;
  kind: TriggerKind;
  template: string;
  per_minute: number;
  digest: string;
  created_at: number;
  rotated_at: number;
  is_paused: number;
  workflow: string | null;
  options: string | null;
};
type CallRow = { at: number; status: number; run_id: string | null; message: string | null };

export type TriggerStore = ReturnType<typeof triggerStore>;

const keptCalls = 1000;
/** How often what is too old is looked for, in calls. */
const sweepEvery = 250;

export function triggerStore(database: Database) {
  const all = database.prepare<[], TriggerRow>('SELECT * FROM triggers ORDER BY created_at, id');
  const { insert, setDigest, setWanted, setPaused, remove, removeCalls } = changes(database);
  const calls = callRows(database);
  return {
    list: (): StoredTrigger[] => all.all().map(toTrigger),
    /** In the transaction that stores the event. */
    apply: (event: AnyEvent): void => {
      if (event.type === 'trigger.added') {
        const { triggerId, kind, template = '', of, perMinute, digest, options } = event.payload;
        const workflow = of ? JSON.stringify(of) : null;
        insert.run(triggerId, kind, template, perMinute, digest, event.at, event.at, workflow, asText(options));
      } else if (event.type === 'trigger.changed') {
        const { triggerId, perMinute, options } = event.payload;
        setWanted.run(perMinute, asText(options), triggerId);
      } else if (event.type === 'trigger.rotated') {
        setDigest.run(event.payload.digest, event.at, event.payload.triggerId);
      } else if (event.type === 'trigger.paused' || event.type === 'trigger.resumed') {
        setPaused.run(event.type === 'trigger.paused' ? 1 : 0, event.payload.triggerId);
      } else if (event.type === 'trigger.removed') {
        remove.run(event.payload.triggerId);
        removeCalls.run(event.payload.triggerId);
      }
    },
    ...calls,
  };
}

function changes(database: Database) {
  return {
    insert: database.prepare(
      `INSERT INTO triggers (id, kind, template, per_minute, digest, created_at, rotated_at, workflow, options)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    setDigest: database.prepare('UPDATE triggers SET digest = ?, rotated_at = ? WHERE id = ?'),
    setWanted: database.prepare('UPDATE triggers SET per_minute = ?, options = ? WHERE id = ?'),
    setPaused: database.prepare('UPDATE triggers SET is_paused = ? WHERE id = ?'),
    remove: database.prepare('DELETE FROM triggers WHERE id = ?'),
    removeCalls: database.prepare('DELETE FROM trigger_calls WHERE trigger_id = ?'),
  };
}

function callRows(database: Database) {
  const put = database.prepare(
    'INSERT INTO trigger_calls (trigger_id, at, status, run_id, message, delivery) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const last = database.prepare<[string, number], CallRow>(
    'SELECT at, status, run_id, message FROM trigger_calls WHERE trigger_id = ? ORDER BY number DESC LIMIT ?',
  );
  const byDelivery = database.prepare<[string, string], { run_id: string }>(
    `SELECT run_id FROM trigger_calls WHERE trigger_id = ? AND delivery = ? AND delivery IS NOT NULL AND run_id IS NOT NULL
     ORDER BY number DESC LIMIT 1`,
  );
  const sweep = database.prepare<[string, string, number]>(
    `DELETE FROM trigger_calls WHERE trigger_id = ? AND number <= (
       SELECT number FROM trigger_calls WHERE trigger_id = ? ORDER BY number DESC LIMIT 1 OFFSET ?
     )`,
  );
  let untilSweep = sweepEvery;

  function add(triggerId: string, call: TriggerCall, delivery?: string): void {
    put.run(triggerId, call.at, call.status, call.runId ?? null, call.message ?? null, delivery ?? null);
    untilSweep -= 1;
    if (untilSweep > 0) return;
    untilSweep = sweepEvery;
    sweep.run(triggerId, triggerId, keptCalls);
  }

  return {
    /** A call that started no run. */
    noteRefusal: (triggerId: string, call: TriggerCall): void => add(triggerId, call),
    /** In the transaction that stores the start of the run. */
    noteStart: ({ at, scope, payload: { trigger } }: EventOf<'run.created'>): void => {
      if (trigger?.kind === 'webhook' && scope.runId)
        add(trigger.id, { at, status: 202, runId: scope.runId }, trigger.delivery);
    },
    /** Newest first. */
    calls: (triggerId: string, limit: number): TriggerCall[] => last.all(triggerId, limit).map(toCall),
    /** The run that a call known by this has started before. */
    runOf: (triggerId: string, delivery: string): string | undefined => byDelivery.get(triggerId, delivery)?.run_id,
  };
}

function asText(options: WebhookOptions | undefined): string | null {
  return options ? JSON.stringify(options) : null;
}

function toTrigger(row: TriggerRow): StoredTrigger {
  const { id, kind, template, workflow, digest, options } = row;
  return {
    ...{ id, kind, digest, perMinute: row.per_minute, createdAt: row.created_at, rotatedAt: row.rotated_at },
    ...(workflow === null ? { template } : { of: JSON.parse(workflow) as TriggerOfWorkflow }),
    ...(options === null ? {} : { options: JSON.parse(options) as WebhookOptions }),
    isPaused: row.is_paused === 1,
  };
}

function toCall({ at, status, run_id: runId, message }: CallRow): TriggerCall {
  return { at, status, ...(runId === null ? {} : { runId }), ...(message === null ? {} : { message }) };
}
