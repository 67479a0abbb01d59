import type { Settings } from '../../contract/settings.ts';
import type { ModelOption } from '../../contract/spending.ts';
import { HeronError } from '../base/errors.ts';
import { conversationStore } from '../features/conversations/store.ts';
import { scopeOf, scopeText } from '../features/memory/scope.ts';
import type { ModelService } from '../features/models/model-service.ts';
import { createModels } from '../features/models/service.ts';
import { modelStandingStore, modelStore } from '../features/models/store.ts';
import type { AuditLog } from '../features/permissions/audit-log.ts';
import { addNote, notesFolder } from '../features/prompts/daily-notes.ts';
import { runStore } from '../features/runs/store.ts';
import type { SecretService } from '../features/secrets/service.ts';
import { createSpending, type SpendingService } from '../features/spending/service.ts';
import type { WebhookBase } from './webhooks.ts';
import { findingShares } from './shares.ts';
import type { Ground } from './ground.ts';
import { createModelDoor, type ModelAccess, type OpenedDoor } from '../models/door/model-door.ts';
import type { AskForMore, KeyLimits } from '../models/door/model-keys.ts';
import type { CompactionHooks } from '../models/context/compaction.ts';
import { createLocalModels, inferenceScript } from '../models/local/local-models.ts';
import type { KeepNote } from '../models/context/remember.ts';
import type { ListModels } from '../models/guards/health-checks.ts';
import { createGuards, type GuardParts, type Guards } from '../models/guards/with-guards.ts';
import { makeTitle, type TitleRequest } from '../models/make-title.ts';
import { createRouter } from '../models/routing/router.ts';
import { sortedStore } from '../models/routing/sorted-store.ts';
import type { ModelClient } from '../models/model-client.ts';
import { createWindows } from '../models/windows.ts';

/** What is set up of models, and the ways to them. */
function openModels(
  { host, paths, database, events, clock, logger }: Ground,
  secrets: SecretService,
  settings: () => Settings,
): ModelService {
  const local = createLocalModels({
    folder: paths.models,
    nodeBinary: host.nodeBinary,
    script: inferenceScript(host.appFolder),
    logger,
  });
  return createModels({
    ...{ log: events, clock, logger, environment: host.environment },
    store: modelStore(database),
    standings: modelStandingStore(database),
    windows: createWindows(database, clock),
    keys: secrets.modelKeys,
    local,
    silentLimitMs: () => settings().patience.silentSeconds * 1000,
  });
}

/** Models, and the one way to them with everything around it. */
export function openThinking(
  ground: Ground,
  secrets: SecretService,
  settings: () => Settings,
  { hooks, audit }: { hooks: CompactionHooks; audit: Pick<AuditLog, 'add'> },
) {
  const models = openModels(ground, secrets, settings);
  const { makeId, logger } = ground;
  const windowOf = (model: string): number | undefined => models.recordOf(model).context;
  const notes = { isOn: () => settings().memory.flush, keep: keepingNotes(ground, audit) };
  const guards = openGuards(
    ground,
    { settings, windows: models.windows, listModels: listing(models) },
    { makeId, logger, hooks, windowOf, notes, find: models.findCandidates },
  );
  const client = guards.withGuards(models.findCandidates);
  const { database, clock, events } = ground;
  const conversations = conversationStore(database);
  const router = createRouter({
    ...{ client, clock, log: events, store: sortedStore(database, clock), firstFor: models.firstFor },
    settings: () => settings().routing,
    chosenIn: (conversationId) => conversations.get(conversationId)?.model,
  });
  return { models, guards, context: guards.context, client, router };
}

/** Somebody may wait for what comes of it: a server that is slow to say what it has counts as away. */
const longestListMs = 3000;

function listing(models: Pick<ModelService, 'listOf'>): ListModels {
  return ({ model, account }) => models.listOf(model.slice(0, model.indexOf('/')), account, longestListMs);
}

/** Notes lie with the person's own files, where no worker can write; that the engine does is audited like what workers do. */
function keepingNotes({ paths, clock, scrubber, database, events }: Ground, audit: Pick<AuditLog, 'add'>): KeepNote {
  const store = conversationStore(database);
  return async ({ mark, text, runId, conversationId }) => {
    const line = { workerId: 'heron', operation: 'memory.write', target: notesFolder(paths.prompts) };
    const by = runId === undefined ? {} : { runId };
    await audit.add({ ...line, ...by, decision: 'allowed', rule: 'setting memory.flush' });
    const of = conversationId ?? (runId && events.last('run.created', { runId })?.scope.conversationId);
    const scope = scopeText(scopeOf(store.get, of));
    await addNote(paths.prompts, { mark, text: scrubber.text(text), at: clock(), scope });
  };
}

type TitleParts = {
  model: ModelClient;
  hasModel: () => boolean;
  takeTurn: (runId: string | undefined, signal: AbortSignal) => Promise<() => void>;
};

/** Titles wait for their turn among all who ask models; without a model there is none. */
export function titlesBy({ model, hasModel, takeTurn }: TitleParts) {
  return async (request: TitleRequest): Promise<string | undefined> => {
    if (!hasModel()) return undefined;
    const leave = await takeTurn(request.conversationId, request.signal);
    try {
      return await makeTitle(model, request);
    } finally {
      leave();
    }
  };
}

/** What stands around every request to a model. */
function openGuards(
  { database, clock, events }: Ground,
  given: Pick<GuardParts, 'settings' | 'windows' | 'listModels'>,
  context: GuardParts['context'],
): Guards {
  const conversations = conversationStore(database);
  const guards = createGuards({
    ...{ database, clock, log: events, ...given, context },
    chosenIn: (conversationId) => conversations.get(conversationId)?.model,
    sharesOf: findingShares(events, (conversationId) => conversations.get(conversationId)),
  });
  events.listen(({ type }) => {
    if (type === 'models.changed') guards.rests.forgetAll();
  });
  return guards;
}

/** Keys for what runs in a run; they end with it. */
export type OpenModelAccess = (runId: string, limits: KeyLimits, askForMore?: AskForMore) => Promise<ModelAccess>;

function accessOfRuns({ database }: Ground, { open }: OpenedDoor): OpenModelAccess {
  const runs = runStore(database);
  return async (runId, limits, askForMore) => {
    const status = runs.get(runId)?.status;
    if (status === 'waiting' || status === 'running') return open({ runId }, limits, askForMore);
    const text = status ? `The run ${runId} has ended, so nothing in it asks models` : `There is no run ${runId}`;
    throw new HeronError(status ? 'conflict' : 'not-found', text, { runId });
  };
}

type SpendingGround = { guards: Guards; models: ModelService; called: WebhookBase; settings: () => Settings };

export function openSpending(
  ground: Ground,
  { guards, models, called, settings }: SpendingGround,
): { spending: SpendingService; modelDoor: OpenedDoor; openModelAccess: OpenModelAccess } {
  const { clock, events, logger, scrubber, database } = ground;
  const runs = runStore(database);
  const stepsOf = (runId: string): { status: string; steps: number } | undefined => {
    const status = runs.get(runId)?.status;
    if (status === undefined) return undefined;
    return { status, steps: events.count({ types: ['task.completed', 'task.failed'], scope: { runId } }) };
  };
  const thoughtsOf = (runId: string): string | undefined => {
    if (!settings().agents.showThinking) return undefined;
    const answers = events.list({ types: ['task.modelAnswered'], scope: { runId } });
    const thoughts = answers.map(({ type, payload }) =>
      type === 'task.modelAnswered' ? payload.thinking?.text : undefined,
    );
    return thoughts.filter((text) => text !== undefined).join('\n\n') || undefined;
  };
  const options = async (): Promise<ModelOption[]> => optionsOf(models);
  const modelDoor = createModelDoor({
    ...{ clock, log: events, logger, base: called.base, learn: scrubber.learn },
    client: guards.withGuards(models.findCandidates),
    models: async () => (await options()).map(({ model }) => model),
  });
  const spending = createSpending({
    guards,
    accounts: () => accountsOf(models),
    clock,
    options,
    stepsOf,
    thoughtsOf,
    door: modelDoor,
  });
  return { modelDoor, spending, openModelAccess: accessOfRuns(ground, modelDoor) };
}

function accountsOf(models: Pick<ModelService, 'overview'>): string[] {
  return models.overview().providers.flatMap(({ id, accounts }) => accounts.map((account) => `${id}/${account.id}`));
}

/** What a conversation can be given: the aliases, then the models. */
function optionsOf(models: ModelService): ModelOption[] {
  const { aliases, models: used } = models.overview();
  return [
    ...aliases.map(({ alias, models: names }) => ({ model: alias, note: names.join(', ') })),
    ...used.map(({ name }) => ({ model: name })),
  ];
}
