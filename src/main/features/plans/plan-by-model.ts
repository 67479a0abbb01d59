import type { Plan, PlanIssue } from '../../../contract/plan.ts';
import type { Thinking } from '../../../contract/thinking.ts';
import { HeronError } from '../../base/errors.ts';
import { collectAnswer, type WholeAnswer } from '../../models/collect-answer.ts';
import type {
  ModelClient,
  ModelMessage,
  ModelPart,
  ModelPurpose,
  ModelRequest,
  SizedRequest,
} from '../../models/model-client.ts';
import { gatherThoughts, joinThinking, type ShownThinking } from '../../models/thinking.ts';
import type { ActionEntry, Catalogue } from '../../orchestrator/catalogue.ts';
import type { Places } from '../../orchestrator/checking/complete-input.ts';
import { validatePlan } from '../../orchestrator/checking/validate-plan.ts';
import { readAnswer } from './model-answer.ts';
import { plannerText, repairRequest } from './prompt.ts';
import { streamedWords } from './streamed-words.ts';

export type ModelPlan = ({ plan: Plan } | { plan?: undefined; words: string }) & { thinking?: Thinking };

/** Is around each request to a model. */
export type WatchModel = <Result>(name: string, ask: () => Promise<Result>) => Promise<Result>;

export type PlanRequest = {
  text: string;
  /** What was said before, oldest first. */
  history: ModelMessage[];
  client: ModelClient;
  conversationId: string | undefined;
  /** What kind of model is asked first; what it gets wrong is mended by the one that plans. */
  purpose: ModelPurpose;
  /** How it should speak; empty for nothing. */
  manner: string;
  catalogue: Catalogue;
  places: Places;
  timeLimitMs: number;
  signal: AbortSignal | undefined;
  watch?: WatchModel | undefined;
  /** Told the words of an answer as they come. */
  onWords?: ((text: string) => void) | undefined;
  /** Told what the model thinks, where that is shown. */
  onThought?: ((text: string) => void) | undefined;
  shownThinking?: ShownThinking | undefined;
};

const mostRepairs = 2;

/**
 * Lets a model plan. Its plan is checked, and what is wrong sent back, at most twice. Errors: those of the client, `timeout`,
 * and `cancelled` when the signal is aborted.
 */
export async function planByModel(request: PlanRequest): Promise<ModelPlan> {
  const { timeLimitMs, signal } = request;
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(tooSlow(timeLimitMs)), timeLimitMs);
  const cancel = (): void => limit.abort(new HeronError('cancelled', 'Planning was stopped'));
  if (signal?.aborted) cancel();
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    return await converse(request, limit.signal);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', cancel);
  }
}

function tooSlow(limitMs: number): HeronError {
  return new HeronError('timeout', `The model gave no plan within ${limitMs / 1000} s`);
}

async function converse(request: PlanRequest, signal: AbortSignal): Promise<ModelPlan> {
  const { catalogue, places } = request;
  const messages = firstMessages(request);
  let issues: PlanIssue[] = [];
  const thoughts: (Thinking | undefined)[] = [];
  let model = '';
  for (let repairs = 0; repairs <= mostRepairs; repairs += 1) {
    // What was shown of an answer that cannot be used is not shown again: the whole takes its place.
    const { text, finish, thinking } = await ask(request, messages, signal, repairs === 0);
    thoughts.push(thinking);
    ({ model } = finish);
    // What is missing from a cut answer nobody knows; asking again gives another cut one.
    if (finish.reason === 'cut') {
      throw new HeronError('provider', `The answer of ${model} was cut off at its length limit`, { model });
    }
    const answer = readAnswer(text);
    if ('words' in answer) return { words: answer.words, ...thoughtBefore(thoughts) };
    if ('plan' in answer) {
      const checked = await validatePlan(answer.plan, catalogue, places);
      if (checked.plan) return { plan: checked.plan, ...thoughtBefore(thoughts) };
      issues = checked.issues;
    } else issues = answer.issues;
    const used = 'plan' in answer ? actionsIn(answer.plan, catalogue) : [];
    messages.push({ role: 'assistant', text: text || '{}' }, { role: 'user', content: repairRequest(issues, used) });
  }
  const [first] = issues;
  throw new HeronError(
    'provider',
    `${model} gave no plan that can run in ${mostRepairs + 1} tries. ${first ? `${first.path}: ${first.message}` : ''}`.trim(),
    { model, issues },
  );
}

function thoughtBefore(thoughts: readonly (Thinking | undefined)[]): { thinking?: Thinking } {
  const thinking = joinThinking(thoughts);
  return thinking ? { thinking } : {};
}

/** Those that are in the catalogue, each once. */
function actionsIn(plan: unknown, catalogue: Catalogue): ActionEntry[] {
  const { tasks } = plan as { tasks?: unknown };
  const refs = (Array.isArray(tasks) ? tasks : []).map((task) => (task as { action?: unknown } | null)?.action);
  const names = new Set(refs.filter((ref) => typeof ref === 'string'));
  return [...names].flatMap((ref) => catalogue.action(ref) ?? []);
}

async function ask(
  request: PlanRequest,
  messages: readonly ModelMessage[],
  signal: AbortSignal,
  isShown: boolean,
): Promise<WholeAnswer & { thinking: Thinking | undefined }> {
  const { client, watch, onWords, onThought, shownThinking } = request;
  const thoughts = gatherThoughts(shownThinking);
  const isThoughtShown = shownThinking?.isShown() === true;
  const words = streamedWords();
  const onPart = (part: ModelPart): void => {
    thoughts.take(part);
    if (part.type === 'reasoning' && isThoughtShown) onThought?.(part.text);
    const said = part.type === 'text' && isShown && onWords ? words(part.text) : '';
    if (said !== '') onWords?.(said);
  };
  const asking = () =>
    collectAnswer(
      client,
      planningRequest(isShown ? request : { ...request, purpose: 'plan' }, messages, signal),
      onPart,
    );
  const answer = await (watch?.('plan', asking) ?? asking());
  return { ...answer, thinking: thoughts.kept() };
}

/** What makes a request for a plan. */
export type AskedForPlan = Pick<
  PlanRequest,
  'text' | 'history' | 'catalogue' | 'places' | 'manner' | 'conversationId' | 'purpose'
>;

export function firstRequest(asked: AskedForPlan, signal = new AbortController().signal): ModelRequest {
  return planningRequest(asked, firstMessages(asked), signal);
}

function firstMessages({ history, text }: AskedForPlan): ModelMessage[] {
  return [...history, { role: 'user', content: text, isPinned: true }];
}

/** How a model is asked for a plan: it is told as much of what Heron can do as its window has room for. */
function planningRequest(
  { catalogue, places, manner, conversationId, purpose }: AskedForPlan,
  messages: readonly ModelMessage[],
  signal: AbortSignal,
): ModelRequest {
  const told = { catalogue, baseFolder: places.baseFolder, manner, says: saidIn(messages) };
  const sized = remembered((tokens?: number) => plannerText(told, tokens));
  return {
    choice: { purpose },
    ...sized(),
    sized,
    messages,
    scope: conversationId === undefined ? {} : { conversationId },
    context: conversationId === undefined ? {} : { of: { conversationId } },
    signal,
  };
}

/** A request is sized several times for the same model. */
function remembered(make: (tokens?: number) => SizedRequest): (tokens?: number) => SizedRequest {
  const made = new Map<number | undefined, SizedRequest>();
  return (tokens) => {
    const known = made.get(tokens) ?? make(tokens);
    made.set(tokens, known);
    return known;
  };
}

/** What the person asks for, and the last they asked for before. */
function saidIn(messages: readonly ModelMessage[]): string {
  const said = messages.flatMap(({ role, ...message }) =>
    role === 'user' && 'content' in message ? [message.content] : [],
  );
  const texts = said.map((content) =>
    typeof content === 'string' ? content : content.map((part) => (part.type === 'text' ? part.text : '')).join(' '),
  );
  return texts.slice(-3).join('\n').slice(-4000);
}
