import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { PermissionRequest } from '../../../contract/permissions.ts';
import { useHeron } from '../../app/heron-context.ts';
import { onReconnect } from '../../engine/on-reconnect.ts';
import type { OpenRun } from './store.ts';
import { type TaskRow, taskRows } from './task-rows.ts';

/** Follows a run for as long as the component is shown. */
export function useRun(runId: string): { entry: OpenRun | undefined; rows: TaskRow[]; pending: PermissionRequest[] } {
  const { engine, permissions, runs } = useHeron();
  useEffect(() => runs.hold(runId), [runs, runId]);
  const entry = useStore(runs.state, ({ open }) => open[runId]);
  useEffect(() => {
    const readAgain = (): void => {
      if (runs.state.getState().open[runId]?.failure) void runs.read(runId);
    };
    return onReconnect(engine.state, readAgain);
  }, [engine, runs, runId]);
  const pending = useStore(
    permissions.state,
    useShallow(({ pending: all }) => Object.values(all).filter((request) => request.runId === runId)),
  );
  const actionTitle = useActionTitle();
  const run = entry?.run;
  const rows = useMemo(() => (run ? taskRows(run, pending, actionTitle) : []), [run, pending, actionTitle]);
  return { entry, rows, pending };
}

/** What an action is called by its worker's manifest. */
export function useActionTitle(): (ref: string) => string {
  const { workers } = useHeron();
  const list = useStore(workers.state, (state) => state.workers);
  return useMemo(() => {
    const titles = list.flatMap(({ id, manifest }) =>
      Object.entries(manifest?.actions ?? {}).map(([name, action]) => [`${id}.${name}`, action.title] as const),
    );
    const known = new Map<string, string>(titles);
    return (ref) => known.get(ref) ?? ref;
  }, [list]);
}
