import type { ModelRequest } from '../model-client.ts';

/** Where a request is of, as events say it. */
export function placeOf({ conversationId, runId }: ModelRequest['scope']): { conversationId?: string; runId?: string } {
  return {
    ...(conversationId === undefined ? {} : { conversationId }),
    ...(runId === undefined ? {} : { runId }),
  };
}
