import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AnyEvent, EventOf } from '../../../contract/events.ts';
import type { AuditEntry } from '../../../contract/permissions.ts';
import type { Span, Trace } from '../../../contract/traces.ts';
import { HeronError } from '../../base/errors.ts';
import type { EventLog } from '../../base/event-log.ts';
import { conversationSpans } from './conversation-spans.ts';
import { modelSpansOf } from './model-spans.ts';
import { createRunSpans } from './run-spans.ts';

export type TraceParts = {
  events: Pick<EventLog, 'list' | 'traceOf'>;
  /** What the workers of a run asked the broker for, newest first. */
  asked: (runId: string, limit: number) => AuditEntry[];
  /** Why there may be no such run. */
  absence: (runId: string) => string;
};

export type TraceService = {
  /** Errors: `not-found`. */
  get(runId: string, limit: number): Promise<Trace>;
};

const page = 2000;

/** The trace of any run, from what was recorded of it: nothing has to have been switched on before. */
export function createTraces({ events, asked, absence }: TraceParts): TraceService {
  return {
    async get(runId, limit) {
      const { created, spans, isCut } = await spansOf(events, runId, limit);
      if (!created) throw new HeronError('not-found', absence(runId), { runId });
      const traceId = events.traceOf(runId);
      const { conversationId } = created.scope;
      const around = conversationId === undefined ? [] : inConversation(events, conversationId, created, traceId);
      const whole = [...around, ...spans].map((span) => ({ ...span, traceId }));
      addMoments(whole, asked(runId, page));
      return { traceId, runId, title: created.payload.plan.title, spans: inOrder(whole), isCut };
    },
  };
}

type Read = { created: EventOf<'run.created'> | undefined; spans: Span[]; isCut: boolean };

async function spansOf(events: TraceParts['events'], runId: string, limit: number): Promise<Read> {
  const builder = createRunSpans(runId);
  const spans: Span[] = [];
  const uses: EventOf<'model.used'>[] = [];
  let created: EventOf<'run.created'> | undefined;
  for (let after = 0; ; await nextTurn()) {
    const read = events.list({ scope: { runId }, after, limit: page });
    for (const event of read) {
      if (event.type === 'run.created') created = event;
      if (event.type === 'model.used') uses.push(event);
      spans.push(...builder.apply(event));
    }
    const last = read.at(-1)?.seq;
    const isCut = spans.length + uses.length > limit;
    if (read.length === page && last !== undefined && !isCut) {
      after = last;
      continue;
    }
    spans.push(...builder.rest());
    return { created, spans: [...spans, ...modelSpansOf(uses, spans, events.traceOf(runId))], isCut };
  }
}

function inConversation(
  events: TraceParts['events'],
  conversationId: string,
  created: EventOf<'run.created'>,
  traceId: string,
): Span[] {
  const types = ['message.added', 'plan.proposed', 'planner.fellBack', 'model.used'] satisfies AnyEvent['type'][];
  return conversationSpans(events.list({ types, scope: { conversationId } }), created, traceId);
}

/** What a worker asked for has a moment and no length: the audit log knows when it was decided. */
function addMoments(spans: Span[], entries: AuditEntry[]): void {
  const attempts = spans.filter(({ kind }) => kind === 'attempt');
  const byTask = Map.groupBy(attempts, ({ attributes }) => attributes['heron.task']);
  for (const { at, taskId, operation, target, decision, rule } of entries.toReversed()) {
    const own = byTask.get(taskId ?? '')?.find((span) => span.startedAt <= at && at <= (span.endedAt ?? Infinity));
    own?.moments.push({ at, name: operation, attributes: { target, decision, rule } });
  }
}

/** Parents before their children, and these by their beginning. */
function inOrder(spans: Span[]): Span[] {
  const ids = new Set(spans.map(({ id }) => id));
  const inside = Map.groupBy(spans, ({ parentId }) => (parentId !== undefined && ids.has(parentId) ? parentId : ''));
  const ordered: Span[] = [];
  const waiting = byStart(inside.get('') ?? []).toReversed();
  for (let span = waiting.pop(); span; span = waiting.pop()) {
    ordered.push(span);
    waiting.push(...byStart(inside.get(span.id) ?? []).toReversed());
  }
  return ordered;
}

function byStart(spans: Span[]): Span[] {
  return spans.toSorted((one, other) => one.startedAt - other.startedAt);
}
