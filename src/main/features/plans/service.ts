import { usualPatience } from '../../../contract/patience.ts';
import type { Plan, PlanCheck, Proposal, TaskPreview } from '../../../contract/plan.ts';
import type { Estimate } from '../../../contract/usage.ts';
import { HeronError, toFailure } from '../../base/errors.ts';
import type { EventLog } from '../../base/event-log.ts';
import type { Logger } from '../../base/logger.ts';
import type { ScrubText } from '../../base/scrubber.ts';
import { historyMessages } from '../../models/context/history-messages.ts';
import type { ShownThinking } from '../../models/thinking.ts';
import type { ModelClient, ModelPurpose, ModelRequest } from '../../models/model-client.ts';
import type { Catalogue } from '../../orchestrator/catalogue.ts';
import type { Places } from '../../orchestrator/checking/complete-input.ts';
import { budgetWarnings, estimatePlan } from '../../orchestrator/checking/estimate.ts';
import { previewPlan } from '../../orchestrator/checking/preview-plan.ts';
import { validatePlan } from '../../orchestrator/checking/validate-plan.ts';
import { attachedTo, filesText, type LayingOut, layOutNamed } from './attached-files.ts';
import { fileNamesOnDisk, type FileNames } from './file-names.ts';
import { readMentions } from './mentions.ts';
import { type AskedForPlan, firstRequest, type ModelPlan, planByModel, type WatchModel } from './plan-by-model.ts';
import type { PlanContext } from './plan-context.ts';
import { planInOrder, type Planners, type Sentence } from './planners.ts';
import { planByRules } from './rules/plan-by-rules.ts';

export type PlanServiceParts = {
  catalogue: Catalogue;
  log: EventLog;
  logger: Logger;
  /** What `~` means, and what paths are relative to when a call names nothing else. */
  homeFolder: string;
  /** What sentences can name; the disk unless something else is given. */
  files?: FileNames;
  /** Folders that a worker may use for longer than a run: what a sentence means that names none. */
  grantedFolders?: (workerId: string, conversationId: string | undefined) => string[];
  /** Without it nothing is attached. */
  layingOut?: LayingOut;
  /** Waits for a turn among all who ask models, and gives what ends it; without it nobody waits. */
  takeTurn?: (conversationId: string | undefined, signal: AbortSignal) => Promise<() => void>;
  model: ModelClient;
  /** Without a model the rules plan. May throw when what is set up of models is broken. */
  hasModel: () => boolean;
  /** Is told of each request to the model. */
  watchModel?: WatchModel;
  /** What a model is told of how it should speak, in a conversation or outside of all; empty for nothing. */
  mannerText?: (conversationId: string | undefined) => string;
  /** What a sentence is asked for; without it, for a plan. */
  purposeFor?: (text: string, saying: Pick<PlanContext, 'conversationId' | 'signal'>) => Promise<ModelPurpose>;
  /** What else a model is told: the person's files, and the prompt pack. Errors: `not-found`, `invalid-input`. */
  guidance?: (about: { conversationId: string | undefined; task: string; baseFolder: string }) => Promise<string>;
  /** Puts older messages into a summary where a request would not fit. */
  makeRoom?: (request: ModelRequest) => Promise<void>;
  /** Takes the values of secrets out of a sentence; no model sees one. */
  scrub?: ScrubText;
  /** Milliseconds for all requests to the model about one sentence together; as usual where nothing is said. */
  modelTimeLimitMs?: () => number;
  /** Without it what models think is neither shown nor kept. */
  shownThinking?: ShownThinking;
};

export type PlanService = {
  /** A plan for a sentence, or help. Errors: `cancelled` when the signal is aborted, `storage`. */
  make(text: string, context?: PlanContext): Promise<Proposal>;
  /** What a model would be asked for a sentence. Errors: those of the guidance. */
  request(text: string, context?: PlanContext): Promise<ModelRequest>;
  /** Whether the rules by themselves make a plan of it. */
  canPlanByRules(text: string): Promise<boolean>;
  validate(plan: unknown, options?: { baseFolder?: string | undefined }): Promise<PlanCheck>;
};

export function createPlanService(parts: PlanServiceParts): PlanService {
  const { catalogue, log, homeFolder, files = fileNamesOnDisk } = parts;
  const logger = parts.logger.from('planner');
  const onBrokenPhrase = reportOnce(logger);

  async function askModel(read: Sentence, context: PlanContext, baseFolder: string): Promise<Proposal | undefined> {
    try {
      if (!parts.hasModel()) return undefined;
      const purpose = (await parts.purposeFor?.(read.text, context)) ?? 'plan';
      const asked = { ...(await askedOf(parts, read, context, baseFolder)), purpose };
      const made = await planInTurn(parts, asked, context);
      const thought = made.thinking ? { thinking: made.thinking } : {};
      if (!made.plan) return { kind: 'help', message: made.words, nearPhrases: [], ...thought };
      return { kind: 'plan', plan: made.plan, by: 'model', ...(await shown(made.plan, catalogue)), ...thought };
    } catch (error) {
      if (error instanceof HeronError && error.code === 'cancelled') throw error;
      const { conversationId } = context;
      const scope = conversationId === undefined ? {} : { conversationId };
      logger.warn('The model gave no plan; the rules are asked', { error: toFailure(error) });
      await log.append([{ type: 'planner.fellBack', payload: { text: read.text, error: toFailure(error) }, scope }]);
      return undefined;
    }
  }

  async function askRules(read: Sentence, context: PlanContext, baseFolder: string): Promise<Proposal> {
    const made = await planByRules({
      ...read,
      places: { baseFolder, homeFolder, files },
      unnamedFolders: {
        saidIn: context.baseFolder,
        grantedTo: (workerId) => parts.grantedFolders?.(workerId, context.conversationId) ?? [],
      },
      earlierResults: context.earlierResults ?? (() => []),
      onBrokenPhrase,
    });
    if (!made.plan) return { kind: 'help', message: made.message, nearPhrases: made.nearPhrases };
    return { kind: 'plan', plan: made.plan, by: 'rules', ...(await shown(made.plan, catalogue)) };
  }

  const planners: Planners = { model: askModel, rules: askRules };
  return {
    async make(said, context = {}) {
      const { attachments = [], baseFolder = homeFolder } = context;
      const { layingOut } = parts;
      const attached = layingOut ? attachedTo(attachments, layingOut) : [];
      const read = { ...readMentions(parts.scrub ? parts.scrub(said) : said, catalogue), attached };
      const proposal = await planInOrder(planners, read, context, baseFolder);
      if (proposal.kind === 'plan' && layingOut) await layOutNamed(proposal.plan, attachments, layingOut);
      return proposal;
    },
    async request(said, context = {}) {
      const { baseFolder = homeFolder, signal } = context;
      const read = { ...readMentions(parts.scrub ? parts.scrub(said) : said, catalogue), attached: [] };
      return firstRequest(await askedOf(parts, read, context, baseFolder), signal);
    },
    canPlanByRules: async (text) => (await askRules({ text, catalogue, attached: [] }, {}, homeFolder)).kind === 'plan',
    validate: (plan, options = {}) =>
      checkPlan(plan, catalogue, { baseFolder: options.baseFolder ?? homeFolder, homeFolder }),
  };
}

/** What is asked of a model. Errors: those of the guidance. */
async function askedOf(
  parts: PlanServiceParts,
  read: Sentence,
  { conversationId, history = [] }: PlanContext,
  baseFolder: string,
): Promise<AskedForPlan> {
  const task = read.text + filesText(read.attached);
  const guidance = await parts.guidance?.({ conversationId, task, baseFolder });
  const told = [parts.mannerText?.(conversationId) ?? '', guidance ?? ''];
  return {
    ...{ text: task, history: historyMessages(history), conversationId, catalogue: read.catalogue, purpose: 'plan' },
    manner: told.filter((text) => text !== '').join('\n\n'),
    places: { baseFolder, homeFolder: parts.homeFolder },
  };
}

async function planInTurn(parts: PlanServiceParts, asked: AskedForPlan, context: PlanContext): Promise<ModelPlan> {
  const { signal, onWords, onThought } = context;
  const { model: client, watchModel: watch, shownThinking } = parts;
  const timeLimitMs = parts.modelTimeLimitMs?.() ?? usualPatience.planSeconds * 1000;
  const leave = await turn(parts, context);
  try {
    // A summary of what was said before may take a while, and is none of the time a plan has.
    await parts.makeRoom?.(firstRequest(asked, signal));
    return await planByModel({ ...asked, client, timeLimitMs, signal, onWords, onThought, watch, shownThinking });
  } finally {
    leave();
  }
}

/** Each sentence comes upon the same broken phrases. */
function reportOnce(logger: Logger): (broken: { action: string; message: string }) => void {
  const reported = new Set<string>();
  return ({ action, message }) => {
    if (reported.has(`${action} ${message}`)) return;
    reported.add(`${action} ${message}`);
    logger.warn(message, { action });
  };
}

async function checkPlan(given: unknown, catalogue: Catalogue, places: Places): Promise<PlanCheck> {
  const { plan, issues } = await validatePlan(given, catalogue, places);
  if (!plan) return { issues, warnings: [], preview: [] };
  return { issues: [], warnings: budgetWarnings(plan, catalogue), ...(await shown(plan, catalogue)) };
}

/** What a person is shown of a plan before it runs. */
async function shown(plan: Plan, catalogue: Catalogue): Promise<{ preview: TaskPreview[]; estimate?: Estimate }> {
  const estimate = estimatePlan(plan, catalogue);
  return { preview: await previewPlan(plan, catalogue), ...(estimate ? { estimate } : {}) };
}

/** Errors: `cancelled`. */
async function turn(
  { takeTurn }: PlanServiceParts,
  { conversationId, signal = new AbortController().signal }: PlanContext,
): Promise<() => void> {
  try {
    return (await takeTurn?.(conversationId, signal)) ?? (() => undefined);
  } catch (error) {
    throw signal.aborted ? new HeronError('cancelled', 'Planning was stopped') : error;
  }
}
