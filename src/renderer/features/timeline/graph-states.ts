import { t } from '../../../words/words.ts';
import type { DrawnStates } from '../../../contract/draw-plan.ts';
import { findInPlan, isMany } from '../../../contract/plan-place.ts';
import type { Plan } from '../../../contract/plan.ts';
import type { TimelineTask } from '../../../contract/timeline.ts';
import type { StepState } from '../../ui/step-icon.tsx';
import { stepAt } from './bars.ts';
import { countsAt, type RunActivity } from './use-activity.ts';

/** How many were done of what is done many times. */
export type Counts = { begun: number; ended: number; failed: number };
export type PlaceState = { step: StepState; counts: Counts | undefined };

/** A moment of a run; without `at` it is now. `share` is how much of the run's time had passed by then. */
export type GraphMoment = {
  plan: Plan;
  taskOf: (place: string) => TimelineTask | undefined;
  activity: RunActivity | undefined;
  at: number | undefined;
  share: number;
};

/** How a place of the plan stood: a task that is done once by its own state, one that is done many times by their numbers. */
export function stateOfPlace({ plan, taskOf, activity, at, share }: GraphMoment, place: string): PlaceState {
  const counts = activity && countsOf(activity, place, share);
  if (isMany(plan, place)) return { step: counts ? stepOfCounts(counts) : 'waiting', counts };
  const found = findInPlan(plan, place);
  return { step: stepAt(taskOf(place), at), counts: found?.hasItems || found?.hasIterations ? counts : undefined };
}

/** "3 of 10 done", of what has begun. */
export function countsText({ begun, ended }: Counts): string {
  return begun > ended
    ? t('{{ended}} of {{begun}} done', { ended: ended.toLocaleString(), begun: begun.toLocaleString() })
    : t('{{ended}} done', { ended: ended.toLocaleString() });
}

/** As the plan is drawn in words. */
export function drawnStates(states: ReadonlyMap<string, PlaceState>): DrawnStates {
  const drawn = [...states].map(([place, { step, counts }]) => {
    const status = step === 'asking' ? ('blocked' as const) : step;
    const progress = counts && { total: counts.begun, done: counts.ended, failed: counts.failed };
    return [place, { status, ...(progress ? { progress } : {}) }] as const;
  });
  return Object.fromEntries(drawn);
}

function countsOf({ places }: RunActivity, place: string, share: number): Counts | undefined {
  const own = places.find((each) => each.place === `${place}/*`) ?? places.find((each) => each.place === place);
  return own && countsAt(own, share);
}

function stepOfCounts({ begun, ended, failed }: Counts): StepState {
  if (begun > ended) return 'running';
  if (failed > 0) return 'failed';
  return ended > 0 ? 'completed' : 'waiting';
}
