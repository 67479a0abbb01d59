import type { OpenedPlan, Plan } from '../../../contract/plan.ts';
import { HeronError } from '../../base/errors.ts';
import type { MakeId } from '../../base/ids.ts';
import type { PlanService } from './service.ts';

export type OpenedPlans = {
  open(file: Pick<OpenedPlan, 'name' | 'plan' | 'baseFolder'>): { id: string };
  /** Errors: `not-found`. */
  get(id: string): Promise<OpenedPlan>;
};

export type OpenedPlansParts = {
  plans: Pick<PlanService, 'validate'>;
  makeId: MakeId;
  /** Told of each that can run, when it is looked at. */
  onShown?: (plan: Plan) => void;
};

const mostRemembered = 20;

/** Plan files that were opened to be looked at: kept in memory, and forgotten when Heron ends. */
export function createOpenedPlans(parts: OpenedPlansParts): OpenedPlans {
  const opened = new Map<string, Pick<OpenedPlan, 'name' | 'plan' | 'baseFolder'>>();
  return {
    open(file) {
      const id = parts.makeId('opn');
      opened.set(id, file);
      const [oldest] = opened.keys();
      if (opened.size > mostRemembered && oldest !== undefined) opened.delete(oldest);
      return { id };
    },
    async get(id) {
      const file = opened.get(id);
      if (!file) throw new HeronError('not-found', 'This plan file is not open any more; open it again', { id });
      const check = await parts.plans.validate(file.plan, { baseFolder: file.baseFolder });
      if (check.issues.length === 0) parts.onShown?.(file.plan as Plan);
      return { id, ...file, ...check };
    },
  };
}
