import { useCallback, useEffect } from 'react';
import type { McpServer } from '../../../contract/mcp.ts';
import { useHeron } from '../../app/heron-context.ts';
import { onReconnect } from '../../engine/on-reconnect.ts';
import { type Query, useQuery } from '../../engine/use-query.ts';

/** The MCP servers; they follow what becomes of their connections, and what is allowed of them. */
export function useMcp(): Query<McpServer[]> {
  const { engine } = useHeron();
  const load = useCallback(() => engine.client.mcp.list(), [engine]);
  const query = useQuery(engine.state, load);
  const { reload } = query;
  useEffect(
    () =>
      engine.subscribe((events) => {
        if (events.some(({ type }) => /^mcp\.|^permission\.(granted|revoked)$/.test(type))) void reload();
      }),
    [engine, reload],
  );
  useEffect(() => onReconnect(engine.state, () => void reload()), [engine, reload]);
  return query;
}
