import { setImmediate as nextTurn } from 'node:timers/promises';
import { findInPlan } from '../../../contract/plan-place.ts';
import type { Run } from '../../../contract/runs.ts';
import type { Activity } from '../../../contract/timeline.ts';
import type { ItemRow } from '../../orchestrator/item-rows.ts';
import type { RowKey, TimelineRows } from './rows.ts';

/** So many rows are counted in one turn of the loop, so that a run of a million tasks holds nobody up. */
const stretch = 10_000;

/** How many tasks began, ended and failed in each part of the run's time, by their places in the plan. */
export async function countActivity(
  rows: TimelineRows,
  run: Run,
  parts: number,
  now: number,
): Promise<{ from: number; to: number; places: Activity[] }> {
  const from = run.createdAt;
  const to = Math.max(from + 1, run.endedAt ?? now);
  const places = new Map<string, Activity>();
  const empty = (): number[] => Array.from({ length: parts }, () => 0);
  const partOf = (at: number): number =>
    Math.max(0, Math.min(parts - 1, Math.floor(((at - from) / (to - from)) * parts)));
  const add = (place: string, { startedAt, endedAt, isFailed }: Span): void => {
    let own = places.get(place);
    if (!own) places.set(place, (own = { place, begun: empty(), ended: empty(), failed: empty() }));
    if (startedAt !== undefined) bump(own.begun, partOf(startedAt));
    if (endedAt !== undefined) bump(own.ended, partOf(endedAt));
    if (endedAt !== undefined && isFailed) bump(own.failed, partOf(endedAt));
  };
  for (const { id, startedAt, endedAt, status } of Object.values(run.tasks)) {
    add(id, { startedAt, endedAt, isFailed: status === 'failed' });
  }
  const placeOf = placesIn(run);
  let after: RowKey = { parent: '', position: Number.MAX_SAFE_INTEGER, name: '' };
  for (;;) {
    const page = rows.page(run.id, after, stretch);
    for (const row of page) {
      const place = placeOf(row);
      if (place !== undefined) add(place, spanOf(row));
    }
    const last = page.at(-1);
    if (!last || page.length < stretch) break;
    after = last;
    await nextTurn();
  }
  return { from, to, places: [...places.values()] };
}

type Span = { startedAt: number | undefined; endedAt: number | undefined; isFailed: boolean };

function spanOf(row: ItemRow): Span {
  return {
    startedAt: row.started_at ?? row.ended_at ?? undefined,
    endedAt: row.ended_at ?? undefined,
    isFailed: row.status === 'failed',
  };
}

function bump(counts: number[], at: number): void {
  counts[at] = (counts[at] ?? 0) + 1;
}

/** Rows come by their parents, and what is in one parent has few places. A list itself is counted by its items. */
function placesIn({ plan }: Run): (row: ItemRow) => string | undefined {
  let parent: string | undefined;
  let known = new Map<string, string | undefined>();
  return (row) => {
    if (row.parent !== parent) {
      parent = row.parent;
      known = new Map();
    }
    if (!known.has(row.name)) {
      const found = findInPlan(plan, `${row.parent}/${row.name === '' ? row.position : row.name}`);
      const place = found && (found.role === 'task' || found.role === 'call' ? found.place : `${found.place}/*`);
      known.set(row.name, place);
    }
    return known.get(row.name);
  };
}
