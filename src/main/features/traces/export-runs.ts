import type { AnyEvent } from '../../../contract/events.ts';
import type { EventLog } from '../../base/event-log.ts';
import type { Tracing } from '../../base/tracing.ts';
import { createRunSpans, type RunSpans } from './run-spans.ts';

const endings = new Set<AnyEvent['type']>(['run.completed', 'run.failed', 'run.cancelled']);

/** Exports what the events of runs say while they happen, if anybody wants it. Gives what ends it. */
export function exportRuns(events: Pick<EventLog, 'listen' | 'listOuter'>, tracing: Tracing): () => void {
  const builders = new Map<string, RunSpans>();

  return events.listen((event) => {
    if (!tracing.isOn) return builders.clear();
    const { runId } = event.scope;
    if (runId === undefined || event.seq === undefined) return;
    const builder = builders.get(runId) ?? begin(runId, event);
    builders.set(runId, builder);
    builder.apply(event).forEach(tracing.export);
    if (endings.has(event.type)) builders.delete(runId);
  });

  /** What began before this engine, or before anybody wanted its spans, is read from the log. */
  function begin(runId: string, { type, seq = 0 }: AnyEvent): RunSpans {
    const builder = createRunSpans(runId);
    if (type === 'run.created') return builder;
    for (const event of events.listOuter(runId)) if ((event.seq ?? 0) < seq) builder.apply(event);
    return builder;
  }
}
