import { callAddress } from '../../../contract/mcp-handed-on.ts';
import type { EngineClient } from '../engine-router.ts';

/** What MCP clients are told of their own accord: that a call has moved on, or that another offer is made. */
export type News = { kind: 'call'; uri: string } | { kind: 'offer' };

export type TellNews = (listener: (news: News) => void) => () => void;

/** Watches the log as long as somebody listens, and once for all of them. */
export function createNews(client: Pick<EngineClient, 'events'>): TellNews {
  const listeners = new Set<(news: News) => void>();
  let watching: AbortController | undefined;

  async function watch(signal: AbortSignal): Promise<void> {
    for await (const { type, scope } of await client.events.watch({ types }, { signal })) {
      const news = newsOf(type, scope.runId);
      for (const listener of listeners) listener(news);
    }
  }

  return (listener) => {
    listeners.add(listener);
    if (!watching) {
      watching = new AbortController();
      // It ends with the engine, or when nobody listens any more.
      watch(watching.signal).catch(() => undefined);
    }
    return () => {
      listeners.delete(listener);
      if (listeners.size > 0) return;
      watching?.abort();
      watching = undefined;
    };
  };
}

const types = [
  ...(['run.started', 'run.completed', 'run.failed', 'run.cancelled'] as const),
  ...(['mcp.offered', 'mcp.listed', 'mcp.removed', 'mcp.switched', 'mcp.configured'] as const),
];

function newsOf(type: string, runId: string | undefined): News {
  return type.startsWith('run.') && runId !== undefined ? { kind: 'call', uri: callAddress(runId) } : { kind: 'offer' };
}
