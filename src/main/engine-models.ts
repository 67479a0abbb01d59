import type { Settings } from '../contract/settings.ts';
import type { ModelOption } from '../contract/spending.ts';
import { HeronError } from './base/errors.ts';
import { conversationStore } from './features/conversations/store.ts';
import type { ModelService } from './features/models/service.ts';
import type { GuardModel } from './features/plans/plan-by-model.ts';
import { serverClient } from './features/plans/server-client.ts';
import { runStore } from './features/runs/store.ts';
import { createSpending, type SpendingService } from './features/spending/service.ts';
import type { WebhookBase } from './engine-webhooks.ts';
import type { Ground } from './ground.ts';
import { createModelDoor, type ModelAccess, type OpenedDoor } from './models/door/model-door.ts';
import type { KeyLimits } from './models/door/model-keys.ts';
import { createGuards, type Guards } from './models/guards/with-guards.ts';
import type { FindCandidates, ModelCandidate, ModelClient, ModelRequest } from './models/model-client.ts';

/** What stands around every request to a model. */
export function openGuards({ database, clock, events }: Ground, settings: () => Settings): Guards {
  const conversations = conversationStore(database);
  const guards = createGuards({
    ...{ database, clock, log: events, settings },
    chosenIn: (conversationId) => conversations.get(conversationId)?.model,
  });
  events.listen(({ type }) => {
    if (type === 'models.changed') guards.rests.forgetAll();
  });
  return guards;
}

/** The one configured model is the only one there is. */
export function guardsOfPlanner({ withGuards }: Guards): GuardModel {
  return (client, model) => withGuards(async (request) => [candidate(request, model, client)]);
}

function candidate({ choice }: ModelRequest, model: string, client: ModelClient): ModelCandidate {
  return { model: 'named' in choice ? choice.named : model, account: 'default', client };
}

const firstByteLimitMs = 45_000;

function findConfigured({ logger }: Ground, models: ModelService): FindCandidates {
  return async (request) => {
    const access = models.access();
    if (!access) throw new HeronError('unsupported', 'No model is set up; Settings, Models has what is needed');
    return [candidate(request, access.model, serverClient({ access, logger, firstByteLimitMs }))];
  };
}

/** Keys for what runs in a run; they end with it. */
export type OpenModelAccess = (runId: string, limits: KeyLimits) => Promise<ModelAccess>;

function accessOfRuns({ database }: Ground, { open }: OpenedDoor): OpenModelAccess {
  const runs = runStore(database);
  return async (runId, limits) => {
    const status = runs.get(runId)?.status;
    if (status === 'waiting' || status === 'running') return open({ runId }, limits);
    const text = status ? `The run ${runId} has ended, so nothing in it asks models` : `There is no run ${runId}`;
    throw new HeronError(status ? 'conflict' : 'not-found', text, { runId });
  };
}

type SpendingGround = { guards: Guards; models: ModelService; called: WebhookBase };

export function openSpending(
  ground: Ground,
  { guards, models, called }: SpendingGround,
): { spending: SpendingService; modelDoor: OpenedDoor; openModelAccess: OpenModelAccess } {
  const { clock, events, logger, scrubber } = ground;
  const options = (): Promise<ModelOption[]> => optionsOf(models);
  const modelDoor = createModelDoor({
    ...{ clock, log: events, logger, base: called.base, learn: scrubber.learn },
    client: guards.withGuards(findConfigured(ground, models)),
    models: async () => (await options()).map(({ model }) => model),
  });
  const spending = createSpending({ guards, clock, options, door: modelDoor });
  return { modelDoor, spending, openModelAccess: accessOfRuns(ground, modelDoor) };
}

/** What the server of the configured model has; it alone while the server does not say. */
async function optionsOf(models: ModelService): Promise<ModelOption[]> {
  const configured = models.get();
  if (!configured) return [];
  const { baseUrl, model } = configured;
  const names = await models.available({ baseUrl }).catch(() => []);
  const others = names.filter((name) => name !== model).map((name) => ({ model: name }));
  return [{ model, note: 'set in Settings, Models' }, ...others];
}
