import { implement } from '@orpc/server';
import { contract } from '../../../contract/index.ts';
import type { HealthService } from './service.ts';

const api = implement(contract.health);

export function healthHandlers(health: HealthService) {
  return {
    get: api.get.handler(() => health.get()),
    failures: api.failures.handler(({ input }) => health.failures(input.sinceMs)),
    logs: api.logs.handler(({ input }) => health.logs(input)),
  };
}
