import { implement } from '@orpc/server';
import { contract } from '../../../contract/index.ts';
import type { HealthService } from './service.ts';

const api = implement(contract.health);

export function healthHandlers(health: HealthService) {
  return {
    get: api.get.handler(() => health.get()),
    failures: api.failures.handler(({ input }) => health.failures(input.sinceMs)),
    logFolder: api.logFolder.handler(() => health.logFolder()),
    openDataFolder: api.openDataFolder.handler(async () => {
      await health.openDataFolder();
      return {};
    }),
    openLogFolder: api.openLogFolder.handler(async () => {
      await health.openLogFolder();
      return {};
    }),
    crashes: api.crashes.handler(() => health.crashes()),
    crash: api.crash.handler(async ({ input }) => ({ text: await health.crash(input.crashId) })),
    removeCrash: api.removeCrash.handler(({ input }) => {
      health.removeCrash(input.crashId);
      return {};
    }),
    report: api.report.handler(async function* ({ signal }) {
      for await (const bytes of health.report(signal)) yield { bytes: Buffer.from(bytes).toString('base64') };
    }),
    logs: api.logs.handler(({ input }) => health.logs(input)),
  };
}
