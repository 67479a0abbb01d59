import type { AnyEvent, EventType } from '../../../contract/events.ts';
import type { Json } from '../../../contract/json.ts';
import type { EventDraft } from '../../base/event-log.ts';

/** What is compared of an event: not its id, its place, its time, nor whose conversation and worker it is, which the plan says. */
export type Traced = { type: EventType; taskId?: string | undefined; payload: unknown };

/** Kinds of events of a run that say nothing of its execution. */
const beside = new Set<EventType>([
  'run.created',
  'run.undoing',
  'run.undone',
  'run.pinned',
  'run.tainted',
  'task.queued',
  'task.partGiven',
  'task.compensating',
  'task.compensated',
  'task.uncompensated',
]);

/** Patterns of the types that a run's trace is made of, and of some more. */
export const tracedTypes = ['run.*', 'task.*'];

export function isTraced({ type }: Pick<AnyEvent, 'type'>): boolean {
  return !beside.has(type);
}

export function toTraced({ type, scope, payload }: AnyEvent | EventDraft): Traced {
  return { type, taskId: scope?.taskId, payload: comparable(type, payload) };
}

/** One line for an event; the same for the same. */
export function traceLine({ type, taskId = '', payload }: Traced): string {
  return JSON.stringify([type, taskId, ordered(JSON.parse(JSON.stringify(payload)) as Json)]);
}

function comparable(type: EventType, payload: object): unknown {
  if (type === 'task.parked') return withoutMoment(payload);
  if (type === 'task.retried') return { ...payload, wakeAt: undefined };
  if (!('unsafe' in payload) && !('waited' in payload)) return payload;
  // How much was not yet on disk, and how long it stood in line, is of that day alone.
  const { unsafe: _, waited: __, ...what } = payload as { unsafe?: unknown; waited?: unknown };
  return what;
}

/** When a wait ends, and which of its limits that is, is counted from when it began: a limit around may come before its own time. */
function withoutMoment(payload: object): unknown {
  const { awaited, ...rest } = payload as { awaited: Record<string, unknown> };
  const { until: _, onDue: __, forMs: ___, ...what } = awaited;
  return { ...rest, awaited: what };
}

function ordered(value: Json): Json {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const names = Object.keys(value).toSorted();
  return Object.fromEntries(names.map((name) => [name, ordered(value[name] ?? null)]));
}
