import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Failure } from '../../../contract/errors.ts';
import type { ModelConfiguration } from '../../../contract/models.ts';
import { patchSettings, Settings, type SettingsPatch } from '../../../contract/settings.ts';
import type { Engine } from '../../engine/connect.ts';
import { failureOf } from '../../engine/failure.ts';

export type SettingsState = {
  settings?: Settings;
  failure?: Failure;
  /** null: no model; undefined: not read yet. */
  model?: ModelConfiguration | null;
  modelFailure?: Failure;
};

export type SettingsStore = {
  state: StoreApi<SettingsState>;
  read: () => Promise<void>;
  readModel: () => Promise<void>;
  /** Shows at once; what the engine refuses goes back. Errors: as `failureOf` reads them. */
  update: (patch: SettingsPatch) => Promise<void>;
};

export function createSettings({ client, subscribe }: Pick<Engine, 'client' | 'subscribe'>): SettingsStore {
  const state = createStore<SettingsState>(() => ({}));

  subscribe((events) => {
    for (const event of events) {
      const settings = event.type === 'settings.changed' && Settings.safeParse(event.payload.settings).data;
      if (settings) state.setState({ settings });
      if (event.type === 'models.changed') state.setState({ model: event.payload.configuration });
    }
  });

  return {
    state,
    read: async () => {
      try {
        state.setState({ settings: await client.settings.get({}), failure: undefined });
      } catch (error) {
        state.setState({ failure: failureOf(error) });
      }
    },
    readModel: async () => {
      try {
        state.setState({ model: await client.models.get({}), modelFailure: undefined });
      } catch (error) {
        state.setState({ modelFailure: failureOf(error) });
      }
    },
    update: async (patch) => {
      const before = state.getState().settings;
      if (before) state.setState({ settings: patchSettings(before, patch) });
      try {
        state.setState({ settings: await client.settings.update(patch) });
      } catch (error) {
        state.setState({ settings: before });
        throw error;
      }
    },
  };
}
