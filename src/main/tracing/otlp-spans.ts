import { SpanKind as OtlpKind, SpanStatusCode } from '@opentelemetry/api';
import { JsonTraceSerializer } from '@opentelemetry/otlp-transformer';
import { type Resource, resourceFromAttributes } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { Span, SpanKind, SpanMoment } from '../../contract/traces.ts';

/** Who the spans are of, as OpenTelemetry names it. */
export function heronResource(version: string): Resource {
  return resourceFromAttributes({ 'service.name': 'heron', 'service.version': version });
}

/** The request body that a collector expects at `/v1/traces`. */
export function otlpJson(spans: readonly Span[], resource: Resource): string {
  const bytes = JsonTraceSerializer.serializeRequest(spans.map((span) => toReadableSpan(span, resource)));
  return new TextDecoder().decode(bytes);
}

const otlpKinds: Partial<Record<SpanKind, OtlpKind>> = { request: OtlpKind.SERVER, model: OtlpKind.CLIENT };

export function toReadableSpan(span: Span, resource: Resource): ReadableSpan {
  const { id, parentId, traceId, kind, startedAt, endedAt = startedAt } = span;
  const context = (spanId: string) => ({ traceId, spanId, traceFlags: 1 });
  return {
    name: span.name,
    kind: otlpKinds[kind] ?? OtlpKind.INTERNAL,
    spanContext: () => context(id),
    ...(parentId === undefined ? {} : { parentSpanContext: context(parentId) }),
    startTime: toHrTime(startedAt),
    endTime: toHrTime(endedAt),
    duration: toHrTime(Math.max(0, endedAt - startedAt)),
    status: statusOf(span),
    attributes: { 'heron.kind': kind, 'heron.outcome': span.outcome, ...failureOf(span), ...span.attributes },
    events: span.moments.map(toTimedEvent),
    links: [],
    ended: true,
    resource,
    instrumentationScope: { name: 'heron' },
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}

function toTimedEvent({ at, name, attributes = {} }: SpanMoment): ReadableSpan['events'][number] {
  return { time: toHrTime(at), name, attributes };
}

function statusOf({ outcome }: Span): ReadableSpan['status'] {
  if (outcome === 'failed') return { code: SpanStatusCode.ERROR };
  return { code: outcome === 'ok' ? SpanStatusCode.OK : SpanStatusCode.UNSET };
}

function failureOf({ failure }: Span): Record<string, string> {
  return failure ? { 'error.type': failure.code, 'heron.failure.class': failure.class } : {};
}

function toHrTime(ms: number): [number, number] {
  const seconds = Math.floor(ms / 1000);
  return [seconds, Math.round((ms - seconds * 1000) * 1e6)];
}
