import type { Attachment } from '../../../contract/blobs.ts';
import type { Plan, PlanCheck, Proposal, TaskPreview } from '../../../contract/plan.ts';
import type { Estimate } from '../../../contract/usage.ts';
import { HeronError, toFailure } from '../../base/errors.ts';
import type { EventLog } from '../../base/event-log.ts';
import type { Logger } from '../../base/logger.ts';
import type { ScrubText } from '../../base/scrubber.ts';
import type { Catalogue } from '../../orchestrator/catalogue.ts';
import type { Places } from '../../orchestrator/complete-input.ts';
import { budgetWarnings, estimatePlan } from '../../orchestrator/estimate.ts';
import { previewPlan } from '../../orchestrator/preview-plan.ts';
import { validatePlan } from '../../orchestrator/validate-plan.ts';
import { fileNamesOnDisk, type FileNames } from './file-names.ts';
import type { ModelAccess, ModelMessage, WatchModel } from './ask-model.ts';
import { type Mentioned, readMentions } from './mentions.ts';
import { planByModel } from './plan-by-model.ts';
import { planByRules } from './rules/plan-by-rules.ts';
import type { AttachedFile } from './rules/attached.ts';
import type { EarlierResult } from './rules/pronoun.ts';

export type PlanServiceParts = {
  catalogue: Catalogue;
  log: EventLog;
  logger: Logger;
  /** What `~` means, and what paths are relative to when a call names nothing else. */
  homeFolder: string;
  /** What sentences can name; the disk unless something else is given. */
  files?: FileNames;
  /** How a file that came with a sentence becomes one that workers can be given by its path. */
  attachedFiles?: { placeOf: (attachment: Attachment) => string; layOut: (attachment: Attachment) => Promise<void> };
  /** Waits for a turn among all who ask models, and gives what ends it; without it nobody waits. */
  takeTurn?: (conversationId: string | undefined, signal: AbortSignal) => Promise<() => void>;
  /** The model that plans; undefined when the rules do. May throw when its configuration is broken. */
  model: () => ModelAccess | undefined;
  /** Is told of each request to the model. */
  watchModel?: WatchModel;
  /** Takes the values of secrets out of a sentence; no model sees one. */
  scrub?: ScrubText;
  /** For all requests to the model about one sentence together. */
  modelTimeLimitMs?: number;
  /** For the beginning of each answer of the model's server. */
  modelFirstByteLimitMs?: number;
};

/** What a sentence was said in. */
export type PlanContext = {
  baseFolder?: string | undefined;
  conversationId?: string | undefined;
  /** The messages before it, oldest first. */
  history?: readonly { role: 'person' | 'assistant'; text: string }[];
  /** What the run before it gave, for "it"; called at most once. */
  earlierResults?: () => EarlierResult[];
  /** Files that came with the sentence. */
  attachments?: readonly Attachment[];
  signal?: AbortSignal | undefined;
};

export type PlanService = {
  /** A plan for a sentence, or help. Errors: `cancelled` when the signal is aborted, `storage`. */
  make(text: string, context?: PlanContext): Promise<Proposal>;
  validate(plan: unknown, options?: { baseFolder?: string | undefined }): Promise<PlanCheck>;
};

const mostHistory = 10;
const longestHistoryText = 2000;

export function createPlanService(parts: PlanServiceParts): PlanService {
  const { catalogue, log, homeFolder, files = fileNamesOnDisk } = parts;
  const logger = parts.logger.from('planner');
  const reported = new Set<string>();

  async function askModel(
    { text, catalogue }: Mentioned,
    context: PlanContext,
    baseFolder: string,
  ): Promise<Proposal | undefined> {
    try {
      const access = parts.model();
      if (!access) return undefined;
      const { signal } = context;
      const timeLimitMs = parts.modelTimeLimitMs ?? 60_000;
      const leave = await turn(parts, context);
      const made = await planByModel({
        text: text + filesText(attachedTo(context)),
        history: historyOf(context),
        access,
        catalogue,
        places: { baseFolder, homeFolder },
        timeLimitMs,
        firstByteLimitMs: parts.modelFirstByteLimitMs ?? 45_000,
        signal,
        ...{ logger, watch: parts.watchModel },
      }).finally(leave);
      if (!made.plan) return { kind: 'help', message: made.words, nearPhrases: [] };
      return { kind: 'plan', plan: made.plan, by: 'model', ...(await shown(made.plan, catalogue)) };
    } catch (error) {
      if (error instanceof HeronError && error.code === 'cancelled') throw error;
      const { conversationId } = context;
      const scope = conversationId === undefined ? {} : { conversationId };
      logger.warn('The model gave no plan; the rules are asked', { error: toFailure(error) });
      await log.append([{ type: 'planner.fellBack', payload: { text, error: toFailure(error) }, scope }]);
      return undefined;
    }
  }

  async function askRules({ text, catalogue }: Mentioned, context: PlanContext, baseFolder: string): Promise<Proposal> {
    const made = await planByRules({
      text,
      catalogue,
      places: { baseFolder, homeFolder, files },
      attached: attachedTo(context),
      earlierResults: context.earlierResults ?? (() => []),
      onBrokenPhrase: ({ action, message }) => {
        if (reported.has(`${action} ${message}`)) return;
        reported.add(`${action} ${message}`);
        logger.warn(message, { action });
      },
    });
    if (!made.plan) return { kind: 'help', message: made.message, nearPhrases: made.nearPhrases };
    return { kind: 'plan', plan: made.plan, by: 'rules', ...(await shown(made.plan, catalogue)) };
  }

  const attachedTo = ({ attachments = [] }: PlanContext): AttachedFile[] =>
    attachments.map((attachment) => ({
      blobId: attachment.id,
      ...{ name: attachment.name, mediaType: attachment.mediaType },
      path: parts.attachedFiles?.placeOf(attachment) ?? attachment.name,
    }));

  /** Only what a step of the plan names by its path becomes a file. */
  async function layOutNamed(plan: Plan, { attachments = [] }: PlanContext): Promise<void> {
    for (const attachment of attachments) {
      const place = parts.attachedFiles?.placeOf(attachment);
      if (place !== undefined && holds(plan.tasks, place)) await parts.attachedFiles?.layOut(attachment);
    }
  }

  return {
    async make(said, context = {}) {
      const read = readMentions(parts.scrub ? parts.scrub(said) : said, catalogue);
      const baseFolder = context.baseFolder ?? homeFolder;
      const proposal = (await askModel(read, context, baseFolder)) ?? (await askRules(read, context, baseFolder));
      if (proposal.kind === 'plan') await layOutNamed(proposal.plan, context);
      return proposal;
    },
    validate: (plan, options = {}) =>
      checkPlan(plan, catalogue, { baseFolder: options.baseFolder ?? homeFolder, homeFolder }),
  };
}

/** Whether a text of the value names the path. */
function holds(value: unknown, path: string): boolean {
  if (typeof value === 'string') return value.includes(path);
  return typeof value === 'object' && value !== null && Object.values(value).some((part) => holds(part, path));
}

/** What a model is told of the files: how to name them, and nothing of what is in them. */
function filesText(files: readonly AttachedFile[]): string {
  if (files.length === 0) return '';
  const lines = files.map(
    ({ name, mediaType, path, blobId }) =>
      `- ${JSON.stringify(name)} (${mediaType}): path ${JSON.stringify(path)}, blob ${blobId}`,
  );
  return `\n\nAttached to this message:\n${lines.join('\n')}`;
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

function historyOf({ history = [] }: PlanContext): ModelMessage[] {
  return history.slice(-mostHistory).map(({ role, text }) => ({
    role: role === 'person' ? 'user' : 'assistant',
    content: text.length <= longestHistoryText ? text : `${text.slice(0, longestHistoryText)}…`,
  }));
}
