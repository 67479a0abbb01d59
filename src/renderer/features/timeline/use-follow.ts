import { type RefObject, useEffect } from 'react';
import { parentPath } from '../../../contract/task-path.ts';
import { useHeron } from '../../app/heron-context.ts';
import { placeOfKey } from './tree.ts';
import type { RunTree } from './tree-store.ts';
import type { RowsHandle } from './waterfall-rows.tsx';

const everyMs = 400;

/** Keeps the step that began last in sight, or what it is inside of, where that is closed. */
export function useFollow(runId: string, tree: RunTree, handle: RefObject<RowsHandle | null>, isOn: boolean): void {
  const { engine } = useHeron();
  useEffect(() => {
    if (!isOn) return;
    let latest: string | undefined;
    const stop = engine.subscribe((events) => {
      const begun = events.findLast(
        ({ type, scope }) => scope.runId === runId && (type === 'task.started' || type === 'task.opened'),
      );
      latest = begun?.scope.taskId ?? latest;
    });
    const timer = setInterval(() => {
      if (latest === undefined) return;
      const place = nearestShown(tree, latest);
      latest = undefined;
      if (place >= 0) handle.current?.reveal(place);
    }, everyMs);
    return () => {
      stop();
      clearInterval(timer);
    };
  }, [engine, runId, tree, handle, isOn]);
}

function nearestShown(tree: RunTree, path: string): number {
  const { root } = tree.state.getState();
  for (let here = path; here !== ''; here = parentPath(here)) {
    const place = placeOfKey(root, here);
    if (place >= 0) return place;
  }
  return -1;
}
