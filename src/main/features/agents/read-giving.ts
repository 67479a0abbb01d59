import { z } from 'zod';
import {
  type Agent,
  type AgentCall,
  ActionPattern,
  bothMayCall,
  givingAway,
  joinedPolicies,
  policiesOf,
} from '../../../contract/agents.ts';
import { AgentName } from '../../../contract/agent-name.ts';
import type { Failure } from '../../../contract/errors.ts';
import type { JsonObject } from '../../../contract/json.ts';
import { strictObject } from '../../../contract/strict-object.ts';
import { unknownName } from '../../orchestrator/agent/profiles.ts';
import { isGiven, isHandoff } from '../../orchestrator/agent/given-away.ts';
import { bare } from './mend-fields.ts';
import { type Giving, givingOffers, type GivingTool, givingTools } from './giving-tools.ts';

/** What a call that gives work away goes by. */
export type GivingReading = Giving & {
  /** Who calls. */
  agent: Agent;
  baseFolder: string;
  /** Pieces of work that were given away before this answer. */
  given: number;
  whyNoModel: (model: string | undefined) => string | undefined;
};

const Given = strictObject(() => ({
  goal: z.string().trim().min(1).max(20_000),
  context: z.string().max(50_000).optional(),
  agent: AgentName.optional(),
  tools: z.array(ActionPattern).min(1).max(100).optional(),
  tokens: z.coerce.number().int().min(1).optional(),
  background: z.boolean().optional(),
}));
type Given = z.infer<typeof Given>;

/** The tool that is meant by a name, if it is one of those and offered. */
export function givingToolOf(name: string, { agent, ...giving }: GivingReading): GivingTool | undefined {
  const tool = (Object.keys(givingTools) as GivingTool[]).find((each) => bare(each) === bare(name));
  return givingOffers(agent, giving).some((offer) => offer.name === tool) ? tool : undefined;
}

/** Makes an agent of a call: it may do no more than who calls. What cannot be given away says why. */
export function readGiving(tool: GivingTool, input: JsonObject, reading: GivingReading): Partial<AgentCall> {
  const parsed = Given.safeParse(input);
  if (!parsed.success) {
    const list = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'input'}: ${message}`);
    return { input, error: wrong(`The input is not right: ${list.join('; ')}`) };
  }
  const made = agentOf(parsed.data, tool, reading);
  if ('code' in made) return { input, error: made };
  const { tokens } = parsed.data;
  if (tool === 'sessions_spawn') {
    const limit = tokens ?? made.tokens;
    return {
      action: givingAway.spawn,
      input: {
        agent: asJson(made.agent),
        ...(limit === undefined ? {} : { tokens: limit }),
        ...(parsed.data.background ? { inBackground: true } : {}),
      },
    };
  }
  const budget = { ...made.budget, ...(tokens === undefined ? {} : { tokens }) };
  if (tool === 'handoff') return { input, agent: made.agent };
  return { input, task: tool, agent: made.agent, ...(Object.keys(budget).length > 0 ? { budget } : {}) };
}

/** Of one answer: no more than are left, and one that hands over. What else is called there stays as it is. */
export function withinLimits(calls: readonly AgentCall[], { settings, given }: GivingReading): AgentCall[] {
  let count = given;
  let hasHandedOver = false;
  return calls.map((call) => {
    if (!isGiven(call)) return call;
    const why =
      count >= settings.perAgent
        ? `${settings.perAgent} pieces of work were given away, and no more may be; do the rest yourself`
        : isHandoff(call) && hasHandedOver
          ? 'One agent can go on in your place, not two'
          : undefined;
    if (why !== undefined) return refused(call, { code: 'limit-exceeded', message: why });
    count += 1;
    hasHandedOver ||= isHandoff(call);
    return call;
  });
}

function refused({ callId, name, input }: AgentCall, error: Failure): AgentCall {
  return { callId, name, ...(input ? { input } : {}), error };
}

type Made = { agent: Agent; budget: AgentCall['budget']; tokens: number | undefined };

function agentOf(
  given: Given,
  tool: GivingTool,
  { agent: own, settings, baseFolder, whyNoModel }: GivingReading,
): Made | Failure {
  const profile = settings.named.find(({ name }) => name === given.agent);
  if (given.agent !== undefined && !profile)
    return { code: 'not-found', message: unknownName(given.agent, settings.named) };
  const tools = bothMayCall(own.tools, bothMayCall(profile?.tools, given.tools));
  if (tools?.length === 0) return wrong('tools: It could call nothing of what you may call');
  const { pack, mostSteps, model } = profile ?? own;
  const budget = profile?.budget;
  const lacks = whyNoModel(model);
  if (lacks !== undefined) return wrong(lacks);
  const level = (own.level ?? 0) + (tool === 'handoff' ? 0 : 1);
  const agent: Agent = {
    goal: given.context === undefined ? given.goal : `${given.goal}\n\nWhat you are given:\n${given.context}`,
    ...{ level, baseFolder },
    ...(given.agent === undefined ? {} : { as: given.agent }),
    ...(tools ? { tools } : {}),
    ...joinedPolicies(own.policies, profile && policiesOf(profile)),
    ...(pack === undefined ? {} : { pack }),
    ...(mostSteps === undefined ? {} : { mostSteps }),
    ...(model === undefined ? {} : { model }),
  };
  return { agent, budget, tokens: budget?.tokens };
}

function asJson(agent: Agent): JsonObject {
  return JSON.parse(JSON.stringify(agent)) as JsonObject;
}

function wrong(message: string): Failure {
  return { code: 'invalid-input', message };
}
