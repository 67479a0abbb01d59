import { implement } from '@orpc/server';
import { contract } from '../../../contract/index.ts';
import type { DashboardService } from './service.ts';

const api = implement(contract.dashboard);

export function dashboardHandlers(dashboard: DashboardService) {
  return { get: api.get.handler(({ input }) => dashboard.get(input.days)) };
}
