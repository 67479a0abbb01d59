import type { Failure } from '../../../contract/errors.ts';
import type { AnyEvent, EventOf } from '../../../contract/events.ts';
import type { Task } from '../../../contract/plan-task.ts';
import type { Span } from '../../../contract/traces.ts';
import { spanIdOf, spanPlaces, traceIdOf } from '../../base/trace-context.ts';
import { createOpenSpans, ended, type OpenSpans, type SpanEnd } from './open-spans.ts';

/** Makes the events of one run, in order, into spans: what each event brings to an end comes out. */
export type RunSpans = {
  apply(event: AnyEvent): Span[];
  /** What has not ended. */
  rest(): Span[];
};

type Builder = { runId: string; open: OpenSpans; names: Map<string, string>; trace: { id: string }; lastAt: number };

export function createRunSpans(runId: string): RunSpans {
  const trace = { id: traceIdOf(runId) };
  const builder = { runId, trace, open: createOpenSpans(() => trace.id), names: new Map<string, string>(), lastAt: 0 };
  return {
    apply(event) {
      const done = step(builder, event);
      builder.lastAt = event.at;
      return done;
    },
    rest: () => builder.open.endAll(undefined, { outcome: 'under-way' }),
  };
}

const runPlace = 'run';
const taskPlace = (path: string): string => `task ${path}`;
const attemptPlace = (path: string): string => `attempt ${path}`;
const waitPlace = (path: string): string => `wait ${path}`;
const questionPlace = (id: string): string => `question ${id}`;

function step(builder: Builder, event: AnyEvent): Span[] {
  const { taskId } = event.scope;
  if (event.type.startsWith('run.')) return ofRun(builder, event);
  if (event.type.startsWith('permission.')) return ofQuestion(builder, event);
  return event.type.startsWith('task.') && taskId !== undefined ? ofTask(builder, taskId, event) : [];
}

function ofRun(builder: Builder, event: AnyEvent): Span[] {
  const { open, lastAt } = builder;
  const run = open.get(runPlace);
  switch (event.type) {
    case 'run.created':
      beginRun(builder, event);
      return [];
    case 'run.resumed':
      run?.moments.push({ at: event.at, name: 'taken up again' });
      // What was under way when the engine ended was cut off at some moment after the last that is known.
      return open.endWithin('attempt ', lastAt, { outcome: 'cut-off' });
    case 'run.parked':
      run?.moments.push({ at: event.at, name: 'parked' });
      return [];
    case 'run.completed':
      return endRun(builder, event.at, { outcome: 'ok' });
    case 'run.failed':
      return endRun(builder, event.at, { outcome: 'failed', error: event.payload.error });
    case 'run.cancelled':
      return endRun(builder, event.at, { outcome: 'cancelled', error: { code: 'cancelled', message: '' } });
    case 'run.started':
      run?.moments.push({ at: event.at, name: 'started' });
      return [];
    case 'run.overBudget':
      run?.moments.push({ at: event.at, name: 'over budget', attributes: { resource: event.payload.resource } });
      return [];
    default:
      return [];
  }
}

function beginRun(builder: Builder, event: EventOf<'run.created'>): void {
  const { open, runId, names, trace } = builder;
  const { plan, source } = event.payload;
  if (/^[0-9a-f]{32}$/.test(event.traceId)) trace.id = event.traceId;
  noteNames(names, plan.tasks);
  const cause = event.causedBy;
  open.begin(runPlace, {
    id: spanPlaces.run(runId),
    parentId: cause !== undefined && /^[0-9a-f]{16}$/.test(cause) ? cause : undefined,
    kind: 'run',
    name: plan.title,
    at: event.at,
    attributes: { 'heron.run': runId, 'heron.source': source, 'heron.tasks': plan.tasks.length },
  });
}

/** Only the plan's own tasks have names of their own; those inside are known by their place. */
function noteNames(names: Map<string, string>, tasks: readonly Task[]): void {
  for (const { id, title, action } of tasks) names.set(id, title ?? action ?? id);
}

function endRun({ open }: Builder, at: number, end: SpanEnd): Span[] {
  const run = open.get(runPlace);
  if (!run) return [];
  const left = open.endWithin('', at, { outcome: 'cancelled' }).filter(({ id }) => id !== run.id);
  return [...left, ended(run, at, end)];
}

function ofQuestion({ open, runId }: Builder, event: AnyEvent): Span[] {
  switch (event.type) {
    case 'permission.requested': {
      const { id, workerId, need } = event.payload.request;
      open.begin(questionPlace(id), {
        id: spanIdOf(id),
        parentId: spanPlaces.run(runId),
        kind: 'question',
        name: `may ${workerId} use ${need.capability}?`,
        at: event.at,
        attributes: { 'heron.capability': need.capability },
      });
      return [];
    }
    case 'permission.granted':
      return open.end(questionPlace(event.payload.requestId ?? ''), event.at, { outcome: 'ok' });
    case 'permission.denied':
      return open.end(questionPlace(event.payload.requestId ?? ''), event.at, {
        outcome: 'failed',
        error: { code: 'permission-denied', message: '' },
      });
    case 'permission.withdrawn':
      return open.end(questionPlace(event.payload.requestId), event.at, { outcome: 'cancelled' });
    default:
      return [];
  }
}

function ofTask(builder: Builder, path: string, event: AnyEvent): Span[] {
  const { open } = builder;
  beginTask(builder, path, event);
  switch (event.type) {
    case 'task.started':
      return beginAttempt(builder, path, event);
    case 'task.parked':
      beginWait(builder, path, event);
      return [];
    case 'task.woken':
      return open.end(waitPlace(path), event.at, { outcome: 'ok' });
    case 'task.completed':
      return endTask(builder, path, event.at, { outcome: 'ok' });
    case 'task.failed':
      return endTask(builder, path, event.at, { outcome: 'failed', error: event.payload.error });
    case 'task.cancelled':
      return endTask(builder, path, event.at, { outcome: 'cancelled' });
    case 'task.skipped': {
      const { error } = event.payload;
      return endTask(builder, path, event.at, { outcome: 'skipped', ...(error ? { error } : {}) });
    }
    case 'task.retried':
    case 'task.caught':
      return endAttempt(builder, path, event.at, event.payload.error, event.type.slice('task.'.length));
    case 'task.blocked':
      return endAttempt(builder, path, event.at, event.payload.error, 'blocked');
    case 'task.uncertain':
      return open.end(attemptPlace(path), builder.lastAt, { outcome: 'cut-off' });
    default:
      return [];
  }
}

function beginTask({ open, runId, names }: Builder, path: string, { at }: AnyEvent): void {
  if (open.get(taskPlace(path))) return;
  open.begin(taskPlace(path), {
    id: spanPlaces.task(runId, path),
    parentId: around(open, path) ?? spanPlaces.run(runId),
    kind: 'task',
    name: names.get(path) ?? path,
    at,
    attributes: { 'heron.task': path },
  });
}

/** The nearest task around that has a span: items need none of their own. */
function around(open: OpenSpans, path: string): string | undefined {
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
    const outer = open.get(taskPlace(path.slice(0, end)));
    if (outer) return outer.id;
  }
  return undefined;
}

function beginAttempt({ open, runId, lastAt }: Builder, path: string, event: EventOf<'task.started'>): Span[] {
  const { attempt } = event.payload;
  const before = open.end(attemptPlace(path), lastAt, { outcome: 'cut-off' });
  open.begin(attemptPlace(path), {
    id: spanPlaces.attempt(runId, path, attempt),
    parentId: spanPlaces.task(runId, path),
    kind: 'attempt',
    name: `attempt ${attempt}`,
    at: event.at,
    attributes: { 'heron.task': path, 'heron.attempt': attempt },
  });
  return before;
}

function beginWait({ open, runId }: Builder, path: string, event: EventOf<'task.parked'>): void {
  open.begin(waitPlace(path), {
    id: spanIdOf(`${runId} ${path} wait ${event.payload.attempt}`),
    parentId: spanPlaces.task(runId, path),
    kind: 'wait',
    name: event.payload.awaited.event?.type ?? (event.payload.awaited.webhook ? 'webhook' : 'wait'),
    at: event.at,
    attributes: { 'heron.task': path },
  });
}

function endAttempt({ open }: Builder, path: string, at: number, error: Failure | undefined, moment: string): Span[] {
  open.get(taskPlace(path))?.moments.push({ at, name: moment });
  return open.end(attemptPlace(path), at, error ? { outcome: 'failed', error } : { outcome: 'ok' });
}

function endTask({ open }: Builder, path: string, at: number, end: SpanEnd): Span[] {
  return [
    ...open.end(waitPlace(path), at, end),
    ...open.end(attemptPlace(path), at, end),
    ...open.end(taskPlace(path), at, end),
  ];
}
