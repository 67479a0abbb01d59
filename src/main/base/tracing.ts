import type { AnyEvent } from '../../contract/events.ts';
import { classOf } from '../../contract/failure-classes.ts';
import type { Attributes, Span, SpanKind } from '../../contract/traces.ts';
import { toFailure } from './errors.ts';
import { inTrace, newSpanId, spanIdOf, spanPlaces, type TraceContext } from './trace-context.ts';

/** Where finished spans go. */
export type SpanSink = { export(span: Span): void; close(): Promise<void> };

export type SpanStart = {
  traceId: string;
  id: string;
  parentId?: string | undefined;
  kind: SpanKind;
  name: string;
  attributes?: Attributes;
};

/**
 * Measures what no event records: requests, workers, the broker, the model, commits. While nobody wants the spans it
 * costs the look at `isOn`; what events record is made into spans elsewhere, from the events.
 */
export type Tracing = {
  readonly isOn: boolean;
  /** Milliseconds since 1970, with fractions. */
  now(): number;
  /** Runs something and exports the span of it. */
  around<Result>(start: SpanStart, run: () => Promise<Result>): Promise<Result>;
  /** The same as part of a context, which what it does is inside of. */
  inside<Result>(
    context: TraceContext,
    step: Pick<SpanStart, 'kind' | 'name'>,
    run: () => Promise<Result>,
  ): Promise<Result>;
  /** A transaction of the event log, once for each trace in it. */
  committed(events: AnyEvent[], begunAt: number): void;
  export(span: Span): void;
  /** Exports to another place, or nowhere. */
  connect(sink: SpanSink | undefined): void;
  close(): Promise<void>;
};

export function createTracing(): Tracing {
  let sink: SpanSink | undefined;
  const now = (): number => performance.timeOrigin + performance.now();

  async function around<Result>(
    { attributes = {}, parentId, ...start }: SpanStart,
    run: () => Promise<Result>,
  ): Promise<Result> {
    if (!sink) return run();
    const startedAt = now();
    const span = { ...start, ...(parentId === undefined ? {} : { parentId }), startedAt, attributes, moments: [] };
    try {
      const result = await run();
      sink?.export({ ...span, endedAt: now(), outcome: 'ok' });
      return result;
    } catch (error) {
      sink?.export({ ...span, endedAt: now(), ...endOf(error) });
      throw error;
    }
  }

  return {
    get isOn() {
      return sink !== undefined;
    },
    now,
    around,
    inside(context, step, run) {
      const id = newSpanId();
      const { traceId, spanId: parentId } = context;
      return around({ ...step, traceId, id, parentId }, () => inTrace({ ...context, spanId: id }, run));
    },
    committed(events, begunAt) {
      const endedAt = now();
      for (const [traceId, own] of Map.groupBy(events, (event) => event.traceId)) {
        if (!/^[0-9a-f]{32}$/.test(traceId)) continue;
        sink?.export(commitSpan(traceId, own, { begunAt, endedAt, all: events.length }));
      }
    },
    export: (span) => sink?.export(span),
    connect(next) {
      void sink?.close();
      sink = next;
    },
    async close() {
      const last = sink;
      sink = undefined;
      await last?.close();
    },
  };
}

/** What a failed span says: the code and its class, and not the message, which may name what is nobody's business. */
export function endOf(error: unknown): Pick<Span, 'outcome' | 'failure'> {
  const failure = toFailure(error);
  const kind = classOf(failure);
  return { outcome: kind === 'cancelled' ? 'cancelled' : 'failed', failure: { code: failure.code, class: kind } };
}

function commitSpan(traceId: string, own: AnyEvent[], at: { begunAt: number; endedAt: number; all: number }): Span {
  const [first] = own;
  const runId = first?.scope.runId;
  return {
    traceId,
    id: spanIdOf(`commit ${first?.id}`),
    ...(runId === undefined ? {} : { parentId: spanPlaces.run(runId) }),
    kind: 'commit',
    name: 'commit',
    startedAt: at.begunAt,
    endedAt: at.endedAt,
    outcome: 'ok',
    attributes: { 'heron.events': own.length, 'heron.events.of.all': at.all },
    moments: [],
  };
}
