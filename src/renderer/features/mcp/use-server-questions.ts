import { useCallback, useEffect, useMemo } from 'react';
import type { McpQuestion } from '../../../contract/mcp-questions.ts';
import { useHeron } from '../../app/heron-context.ts';
import { onReconnect } from '../../engine/on-reconnect.ts';
import { useQuery } from '../../engine/use-query.ts';

/** What MCP servers ask in the middle of calls, of one run or of all; the one that has waited longest first. */
export function useServerQuestions(runId?: string): McpQuestion[] {
  const { engine } = useHeron();
  const load = useCallback(async () => engine.client.mcp.questions(), [engine]);
  const { data, reload } = useQuery(engine.state, load);
  useEffect(
    () =>
      engine.subscribe((events) => {
        if (events.some(({ type }) => type === 'mcp.asked' || type === 'mcp.answered')) void reload();
      }),
    [engine, reload],
  );
  useEffect(() => onReconnect(engine.state, () => void reload()), [engine, reload]);
  return useMemo(() => (data ?? []).filter((one) => runId === undefined || one.runId === runId), [data, runId]);
}
