import { type Manner, mannerIn, mannerText } from '../../contract/manners.ts';
import type { Plan, Proposal } from '../../contract/plan.ts';
import type { Settings } from '../../contract/settings.ts';
import { HeronError } from '../base/errors.ts';
import { showingThinking } from './agents.ts';
import { grantedFolders } from './granted-folders.ts';
import { openContext } from './context.ts';
import { lanesOf, type openSteering } from './lanes.ts';
import { titlesBy } from './models.ts';
import { type Prompting, showingPrompts } from './prompts.ts';
import type { RunGround } from './runs.ts';
import { aroundStep } from './tracing.ts';
import type { AttachedFiles } from '../features/blobs/attached-files.ts';
import type { ContextCalls } from '../features/context/handlers.ts';
import { planForAgent } from '../features/conversations/agent-plan.ts';
import type { FolderParts } from '../features/conversations/folder-parts.ts';
import { folderStore } from '../features/conversations/folder-store.ts';
import { messageIndex } from '../features/conversations/message-index.ts';
import { queueStore } from '../features/conversations/queue-store.ts';
import type { Scheduling } from '../features/conversations/scheduled-plan.ts';
import { type ConversationService, createConversations } from '../features/conversations/service.ts';
import { conversationStore } from '../features/conversations/store.ts';
import type { ModelService } from '../features/models/model-service.ts';
import { createOpenedPlans, type OpenedPlans } from '../features/plans/opened-plans.ts';
import { createPlanService, type PlanService, type PlanServiceParts } from '../features/plans/service.ts';
import type { ShowPrompt } from '../features/prompts/handlers.ts';
import type { PromptService } from '../features/prompts/service.ts';
import type { RunService } from '../features/runs/service.ts';
import type { Ground } from './ground.ts';
import type { HistoryEntry } from '../models/context/history-messages.ts';
import type { ModelContext } from '../models/context/model-context.ts';
import type { Router } from '../models/routing/router.ts';
import type { ModelClient } from '../models/model-client.ts';
import { elevationOf } from './policy-parts.ts';

type TalkParts = Pick<RunGround, 'catalogue' | 'limits' | 'policy' | 'blobs' | 'permissions'> & {
  models: ModelService;
  runs: RunService;
  scheduling: Scheduling;
  settings: { current: () => Settings };
  attached: AttachedFiles;
  client: ModelClient;
  router: Pick<Router, 'purposeFor'>;
  context: ModelContext;
  prompting: Prompting;
  steering: ReturnType<typeof openSteering>;
  /** Told of a plan file that can run. */
  onShown: (plan: Plan) => void;
};

export type Talk = {
  plans: PlanService;
  openedPlans: OpenedPlans;
  conversations: ConversationService;
  /** What models are shown of conversations. */
  context: ContextCalls;
  prompts: PromptService;
  showPrompt: ShowPrompt;
};

/** From a sentence to a plan, and the conversations in which that happens. */
export function openTalk(ground: Ground, parts: TalkParts): Talk {
  const { database, events, scrubber } = ground;
  const { models, client, runs, policy, permissions } = parts;
  const { settings, blobs, attached, scheduling, context, prompting } = parts;
  const store = conversationStore(database);
  const takeTurn: TakeTurn = (runId = 'planner', signal) => parts.limits.take('model', { runId, priority: 0 }, signal);
  const mannerOf = (conversationId: string | undefined): Manner =>
    mannerIn(settings.current().manner, conversationId === undefined ? undefined : store.get(conversationId)?.folder);
  const plans = openPlans(ground, parts, { takeTurn, mannerOf });
  const conversations = createConversations({
    ...ground,
    log: events,
    store,
    mannerOf,
    scheduling,
    ...{ queued: queueStore(database), steering: parts.steering },
    index: messageIndex(database),
    lanes: lanesOf({ settings, models, runs }),
    ...{ scrub: scrubber.text, showsThinking: () => settings.current().agents.showThinking },
    makePlan: (text, saidIn) =>
      aroundStep(ground.tracing, { kind: 'plan', name: 'plan' }, () =>
        saidIn.agent === undefined ? plans.make(text, saidIn) : forAgent(plans, saidIn.agent, text, saidIn.history),
      ),
    checkPlan: (plan) => plans.validate(plan),
    startRun: runs.start,
    undoable: {
      ...{ previewUndo: runs.previewUndo, undo: runs.undo },
      list: (conversationId) => runs.list({ conversationId, limit: 20 }),
    },
    makeTitle: titlesBy({ model: client, hasModel: () => models.get() !== null, takeTurn }),
    elevation: elevationOf(policy),
    approvals: {
      areOpen: () => permissions.pending().some(({ code }) => code !== undefined),
      answer: permissions.answerByCode,
    },
    files: { findAll: attached.findAll, attach: blobs.attach, detach: blobs.detach },
    forgetContext: context.forget,
    folders: foldersOf(ground, parts),
    checkAgent: checkingAgents(settings.current),
    checkPack: prompting.prompts.check,
    endPermissions: permissions.endConversation,
    restorePermissions: permissions.restoreConversation,
  });
  return {
    ...{
      plans,
      openedPlans: createOpenedPlans({ plans, makeId: ground.makeId, onShown: parts.onShown }),
      conversations,
    },
    context: openContext(context, { conversations }),
    prompts: prompting.prompts,
    showPrompt: showingPrompts({ ...prompting, context, plans, conversations }),
  };
}

type TakeTurn = NonNullable<PlanServiceParts['takeTurn']>;

function openPlans(
  ground: Ground,
  parts: TalkParts,
  { takeTurn, mannerOf }: { takeTurn: TakeTurn; mannerOf: (conversationId: string | undefined) => Manner },
): PlanService {
  const { catalogue, models, client, permissions, settings, attached, context, prompting } = parts;
  return createPlanService({
    ...{ catalogue, logger: ground.logger, log: ground.events, scrub: ground.scrubber.text },
    homeFolder: ground.host.homeFolder,
    layingOut: attached,
    grantedFolders: (workerId, conversationId) => grantedFolders(permissions.grants(workerId), conversationId),
    model: client,
    hasModel: () => models.get() !== null,
    mannerText: (conversationId) => mannerText(mannerOf(conversationId)),
    purposeFor: parts.router.purposeFor,
    guidance: prompting.guidance,
    makeRoom: context.makeRoom,
    modelTimeLimitMs: () => settings.current().patience.planSeconds * 1000,
    ...{ takeTurn, shownThinking: showingThinking(ground, settings.current) },
    watchModel: (name, ask) => aroundStep(ground.tracing, { kind: 'model', name }, ask),
  });
}

/** What is said to a named agent is planned by nobody. */
async function forAgent(
  plans: Pick<PlanService, 'validate'>,
  name: string,
  text: string,
  history: readonly HistoryEntry[],
): Promise<Proposal> {
  const plan = planForAgent(name, text, history);
  const { issues, preview, estimate } = await plans.validate(plan);
  const [issue] = issues;
  if (issue) return { kind: 'help', message: `${name} cannot work on it. ${issue.message}`, nearPhrases: [] };
  return { kind: 'plan', plan, by: 'rules', preview, ...(estimate ? { estimate } : {}) };
}

/** What a folder of conversations knows and asks. */
function foldersOf(
  { database }: Ground,
  { settings, context, policy, models }: Pick<TalkParts, 'settings' | 'context' | 'policy' | 'models'>,
): FolderParts {
  return {
    store: folderStore(database),
    settings: () => settings.current().memory,
    tokensOf: context.tokensOf,
    carryLabels: policy.carryLabels,
    async sumUp(before, messages, { conversationId, signal }) {
      if (models.get() === null) throw new HeronError('unsupported', 'Without a model nothing can be summed up');
      return context.sumUp(before, messages, { scope: { conversationId }, signal });
    },
  };
}

function checkingAgents(settings: () => Settings): (name: string) => void {
  return (name) => {
    if (settings().agents.named.some((agent) => agent.name === name)) return;
    throw new HeronError('not-found', `agent: There is no agent ${name}`, { path: 'agent' });
  };
}
