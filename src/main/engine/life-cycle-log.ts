import type { AnyEvent } from '../../contract/events.ts';
import { classOf } from '../../contract/failure-classes.ts';
import type { Message } from '../../contract/conversations.ts';
import type { ModelUse } from '../../contract/spending.ts';
import type { EventLog } from '../base/event-log.ts';
import type { Logger } from '../base/logger.ts';
import { inTrace, spanPlaces } from '../base/trace-context.ts';

type Lines = Pick<Logger, 'info' | 'debug'>;

/** Writes a line at each station of a message: it comes in, takes its lane, runs, its answer goes out; and of each request to a model. */
export function logLifeCycles(events: Pick<EventLog, 'listen'>, logger: Logger): () => void {
  const lines = logger.from('life-cycle');
  /** There can be thousands a second. */
  const byTrigger = new Set<string>();
  return events.listen((event) => {
    if (!isStation(event.type)) return;
    const { traceId, scope } = event;
    const { runId = '' } = scope;
    if (event.type === 'run.created' && event.payload.trigger) byTrigger.add(runId);
    const isOfTrigger = ends.has(event.type) ? byTrigger.delete(runId) : byTrigger.has(runId);
    if (isOfTrigger && event.type !== 'run.failed' && event.type !== 'model.used') return;
    // A listener is called for whoever commits; the line is for the sake of the event's own trace.
    const spanId = spanPlaces.run(scope.runId ?? '');
    inTrace({ traceId, spanId }, () => writeLine(lines, event));
  });
}

const ends = new Set<AnyEvent['type']>(['run.completed', 'run.failed', 'run.cancelled', 'run.parked']);

const stations = new Set<AnyEvent['type']>([
  'message.added',
  'plan.proposed',
  'run.created',
  'run.started',
  'run.resumed',
  'run.parked',
  'run.completed',
  'run.failed',
  'run.cancelled',
  'model.used',
]);

function isStation(type: AnyEvent['type']): boolean {
  return stations.has(type);
}

function writeLine(lines: Lines, { type, scope, payload }: AnyEvent): void {
  const { runId } = scope;
  switch (type) {
    case 'message.added':
      return writeMessage(lines, payload.message);
    case 'plan.proposed':
      return lines.info('A plan was made', { by: payload.by, tasks: payload.plan.tasks.length });
    case 'model.used':
      return writeRequest(lines, payload);
    case 'run.created': {
      const lane = payload.unattended ? 'background' : 'normal';
      return lines.info('A run is queued', { runId, lane, source: payload.source, tasks: payload.plan.tasks.length });
    }
    case 'run.failed': {
      const { code } = payload.error;
      return lines.info('The run failed', { runId, code, class: classOf(payload.error) });
    }
    case 'run.started':
    case 'run.resumed':
    case 'run.parked':
    case 'run.completed':
    case 'run.cancelled':
      return lines.info(runLines[type], { runId });
    default:
      return undefined;
  }
}

const runLines = {
  'run.started': 'The run begins',
  'run.resumed': 'The run goes on after a restart',
  'run.parked': 'The run waits and is out of memory',
  'run.completed': 'The run is done',
  'run.cancelled': 'The run was stopped',
};

function writeRequest(lines: Lines, use: ModelUse): void {
  const { model, account, purpose, inputTokens, outputTokens, tookMs, failure, conversationId, runId, taskId } = use;
  lines.info('A model was asked', {
    ...{ model, account, purpose, inputTokens, outputTokens, ms: tookMs, outcome: failure ?? 'ok' },
    ...(conversationId === undefined ? {} : { conversationId }),
    ...(runId === undefined ? {} : { runId }),
    ...(taskId === undefined ? {} : { taskId }),
  });
}

/** What was said is nobody's business here; how much it was may help. */
function writeMessage(lines: Lines, { id, role, text, conversationId, runId }: Message): void {
  const facts = { messageId: id, conversationId, characters: text.length };
  if (role === 'person') lines.info('A message came in', facts);
  else lines.info('The answer goes out', { ...facts, ...(runId === undefined ? {} : { runId }) });
}
