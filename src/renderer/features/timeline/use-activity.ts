import { useCallback, useEffect } from 'react';
import type { Activity } from '../../../contract/timeline.ts';
import { useHeron } from '../../app/heron-context.ts';
import { type Query, useQuery } from '../../engine/use-query.ts';

export type RunActivity = { from: number; to: number; places: Activity[] };

const parts = 400;
const everyMs = 2000;

/** How busy a run is over its time, counted again now and then while it goes on, and once when it has ended. */
export function useActivity(runId: string, endedAt: number | undefined): Query<RunActivity> {
  const { engine } = useHeron();
  const load = useCallback(() => engine.client.timeline.activity({ runId, parts }), [engine, runId]);
  const query = useQuery(engine.state, load);
  const { reload } = query;
  useEffect(() => {
    if (endedAt !== undefined) return void reload();
    let timer = setTimeout(again, everyMs);
    async function again(): Promise<void> {
      await reload();
      timer = setTimeout(again, everyMs);
    }
    return () => clearTimeout(timer);
  }, [reload, endedAt]);
  return query;
}

/** What begins with `/*` at its end is an item or an iteration; what others are inside is counted by these. */
export function totals(places: readonly Activity[]): { begun: number[]; ended: number[]; failed: number[] } {
  const names = places.map(({ place }) => place);
  const leaves = places.filter(({ place }) => {
    const own = place.replace(/\/\*$/, '');
    return !names.some((other) => other !== place && other.startsWith(`${own}/`));
  });
  const length = places[0]?.begun.length ?? 0;
  const sum = (of: (activity: Activity) => number[]): number[] =>
    Array.from({ length }, (_, index) => leaves.reduce((all, leaf) => all + (of(leaf)[index] ?? 0), 0));
  return { begun: sum(({ begun }) => begun), ended: sum(({ ended }) => ended), failed: sum(({ failed }) => failed) };
}

/** How many of a place had begun, ended and failed by a share of the run's time. */
export function countsAt(
  { begun, ended, failed }: Activity,
  share: number,
): { begun: number; ended: number; failed: number } {
  const last = Math.floor(share * begun.length);
  const until = (counts: number[]): number => counts.slice(0, last + 1).reduce((all, count) => all + count, 0);
  return { begun: until(begun), ended: until(ended), failed: until(failed) };
}
