import { implement } from '@orpc/server';
import { contract } from '../../../contract/index.ts';
import type { OpenedPlans } from './opened-plans.ts';
import type { PlanService } from './service.ts';

const api = implement(contract.plans);

export function planHandlers(plans: PlanService, opened: OpenedPlans) {
  return {
    make: api.make.handler(({ input, signal }) => plans.make(input.text, { baseFolder: input.baseFolder, signal })),
    validate: api.validate.handler(({ input }) => plans.validate(input.plan, { baseFolder: input.baseFolder })),
    open: api.open.handler(({ input }) => opened.open(input)),
    opened: api.opened.handler(({ input }) => opened.get(input.id)),
  };
}
