import { type FoundServer, ModelInput, type ModelConfiguration } from '../../../contract/models.ts';
import type { Clock } from '../../base/clock.ts';
import { HeronError } from '../../base/errors.ts';
import type { EventLog } from '../../base/event-log.ts';
import { fetchModelNames } from './fetch-model-names.ts';
import { findServers } from './find-servers.ts';
import { chosenModel, modelEnvironment, refuseIfDecided } from './model-environment.ts';
import type { ModelStore, StoredModel } from './store.ts';
import { tryModel } from './try-model.ts';

/** A key, and the one server it is for: it is sent nowhere else. */
export type ModelKey = { origin: string; key: string };

export type KeyStore = { read(): ModelKey | undefined; write(key: ModelKey | undefined): Promise<void> };

export type ModelParts = {
  log: EventLog;
  store: ModelStore;
  keys: KeyStore;
  /** `HERON_MODEL_BASE_URL`, `HERON_MODEL_NAME` and `HERON_MODEL_API_KEY` go before what is stored. */
  environment: NodeJS.ProcessEnv;
  clock: Clock;
  listTimeLimitMs?: number;
  /** For one answer; a server may first have to load the model. */
  testTimeLimitMs?: number;
};

export type ModelAccess = StoredModel & { apiKey: string | undefined };

export type ModelService = {
  /** What to plan with, key included; undefined if no model is set. Never leaves the engine. Errors: `storage`, `invalid-input`. */
  access(): ModelAccess | undefined;
  get(): ModelConfiguration | null;
  /** Errors: `invalid-input`, `storage`, and `conflict` when the environment decides. */
  configure(input: ModelInput): Promise<ModelConfiguration>;
  clear(): Promise<void>;
  /** Errors: `network`, `provider`; both name the address. */
  available(request: { baseUrl: string; apiKey?: string | undefined }): Promise<string[]>;
  /** Servers on this machine. */
  find(): Promise<FoundServer[]>;
  /** Errors: as `available`. */
  test(input: ModelInput): Promise<{ tookMs: number; text: string }>;
};

export function createModels(parts: ModelParts): ModelService {
  const { log, store, keys } = parts;
  const given = modelEnvironment(parts.environment);

  function access(): ModelAccess | undefined {
    const chosen = chosenModel(given, () => store.read());
    return chosen && { ...chosen, apiKey: given.apiKey ?? keyOf(keys.read(), chosen.baseUrl) };
  }

  /** The environment's key is for the model that plans, not for any address somebody asks about. */
  function keyForAsking(baseUrl: string): string | undefined {
    const planning = given.baseUrl ?? store.read()?.baseUrl;
    const isPlanning = planning !== undefined && originOf(planning) === originOf(baseUrl);
    return (isPlanning ? given.apiKey : undefined) ?? keyOf(keys.read(), baseUrl);
  }

  /** Both places or neither: the key is put back when the rest cannot be stored. */
  async function change(model: StoredModel | undefined, key: ModelKey | undefined): Promise<void> {
    const hasKey = key !== undefined || given.apiKey !== undefined;
    const configuration = model ? { ...model, hasKey } : null;
    const before = keys.read();
    await keys.write(key);
    try {
      await log.append([{ type: 'models.changed', payload: { configuration } }], () => store.write(model));
    } catch (error) {
      await keys.write(before);
      throw error;
    }
  }

  return {
    access,
    get() {
      const found = access();
      return found ? { baseUrl: found.baseUrl, model: found.model, hasKey: found.apiKey !== undefined } : null;
    },
    async configure(input) {
      const { baseUrl, model, apiKey = keyOf(keys.read(), input.baseUrl) } = checkInput(input);
      refuseIfDecided(given);
      const hasKey = given.apiKey !== undefined || Boolean(apiKey);
      await change({ baseUrl, model }, apiKey ? { origin: originOf(baseUrl), key: apiKey } : undefined);
      return { baseUrl, model, hasKey };
    },
    async clear() {
      refuseIfDecided(given);
      await change(undefined, undefined);
    },
    async available({ baseUrl, apiKey = keyForAsking(baseUrl) }) {
      return fetchModelNames({ baseUrl, apiKey, timeLimitMs: parts.listTimeLimitMs ?? 10_000 });
    },
    find: () => findServers(parts.environment, parts.listTimeLimitMs ?? 1500),
    async test({ baseUrl, model, apiKey = keyForAsking(baseUrl) }) {
      const { clock, testTimeLimitMs: timeLimitMs = 60_000 } = parts;
      return tryModel({ baseUrl, model, apiKey, timeLimitMs, clock });
    },
  };
}

/** A kept key is only ever sent to the server it was entered for. */
function keyOf(kept: ModelKey | undefined, baseUrl: string): string | undefined {
  return kept?.origin === originOf(baseUrl) ? kept.key : undefined;
}

function originOf(baseUrl: string): string {
  return URL.parse(baseUrl)?.origin ?? baseUrl;
}

function checkInput(input: ModelInput): ModelInput {
  const parsed = ModelInput.safeParse(input);
  if (parsed.success) return parsed.data;
  const text = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  throw new HeronError('invalid-input', text);
}
