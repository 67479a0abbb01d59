import { hash } from 'node:crypto';
import type { Plan } from '../../../contract/plan.ts';
import type { Task } from '../../../contract/plan-task.ts';
import type { Catalogue } from '../catalogue.ts';
import type { Places } from './complete-input.ts';
import { dependenciesOfPlan } from './plan-dependencies.ts';
import type { PlanShape } from './plan-shape.ts';
import { type ValidatedPlan, validateShape } from './validate-plan.ts';

/** Checks a plan that was read, as `validatePlan` does. */
export type CheckPlan = (shape: PlanShape, places: Places) => Promise<ValidatedPlan>;

type Kept = { plan: Plan; isCurrent: () => boolean };

const mostPlans = 50;
/** Of their JSON, in characters. What is larger than a tenth of it is checked each time. */
const mostText = 20_000_000;

/**
 * Remembers the plans that were right: the same plan again, with the same actions and templates, needs no check. A workflow of a
 * thousand steps that is run every minute would be checked for longer than it works.
 */
export function createPlanCheck(catalogue: Catalogue): CheckPlan {
  /** Oldest first; used ones move to the end. */
  const kept = new Map<string, Kept & { length: number }>();
  let length = 0;

  function forget(key: string): void {
    length -= kept.get(key)?.length ?? 0;
    kept.delete(key);
  }

  function keep(key: string, one: Kept, size: number): void {
    forget(key);
    kept.set(key, { ...one, length: size });
    length += size;
    for (const oldest of kept.keys()) {
      if (kept.size <= mostPlans && length <= mostText) break;
      forget(oldest);
    }
  }

  return async (shape, places) => {
    const text = JSON.stringify([shape.plan, places.baseFolder, places.homeFolder]);
    const isKept = shape.plan !== undefined && text.length <= mostText / 10;
    const key = isKept ? hash('sha256', text) : '';
    const known = kept.get(key);
    if (known?.isCurrent()) {
      keep(key, known, text.length);
      return { plan: known.plan, issues: [] };
    }
    forget(key);
    const checked = await validateShape(shape, catalogue, places);
    if (isKept && checked.plan && shape.plan) {
      const isCurrent = dependenciesOfPlan(allTasksOf(checked.plan), allTasksOf(shape.plan), catalogue);
      keep(key, { plan: checked.plan, isCurrent }, text.length);
    }
    return checked;
  };
}

/** With those that are done when the plan's own budget is used up. */
function allTasksOf({ tasks, budget }: Plan): Task[] {
  return budget ? [...tasks, { id: 'plan', budget }] : tasks;
}
