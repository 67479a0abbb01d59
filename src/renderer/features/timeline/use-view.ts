import { useEffect, useMemo, useState } from 'react';
import type { Run } from '../../../contract/runs.ts';
import { isUnderWay } from '../runs/summaries.ts';
import { panned, type Stretch, within, zoomed } from './axis.ts';

/** Which part of a run's time is shown. */
export type View = {
  shown: Stretch;
  whole: Stretch;
  isWhole: boolean;
  /** Below 1: closer. `at` stays where it is; without it, the middle does. */
  zoom: (factor: number, at?: number) => void;
  /** By a share of what is shown. */
  pan: (share: number) => void;
  show: (stretch: Stretch) => void;
  fit: () => void;
};

/** Room after the end, for the length of the last task. */
const room = 1.08;
const leastRoom = 1.05;
/** While a run goes on the axis grows in steps: all bars are drawn anew when it does. */
const growth = 1.03;

export function useView(lengthMs: number, isLive: boolean, isFollowing: boolean): View {
  const [chosen, setChosen] = useState<Stretch>();
  const to = isLive ? growingEnd(lengthMs) : Math.max(10, lengthMs * room);
  return useMemo(() => {
    const whole = { from: 0, to };
    const isWhole = chosen === undefined;
    const kept = chosen ? within(chosen, whole) : whole;
    const shown = chosen && isFollowing ? panned(kept, lengthMs + (kept.to - kept.from) * 0.1 - kept.to, whole) : kept;
    const show = (next: Stretch): void => {
      const moved = within(next, whole);
      setChosen(moved.from <= whole.from && moved.to >= whole.to ? undefined : moved);
    };
    return {
      ...{ shown, whole, isWhole, show },
      zoom: (factor, at = (shown.from + shown.to) / 2) => show(zoomed(shown, factor, at, whole)),
      pan: (share) => show(panned(shown, (shown.to - shown.from) * share, whole)),
      fit: () => setChosen(undefined),
    };
  }, [chosen, to, lengthMs, isFollowing]);
}

/** The end of the axis of a run that has taken so long: the same for a while, then a step further. */
export function growingEnd(lengthMs: number): number {
  const least = Math.max(10, lengthMs * leastRoom);
  return growth ** Math.ceil(Math.log(least) / Math.log(growth));
}

const tickMs = 250;

/** How long the run has taken so far, by the clock while it goes on. */
export function useLength(run: Pick<Run, 'status' | 'createdAt' | 'endedAt'>): number {
  const isLive = isUnderWay(run.status);
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!isLive) return;
    const timer = setInterval(() => setNow(Date.now()), tickMs);
    return () => clearInterval(timer);
  }, [isLive]);
  return Math.max(0, (run.endedAt ?? now) - run.createdAt);
}
