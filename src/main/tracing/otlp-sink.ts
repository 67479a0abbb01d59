import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BatchSpanProcessor, type SpanExporter } from '@opentelemetry/sdk-trace';
import type { SpanSink } from '../base/tracing.ts';
import { heronResource, toReadableSpan } from './otlp-spans.ts';

export type OtlpSinkParts = {
  url: string;
  version: string;
  /** Called once when the collector cannot be reached, and again after it could. */
  onTrouble: (message: string) => void;
};

const sendEveryMs = 2000;

/** Sends spans to a collector as OTLP over HTTP, in the background and many at a time; what it does not take is lost. */
export function otlpSink({ url, version, onTrouble }: OtlpSinkParts): SpanSink {
  const resource = heronResource(version);
  const exporter = reporting(new OTLPTraceExporter({ url, timeoutMillis: 2000 }), onTrouble);
  const batches = new BatchSpanProcessor({ exporter, scheduledDelayMillis: sendEveryMs, maxQueueSize: 20_000 });
  return {
    export: (span) => batches.onEnd(toReadableSpan(span, resource)),
    close: () => batches.shutdown().catch((error: unknown) => onTrouble(String(error))),
  };
}

function reporting(exporter: SpanExporter, onTrouble: (message: string) => void): SpanExporter {
  let isInTrouble = false;
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        const { error } = result;
        if (error && !isInTrouble) onTrouble(error.message);
        isInTrouble = error !== undefined;
        done(result);
      }),
    shutdown: () => exporter.shutdown(),
    ...(exporter.forceFlush ? { forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve() } : {}),
  };
}
