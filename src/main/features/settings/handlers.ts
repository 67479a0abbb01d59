import { implement } from '@orpc/server';
import { contract } from '../../../contract/index.ts';
import type { SettingsService } from './service.ts';

const api = implement(contract.settings);

export function settingsHandlers(settings: SettingsService) {
  return {
    get: api.get.handler(() => settings.get()),
    update: api.update.handler(({ input }) => settings.update(input)),
  };
}
