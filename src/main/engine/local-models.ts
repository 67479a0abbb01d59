import { basename, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { providers as kinds } from '../../contract/model-providers.ts';
import type { ModelsOverview } from '../../contract/models.ts';
import { once } from '../base/once.ts';
import { readCatalogue } from '../features/local-models/catalogue.ts';
import type { ModelUse } from '../features/local-models/model-view.ts';
import { createLocalModels, type LocalModelService } from '../features/local-models/service.ts';
import type { ModelService } from '../features/models/model-service.ts';
import type { AuditLog } from '../features/permissions/audit-log.ts';
import type { Ground } from './ground.ts';
import type { RefusalOf } from '../workers/broker/access.ts';
import { createPersonRequest } from '../workers/broker/network/person-request.ts';
import { systemLookUp } from '../workers/broker/network/resolve-host.ts';
import type { HostCircuits } from '../workers/circuits/host-circuits.ts';

type Parts = {
  audit: AuditLog;
  hosts: HostCircuits;
  refusalOf: RefusalOf;
  models: Pick<ModelService, 'configure' | 'get' | 'letGo'> & {
    overview: () => Pick<ModelsOverview, 'providers' | 'models'>;
  };
};

/** Another list of models than the one that ships, for who runs Heron for others. */
const catalogueVariable = 'HERON_MODEL_CATALOGUE';

/** A connection that is silent for so long is broken. */
const idleMs = 30_000;

/** Every byte of a model goes the way out that workers have, with the person as who said yes. */
export function openLocalModels(
  { host, paths, events, logger, clock }: Ground,
  { audit, hosts, refusalOf, models }: Parts,
): { localModels: LocalModelService } {
  const { environment, appFolder } = host;
  const localModels = createLocalModels({
    ...{ folder: paths.models, log: events, logger, clock, idleMs },
    usesOf: (files) => usesOf(files, models.overview()),
    planning: {
      isSetUp: () => models.get() !== null,
      use: (model) => models.configure({ baseUrl: kinds.local.baseUrl, model }),
    },
    letGo: (files) => models.letGo(runByHeron(files, models.overview())),
    catalogue: once(() => readCatalogue(environment[catalogueVariable] ?? join(appFolder, 'resources', 'models.json'))),
    request: createPersonRequest({
      ...{ lookUp: systemLookUp, hosts, refusalOf },
      note: (line) => void audit.add({ ...line, workerId: 'heron', operation: 'model.download' }),
    }),
    pause: (ms, signal) => wait(ms, undefined, { signal }),
  });
  return { localModels };
}

/** Models of servers on this machine that go by the name of one of these files. */
function usesOf(files: string[], { providers, models }: ReturnType<Parts['models']['overview']>): ModelUse[] {
  const local = providers.filter(({ kind, baseUrl }) => kinds[kind].isLocal || isHere(baseUrl));
  return models.flatMap(({ name }) => {
    const [providerId = '', ...rest] = name.split('/');
    const provider = local.find(({ id }) => id === providerId);
    if (!provider || !isOneOf(files, rest.join('/'))) return [];
    const canLetGo = provider.kind === 'local' && provider.isOfEnvironment !== true;
    return [{ words: `${name} in Settings, Models`, canLetGo }];
  });
}

function isOneOf(files: string[], model: string): boolean {
  const name = model.split('/').at(-1) ?? '';
  return files.some((file) => basename(file) === name || basename(file, '.gguf') === name);
}

function runByHeron(files: string[], { providers }: ReturnType<Parts['models']['overview']>): string[] {
  return providers
    .filter(({ kind }) => kind === 'local')
    .flatMap(({ id, models }) => models.filter((model) => isOneOf(files, model)).map((model) => `${id}/${model}`));
}

function isHere(baseUrl: string): boolean {
  return ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(baseUrl).hostname);
}
