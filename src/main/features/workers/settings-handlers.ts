import { implement } from '@orpc/server';
import { contract } from '../../../contract/index.ts';
import type { WorkerSettingsService } from './settings-service.ts';

const api = implement(contract.workerSettings);

export function workerSettingsHandlers(settings: WorkerSettingsService) {
  return {
    get: api.get.handler(({ input }) => settings.read(input.workerId)),
    update: api.update.handler(({ input: { workerId, baseHash, ...change } }) =>
      settings.update(workerId, change, baseHash),
    ),
  };
}
