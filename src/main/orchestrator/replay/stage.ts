import type { AnyEvent, EventOf } from '../../../contract/events.ts';
import { foldRun } from '../../../contract/run-state.ts';
import type { Run } from '../../../contract/runs.ts';
import type { Database } from '../../base/database.ts';
import { eventRows } from '../../base/event-rows.ts';
import type { ItemRows } from '../item-rows.ts';
import { runTables } from '../run-tables.ts';

/** A database of its own on which a run is replayed. It has of the log what the replay has reached. */
export type Stage = {
  items: ItemRows;
  keep: (event: AnyEvent) => void;
  soFar: () => Run | undefined;
  /** How a wait ended that is over. */
  woken: (path: string) => EventOf<'task.woken'>['payload'] | undefined;
};

/** `lists` reads what other runs gave: a fork may go over a list of the run it comes from. */
export function createStage(database: Database, runId: string, lists: ItemRows): Stage {
  const rows = eventRows(database);
  const { items, waitRows } = runTables(database);
  // One transaction, never committed: nothing of it outlives the replay.
  database.exec('BEGIN');
  return {
    items: {
      ...items,
      outputs: (ofRun, ...page) => (ofRun === runId ? items : lists).outputs(ofRun, ...page),
    },
    keep: (event) => {
      rows.insert(event);
      items.apply(event);
      waitRows.apply(event);
    },
    soFar: () => foldRun(rows.outer(runId, 0)),
    woken: (path) =>
      waitRows.has(runId, path) ? undefined : rows.last('task.woken', { runId, taskId: path })?.payload,
  };
}
