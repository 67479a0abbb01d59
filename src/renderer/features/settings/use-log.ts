import { useCallback, useEffect } from 'react';
import type { LogLine } from '../../../contract/health.ts';
import { useHeron } from '../../app/heron-context.ts';
import { type Query, useQuery } from '../../engine/use-query.ts';

export type LogChoice = {
  level: LogLine['level'];
  query?: string | undefined;
  traceId?: string | undefined;
  workerId?: string | undefined;
  limit: number;
};

const refreshMs = 2000;

/** Lines of the log, newest first; read again and again while it is followed. */
export function useLog({ level, query, traceId, workerId, limit }: LogChoice, isFollowing: boolean): Query<LogLine[]> {
  const { engine } = useHeron();
  const load = useCallback(
    () =>
      engine.client.health.logs({
        ...{ level, limit },
        ...(query ? { query } : {}),
        ...(traceId ? { traceId } : {}),
        ...(workerId ? { workerId } : {}),
      }),
    [engine, level, query, traceId, workerId, limit],
  );
  const log = useQuery(engine.state, load);
  const { reload } = log;
  useEffect(() => {
    if (!isFollowing) return;
    const timer = setInterval(() => void reload(), refreshMs);
    return () => clearInterval(timer);
  }, [isFollowing, reload]);
  return log;
}
