import { toFailure } from '../base/errors.ts';
import type { Logger } from '../base/logger.ts';
import { inTrace, spanPlaces, traceContext, type TraceContext } from '../base/trace-context.ts';
import type { Tracing } from '../base/tracing.ts';
import type { Attempt } from '../orchestrator/execution.ts';
import type { BrokerReply, BrokerSession, OpenSession } from '../workers/broker/session.ts';
import type { CallScope } from '../workers/worker-call.ts';

/**
 * Sends spans to where the settings say, or HERON_OTLP_ENDPOINT. The code for that is loaded when it is first wanted; what
 * cannot be reached is said once in the log, and keeps nobody waiting.
 */
export function createTraceTarget(parts: {
  tracing: Tracing;
  logger: Logger;
  version: string;
  fixed: string | undefined;
}) {
  const { tracing, version, fixed } = parts;
  const logger = parts.logger.from('tracing');
  let target = '';

  async function connect(url: string): Promise<void> {
    const { otlpSink } = await import('../tracing/otlp-sink.ts');
    if (target !== url) return;
    const onTrouble = (message: string): void => logger.warn('Traces cannot be sent', { url, message });
    tracing.connect(otlpSink({ url, version, onTrouble }));
    logger.info('Traces are sent', { url });
  }

  return async (endpoint: string): Promise<void> => {
    const url = tracesUrl(fixed ?? endpoint);
    if (url === target) return;
    target = url;
    if (url === '') return tracing.connect(undefined);
    await connect(url).catch((error: unknown) => logger.warn('Traces cannot be sent', toFailure(error)));
  };
}

/** As OpenTelemetry has it, traces go to `/v1/traces` below the endpoint; an address with a path of its own is taken as it is. */
function tracesUrl(endpoint: string): string {
  if (endpoint === '' || !URL.canParse(endpoint)) return '';
  const url = new URL(endpoint);
  return url.pathname === '/' ? new URL('/v1/traces', url).href : url.href;
}

/** The call of a worker, inside the attempt that makes it. */
export function aroundWorker<Result>(
  tracing: Tracing,
  { entry, taskId, attempt }: Pick<Attempt, 'entry' | 'taskId' | 'attempt'>,
  runId: string,
  run: () => Promise<Result>,
): Promise<Result> {
  const traceId = traceContext()?.traceId;
  if (!tracing.isOn || traceId === undefined) return run();
  const start = {
    traceId,
    id: spanPlaces.worker(runId, taskId, attempt),
    parentId: spanPlaces.attempt(runId, taskId, attempt),
    kind: 'worker' as const,
    name: entry.ref,
    attributes: { 'heron.worker': entry.workerId, 'heron.task': taskId },
  };
  return tracing.around(start, run);
}

/** Each request of a worker, inside the call that makes it. */
export function tracedSessions(tracing: Tracing, traceOf: (runId: string) => string, open: OpenSession): OpenSession {
  return (call) => new TracedSession({ tracing, traceOf, session: open(call), scope: call.scope });
}

type Traced = { tracing: Tracing; traceOf: (runId: string) => string; session: BrokerSession; scope: CallScope };

/** A class, for one is made at each call and most are asked for nothing. */
class TracedSession implements BrokerSession {
  readonly #traced: Traced;
  #context: TraceContext | undefined;

  constructor(traced: Traced) {
    this.#traced = traced;
  }

  request(method: string, parameters: unknown, bytes: Uint8Array | undefined): Promise<BrokerReply> {
    const { tracing, traceOf, session, scope } = this.#traced;
    // A worker's process speaks for many runs: which one it is, only the call knows.
    this.#context ??= contextOf(scope, traceOf);
    const ask = (): Promise<BrokerReply> => session.request(method, parameters, bytes);
    if (tracing.isOn) return tracing.inside(this.#context, { kind: 'broker', name: method }, ask);
    return inTrace(this.#context, ask);
  }

  awaitsHost(): boolean {
    return this.#traced.session.awaitsHost();
  }

  close(): Promise<void> | undefined {
    return this.#traced.session.close();
  }
}

function contextOf({ runId, taskId, attempt }: CallScope, traceOf: (runId: string) => string): TraceContext {
  return { traceId: traceOf(runId), spanId: spanPlaces.worker(runId, taskId, attempt) };
}

/** A step of what is being done for a call: the making of a plan, a request to a model. */
export function aroundStep<Result>(
  tracing: Tracing,
  { kind, name }: { kind: 'plan' | 'model'; name: string },
  run: () => Promise<Result>,
): Promise<Result> {
  const context = traceContext();
  if (!tracing.isOn || !context) return run();
  return tracing.inside(context, { kind, name }, run);
}
