import { useCallback, useEffect } from 'react';
import type { WorkflowSummary } from '../../../contract/workflows.ts';
import { useHeron } from '../../app/heron-context.ts';
import { type Query, useQuery } from '../../engine/use-query.ts';

const runEnds = new Set(['run.completed', 'run.failed', 'run.cancelled']);

/** They follow what is made and changed, and their runs. */
export function useWorkflows(): Query<WorkflowSummary[]> {
  const { engine } = useHeron();
  const load = useCallback(() => engine.client.workflows.list(), [engine]);
  const query = useQuery(engine.state, load);
  const { reload } = query;
  useEffect(
    () =>
      engine.subscribe((events) => {
        const hasChanged = events.some(
          (event) =>
            event.type.startsWith('workflow.') ||
            runEnds.has(event.type) ||
            (event.type === 'run.created' && event.payload.workflow),
        );
        if (hasChanged) void reload();
      }),
    [engine, reload],
  );
  return query;
}
