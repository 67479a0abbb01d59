import { implement } from '@orpc/server';
import { contract } from '../../../contract/index.ts';
import type { TraceService } from './service.ts';

const api = implement(contract.traces);

export function traceHandlers(traces: TraceService) {
  return { get: api.get.handler(({ input }) => traces.get(input.runId, input.limit)) };
}
