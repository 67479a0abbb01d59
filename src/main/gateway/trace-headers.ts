import type { ServerResponse } from 'node:http';
import { type TraceContext, traceparent } from '../base/trace-context.ts';

/** What every answer says, so that whoever asked can find it in the log. */
export function traceHeaders(context: TraceContext): { traceparent: string; 'x-request-id': string } {
  return { traceparent: traceparent(context), 'x-request-id': context.spanId };
}

export function markTrace(response: ServerResponse, context: TraceContext): void {
  for (const [name, value] of Object.entries(traceHeaders(context))) response.setHeader(name, value);
}
