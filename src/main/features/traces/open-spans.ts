import type { Failure } from '../../../contract/errors.ts';
import { classOf } from '../../../contract/failure-classes.ts';
import type { Attributes, Span, SpanKind } from '../../../contract/traces.ts';

export type SpanOpening = {
  id: string;
  parentId: string | undefined;
  kind: SpanKind;
  name: string;
  at: number;
  attributes?: Attributes;
};

export type SpanEnd = { outcome: Span['outcome']; error?: Failure };

/** Spans that have begun and not ended, by the place they are at. */
export type OpenSpans = ReturnType<typeof createOpenSpans>;

export function createOpenSpans(traceId: () => string) {
  const open = new Map<string, Span>();

  function end(place: string, at: number | undefined, how: SpanEnd): Span[] {
    const span = open.get(place);
    if (!span) return [];
    open.delete(place);
    return [ended(span, at, how)];
  }

  return {
    begin(place: string, { id, parentId, kind, name, at, attributes = {} }: SpanOpening): void {
      open.set(place, {
        id,
        ...(parentId === undefined ? {} : { parentId }),
        traceId: traceId(),
        ...{ kind, name, startedAt: at, outcome: 'under-way', attributes, moments: [] },
      });
    },
    end,
    get: (place: string): Span | undefined => open.get(place),
    /** Everything that has not ended, what began last first. */
    endAll: (at: number | undefined, how: SpanEnd): Span[] =>
      [...open.keys()].toReversed().flatMap((place) => end(place, at, how)),
    endWithin: (prefix: string, at: number | undefined, how: SpanEnd): Span[] =>
      [...open.keys()].filter((place) => place.startsWith(prefix)).flatMap((place) => end(place, at, how)),
  };
}

export function ended(span: Span, at: number | undefined, { outcome, error }: SpanEnd): Span {
  return {
    ...span,
    ...(at === undefined ? {} : { endedAt: at }),
    outcome,
    ...(error ? { failure: { code: error.code, class: classOf(error) } } : {}),
  };
}
