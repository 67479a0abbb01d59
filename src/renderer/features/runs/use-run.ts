import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { PermissionRequest } from '../../../contract/permissions.ts';
import { useHeron } from '../../app/heron-context.ts';
import { onReconnect } from '../../engine/on-reconnect.ts';
import { useStoreCalmly } from '../../engine/use-store-calmly.ts';
import type { OpenRun } from './store.ts';
import { type ActionFacts, type TaskRow, taskRows } from './task-rows.ts';

/** A long list can begin thousands of steps a second. */
const everyMs = 250;

/** Follows a run for as long as the component is shown. */
export function useRun(runId: string): { entry: OpenRun | undefined; rows: TaskRow[]; pending: PermissionRequest[] } {
  const { engine, permissions, runs } = useHeron();
  useEffect(() => runs.hold(runId), [runs, runId]);
  const entry = useStoreCalmly(runs.state, ({ open }) => open[runId], everyMs);
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
  const factsOf = useActionFacts();
  const run = entry?.run;
  const rows = useMemo(() => (run ? taskRows(run, pending, factsOf) : []), [run, pending, factsOf]);
  return { entry, rows, pending };
}

/** What the manifest of its worker says of an action; nothing of one that is not there. */
export function useActionFacts(): (ref: string) => ActionFacts | undefined {
  const { workers } = useHeron();
  const list = useStore(workers.state, (state) => state.workers);
  return useMemo(() => {
    const facts = list.flatMap(({ id, manifest }) =>
      Object.entries(manifest?.actions ?? {}).map(([name, action]) => [`${id}.${name}`, action] as const),
    );
    const known = new Map<string, ActionFacts>(facts);
    return (ref) => known.get(ref);
  }, [list]);
}

/** What an action is called by its worker's manifest. */
export function useActionTitle(): (ref: string) => string {
  const factsOf = useActionFacts();
  return useMemo(() => (ref) => factsOf(ref)?.title ?? ref, [factsOf]);
}
