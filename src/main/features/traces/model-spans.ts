import type { EventOf } from '../../../contract/events.ts';
import { allTokens } from '../../../contract/spending.ts';
import { aroundPath } from '../../../contract/task-path.ts';
import type { Span } from '../../../contract/traces.ts';
import { spanIdOf } from '../../base/trace-context.ts';

type Used = EventOf<'model.used'>;

/** A request to a model, from the record of what it used. The record is written when the answer has come. */
export function modelSpan({ id, payload }: Used, traceId: string, parentId: string | undefined): Span {
  const { at, tookMs, model, account, purpose, failure } = payload;
  return {
    id: spanIdOf(id),
    ...(parentId === undefined ? {} : { parentId }),
    ...{ traceId, kind: 'model', name: model, startedAt: at - tookMs, endedAt: at },
    outcome: failure === undefined ? 'ok' : failure === 'cancelled' ? 'cancelled' : 'failed',
    attributes: {
      ...{ 'heron.account': account, 'heron.purpose': purpose, 'heron.tokens': allTokens(payload) },
      ...(failure === undefined ? {} : { 'heron.failure': failure }),
    },
    moments: [],
  };
}

/** Each inside of the nearest task that has a span, or of the run. */
export function modelSpansOf(uses: readonly Used[], spans: readonly Span[], traceId: string): Span[] {
  const run = spans.find(({ kind }) => kind === 'run');
  const tasks = new Map(
    spans.filter(({ kind }) => kind === 'task').map((span) => [span.attributes['heron.task'], span]),
  );
  return uses.map((used) => {
    let path = used.scope.taskId ?? '';
    while (path !== '' && !tasks.has(path)) path = aroundPath(path);
    return modelSpan(used, traceId, (tasks.get(path) ?? run)?.id);
  });
}
