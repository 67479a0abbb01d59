import type { AgentCall, ModelAnswered } from '../../../contract/agents.ts';
import { HeronError } from '../../base/errors.ts';
import { type CallUsage, roundMoney } from '../../../contract/usage.ts';
import type { FinishReason, ModelClient, ModelMessage, ModelUsage, SizedRequest } from '../../models/model-client.ts';
import { countText } from '../../models/context/count-tokens.ts';
import { trimText } from '../../models/context/trim-text.ts';
import { withoutThinking } from '../../models/split-thinking.ts';
import { gatherThoughts, type ShownThinking, type Thoughts } from '../../models/thinking.ts';
import type { ActionEntry, Catalogue } from '../../orchestrator/catalogue.ts';
import { isHandoff } from '../../orchestrator/agent/given-away.ts';
import type { AgentQuestion } from '../../orchestrator/execution.ts';
import { agentMessages } from './agent-messages.ts';
import { type Giving, givingOffers } from './giving-tools.ts';
import { agentInstructions, promptInstructions } from './instructions.ts';
import { bare } from './mend-fields.ts';
import { readCall, type WrittenCall } from './read-call.ts';
import { type GivingReading, withinLimits } from './read-giving.ts';
import { spokenCalls } from './spoken-calls.ts';
import { actionsOfAgent, finder, type OfferedTools, toolsFor } from './tool-offers.ts';

export type AgentParts = {
  client: ModelClient;
  catalogue: Catalogue;
  homeFolder: string;
  /** Absent where no work is given away. */
  giving?: Giving;
  shownThinking?: ShownThinking;
};

/** Where a question comes from, which the model's client and the screen want to know. */
export type AgentScope = {
  conversationId?: string;
  manner?: string;
  /** Told what the model writes, as it comes. */
  onWrote?: (piece: { text: string; isThinking?: true }) => void;
  /** Why it may not stop with that answer; undefined where nobody objects. */
  objectionTo?: (stop: { turns: number; answer: string }) => Promise<string | undefined>;
};

/** So often an agent that would stop is told to go on; then it stops all the same. */
const mostObjections = 2;

/** Asks the model of an agent, and makes what it answers ready to be run and to be put on record. */
export async function askAgent(parts: AgentParts, question: AgentQuestion, scope: AgentScope): Promise<ModelAnswered> {
  const objections: ModelMessage[] = [];
  for (let told = 0; ; told += 1) {
    const answered = await askOnce(parts, question, scope, objections);
    const { calls, isCut, text } = answered;
    if (calls.length > 0 || isCut || text.trim() === '' || told === mostObjections) return answered;
    const reason = await scope.objectionTo?.({ turns: question.steps.length + 1, answer: text });
    if (reason === undefined) return answered;
    objections.push({ role: 'assistant', text }, { role: 'user', content: `You cannot stop yet: ${reason}` });
  }
}

async function askOnce(
  parts: AgentParts,
  question: AgentQuestion,
  scope: AgentScope,
  objections: readonly ModelMessage[],
): Promise<ModelAnswered> {
  const { client, catalogue, homeFolder } = parts;
  const { agent, goal, steps, signal, runId, path } = question;
  const actions = actionsOfAgent(agent, catalogue);
  const { baseFolder = homeFolder, model } = agent;
  const { manner = '' } = scope;
  const giving = givingOf(parts, question);
  const offers = giving ? givingOffers(agent, giving) : [];
  const sized = sizedBy({ manner, baseFolder, actions, goal, steps, giving: offers, isPrompt: isPrompt(agent) });
  const thoughts = gatherThoughts(parts.shownThinking);
  const answer = await heard(
    client.stream({
      choice: model === undefined ? { purpose: 'act' } : { named: model },
      ...sized(),
      sized,
      messages: [...agentMessages(question), ...objections],
      context: { of: { runId, path: path.slice(0, path.lastIndexOf('/')) } },
      scope: {
        ...(scope.conversationId ? { conversationId: scope.conversationId } : {}),
        hasEntered: true,
        ...{ runId, taskId: path, agent: agent.as ?? (agent.level ? 'sub-agent' : 'agent') },
      },
      signal,
    }),
    { onWrote: scope.onWrote, thoughts },
  );
  const thinking = thoughts.kept();
  question.onUsed(usageOf(answer.usage));
  const isCut = answer.reason === 'cut';
  const written =
    isCut || answer.calls.length > 0 ? answer.calls : await spokenCalls(answer.text, nameTest(actions, giving));
  const calls = await Promise.all(
    written.map((call) =>
      readCall(call, { actions, places: { baseFolder, homeFolder }, isCut, ...(giving ? { giving } : {}) }),
    ),
  );
  return {
    // What was written as a call is no word to the person.
    text: written.length > 0 && answer.calls.length === 0 ? '' : withoutThinking(answer.text),
    calls: withTasks(giving ? withinLimits(calls, giving) : calls),
    ...(isCut ? { isCut } : {}),
    model: answer.model,
    ...(thinking ? { thinking } : {}),
  };
}

type SizedAgent = OfferedTools & { manner: string; baseFolder: string; isPrompt: boolean };

/** What it is told and offered, in as many tokens as its model has room for. */
function sizedBy({ manner, baseFolder, isPrompt: isAsked, ...offered }: SizedAgent): (tokens?: number) => SizedRequest {
  return (tokens = Infinity) => {
    const told = tokens === Infinity ? manner : trimText(manner, Math.floor(tokens / 4));
    const givesAway = (offered.giving?.length ?? 0) > 0;
    const instructions = isAsked
      ? promptInstructions(told)
      : agentInstructions({ baseFolder, manner: told, givesAway });
    return { instructions, tools: toolsFor(offered, tokens - countText(instructions)) };
  };
}

const isPrompt = ({ tools }: AgentQuestion['agent']): boolean => tools?.length === 0;

/** What begins so may turn out to be a call in words, and is shown when it is whole and none. */
const mayBecomeCall = /^\s*([<{[`]|functools|$)/;

type Answer = { text: string; calls: WrittenCall[]; reason: FinishReason; usage: ModelUsage; model: string };

async function heard(
  parts: ReturnType<ModelClient['stream']>,
  { onWrote, thoughts }: Pick<AgentScope, 'onWrote'> & { thoughts: Thoughts },
): Promise<Answer> {
  let text = '';
  const calls: WrittenCall[] = [];
  for await (const part of parts) {
    thoughts.take(part);
    if (part.type === 'text') {
      text += part.text;
      if (!mayBecomeCall.test(text)) onWrote?.({ text: part.text });
    } else if (part.type === 'reasoning') {
      onWrote?.({ text: part.text, isThinking: true });
    } else if (part.type === 'call') {
      calls.push({ id: part.id, name: part.name, input: part.input, text: part.text });
    } else if (part.type === 'finish') {
      return { text, calls, reason: part.reason, usage: part.usage, model: part.model };
    }
  }
  throw new HeronError('provider', 'The answer of the model ended before it was finished', { kind: 'nonsense' });
}

/** Tokens of thinking are among those that came out. */
function usageOf({ inputTokens, outputTokens, money }: ModelUsage): CallUsage {
  return { tokens: inputTokens + outputTokens, ...(money === undefined ? {} : { money: roundMoney(money) }) };
}

function givingOf({ giving, catalogue, homeFolder }: AgentParts, question: AgentQuestion): GivingReading | undefined {
  const { agent, given } = question;
  const { baseFolder = homeFolder } = agent;
  const whyNoModel = (model: string | undefined): string | undefined => catalogue.whyNoModel?.(model);
  return giving && { ...giving, agent, given, baseFolder, whyNoModel };
}

function nameTest(actions: readonly ActionEntry[], giving: GivingReading | undefined): (name: string) => boolean {
  const offered = giving ? givingOffers(giving.agent, giving).map(({ name }) => name) : [];
  const names = new Set([finder.name, ...offered, ...actions.map(({ ref }) => ref)].map(bare));
  return (name) => names.has(bare(name));
}

/** Each call that can be run becomes a task of the step, called after its action. */
function withTasks(calls: readonly AgentCall[]): AgentCall[] {
  const used = new Map<string, number>();
  return calls.map((call) => {
    if (call.error || isHandoff(call) || (call.action === undefined && !call.agent)) return call;
    const base = (call.agent?.as ?? call.action ?? call.name)
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '_')
      .slice(0, 58);
    const number = (used.get(base) ?? 0) + 1;
    used.set(base, number);
    return { ...call, task: number === 1 ? base : `${base}_${number}` };
  });
}
