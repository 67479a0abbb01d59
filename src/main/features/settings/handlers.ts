import { implement } from '@orpc/server';
import { contract } from '../../../contract/index.ts';
import type { SettingsService } from './service.ts';

const api = implement(contract.settings);

export function settingsHandlers(settings: SettingsService) {
  return {
    get: api.get.handler(() => settings.get()),
    read: api.read.handler(() => settings.read()),
    update: api.update.handler(({ input: { baseHash, ...patch } }) => settings.update(patch, { baseHash })),
    replace: api.replace.handler(({ input }) => settings.replace(input.settings, input.baseHash)),
    undo: api.undo.handler(({ input }) => settings.undo(input.baseHash)),
  };
}
