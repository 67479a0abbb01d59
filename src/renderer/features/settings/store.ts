import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Failure } from '../../../contract/errors.ts';
import type { ModelConfiguration } from '../../../contract/models.ts';
import {
  patchSettings,
  settingGroups,
  type Settings,
  type SettingsPatch,
  type SettingsReading,
} from '../../../contract/settings.ts';
import type { Engine } from '../../engine/connect.ts';
import { failureOf } from '../../engine/failure.ts';
import { createInTurn } from '../../../contract/in-turn.ts';
import { clashOf, type SettingsClash } from './clash.ts';

export type SettingsState = {
  settings?: Settings;
  failure?: Failure;
  /** What is known besides of the settings as they were read last. */
  about?: Omit<SettingsReading, 'settings'>;
  /** A change of one's own that somebody else's came before. */
  clash?: SettingsClash;
  /** null: no model; undefined: not read yet. */
  model?: ModelConfiguration | null;
  modelFailure?: Failure;
};

export type SettingsStore = {
  state: StoreApi<SettingsState>;
  read: () => Promise<void>;
  readModel: () => Promise<void>;
  /**
   * Shows at once; what the engine refuses goes back. Where somebody else has changed the same meanwhile, nothing is
   * changed and `clash` says so. Errors: as `failureOf` reads them.
   */
  update: (patch: SettingsPatch) => Promise<void>;
  /** Once the engine has answered every change made so far, for what is asked about the settings that are shown. */
  settled: () => Promise<void>;
  /** Puts back what the last change changed. Errors: as `failureOf` reads them. */
  undo: () => Promise<void>;
  /** Ends a clash, with one's own change or without. Errors: as `failureOf` reads them. */
  settle: (choice: 'mine' | 'theirs') => Promise<void>;
};

export function createSettings({ client, subscribe }: Pick<Engine, 'client' | 'subscribe'>): SettingsStore {
  const state = createStore<SettingsState>(() => ({}));
  const reader = settingsReader(client, state);
  /** One change after the other, so that each knows what came before it. */
  const inTurn = createInTurn();

  subscribe((events) => {
    for (const event of events) {
      if (event.type === 'settings.changed' && isWhole(event.payload.settings)) reader.hear(event.payload.settings);
      if (event.type === 'models.changed') state.setState({ model: event.payload.configuration });
    }
    if (events.some(({ type }) => type === 'settings.changed' || type === 'settings.fileRead')) void reader.readAgain();
  });

  return {
    state,
    read: async () => {
      try {
        reader.take(await client.settings.read({}));
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
    update: (patch) => {
      const before = state.getState().settings;
      const isOver = reader.show(patch);
      return inTurn(() => reader.send(patch, before)).finally(isOver);
    },
    settled: () => inTurn(() => undefined),
    undo: () => inTurn(async () => reader.take(await client.settings.undo({ baseHash: state.getState().about?.hash }))),
    settle: async (choice) => {
      const { clash } = state.getState();
      if (clash && choice === 'mine') await inTurn(() => reader.send(clash.patch, undefined));
      state.setState({ clash: undefined });
    },
  };
}

/** What keeps the state at what the engine has, with what is on its way on top, and sends it changes. */
function settingsReader(client: Engine['client'], state: StoreApi<SettingsState>) {
  let known: Settings | undefined;
  let underWay: SettingsPatch[] = [];

  function shown(): Pick<SettingsState, 'settings'> {
    return known ? { settings: underWay.reduce(patchSettings, known) } : {};
  }

  function hear(settings: Settings): void {
    known = settings;
    state.setState(shown());
  }

  function take({ settings, ...about }: SettingsReading): void {
    known = settings;
    state.setState({ ...shown(), about, failure: undefined });
  }

  /** Until what it gives is called: what comes back of earlier changes must not hide it, for the next change builds on what is shown. */
  function show(patch: SettingsPatch): () => void {
    underWay = [...underWay, patch];
    state.setState(shown());
    return () => {
      underWay = underWay.filter((each) => each !== patch);
      state.setState(shown());
    };
  }

  /** After news; what cannot be read now is read with the next. */
  async function readAgain(): Promise<void> {
    const reading = await client.settings.read({}).catch(() => undefined);
    if (reading) take(reading);
  }

  async function send(patch: SettingsPatch, base: Settings | undefined): Promise<void> {
    try {
      hear(await client.settings.update({ ...patch, baseHash: state.getState().about?.hash }));
    } catch (error) {
      if (failureOf(error).code !== 'conflict') throw error;
      const now = await client.settings.read({});
      take(now);
      const clash = base && clashOf(patch, base, now.settings);
      if (clash) return state.setState({ clash });
      hear(await client.settings.update({ ...patch, baseHash: now.hash }));
    }
    await readAgain();
  }

  return { take, hear, show, readAgain, send };
}

/** The log may hold what an earlier Heron wrote, with fewer groups. What is in them is asked for after each change anyway. */
function isWhole(settings: object): settings is Settings {
  return settingGroups.every((group) => group in settings);
}
