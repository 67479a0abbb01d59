import type { Failure } from '../../../contract/errors.ts';
import type { AnyEvent } from '../../../contract/events.ts';
import type { JsonObject } from '../../../contract/json.ts';
import type { EventLog } from '../../base/event-log.ts';

/** A compensation as the log has it. */
export type KnownCompensation = {
  path: string;
  /** The place in the log at which the task had its effect. */
  seq: number;
  action: string;
  input: JsonObject | undefined;
  /** Why it cannot be called, or how its last attempt failed. */
  error: Failure | undefined;
  attempts: number;
  status: 'possible' | 'running' | 'done' | 'failed';
};

const types = ['task.compensable', 'task.compensating', 'task.compensated', 'task.uncompensated'];
const page = 1000;

/** The compensations of a run, the last effect first. */
export function compensationsOf(log: EventLog, runId: string): KnownCompensation[] {
  const known = new Map<string, KnownCompensation>();
  for (let after = 0; ;) {
    const events = log.list({ types, scope: { runId }, after, limit: page });
    for (const event of events) note(known, event);
    const last = events.at(-1)?.seq;
    if (events.length < page || last === undefined) break;
    after = last;
  }
  return [...known.values()].toSorted((a, b) => b.seq - a.seq);
}

function note(known: Map<string, KnownCompensation>, event: AnyEvent): void {
  const { taskId: path = '' } = event.scope;
  if (event.type === 'task.compensable') {
    const { action, input, error } = event.payload;
    known.set(path, { path, seq: event.seq ?? 0, action, input, error, attempts: 0, status: 'possible' });
    return;
  }
  const one = known.get(path);
  if (!one) return;
  if (event.type === 'task.compensating') Object.assign(one, { status: 'running', attempts: event.payload.attempt });
  if (event.type === 'task.compensated') Object.assign(one, { status: 'done', error: undefined });
  if (event.type === 'task.uncompensated') Object.assign(one, { status: 'failed', error: event.payload.error });
}
