import { oc } from '@orpc/contract';
import { z } from 'zod';
import { AgentName } from './agent-name.ts';
import { Failure } from './errors.ts';
import { defineEvent } from './event.ts';
import { ActionRef, ConversationId, MessageId, RunId, TaskId } from './ids.ts';
import { JsonObject } from './json.ts';
import { BudgetLimits, TemplateText } from './plan-modifiers.ts';
import { AgentPolicy, ConversationPolicy } from './policy.ts';
import { PackId } from './prompts.ts';
import { strictObject } from './strict-object.ts';
import { Thinking } from './thinking.ts';

/** An action, or with `*` several: `files.read`, `files.*`. */
export const ActionPattern = z
  .string()
  .max(130)
  .regex(/^(\*|[a-z][a-z0-9-]{0,63}\.(\*|[a-z][a-zA-Z0-9]{0,63}))$/, 'expected worker.action, worker.* or *');

/** How many steps an agent takes when its plan says nothing, and how many at the very most. */
export const agentSteps = { usual: 25, most: 200 };

/** How often an agent may mend what its check shows, when its plan says nothing. */
export const usualRepairs = 2;

/** A call that tells whether what an agent did is right: its tests, a linter. */
export const AgentCheck = strictObject(() => ({
  action: ActionRef,
  input: JsonObject,
  /** What is run after it, one after the other, until one fails: a linter before the tests. */
  also: z
    .array(z.strictObject({ action: ActionRef, input: JsonObject }))
    .max(5)
    .optional(),
  /** How often the model may mend what it shows. */
  mostRepairs: z.int().min(0).max(20).optional(),
}));
export type AgentCheck = z.infer<typeof AgentCheck>;

/** All that a check runs, in that order. */
export function callsOf(check: AgentCheck | undefined): Pick<AgentCheck, 'action' | 'input'>[] {
  return check ? [check, ...(check.also ?? [])] : [];
}

/** Deeper than this no agent gives work to others, whatever the settings say. */
export const mostLevels = 5;

/** Steps that nobody can know beforehand: a model chooses the calls, sees what they gave, and goes on until it answers in words. */
export const Agent = strictObject(() => ({
  goal: TemplateText,
  /** What it may call; without it any action. An empty list: nothing, it only answers in words. */
  tools: z.array(ActionPattern).max(100).optional(),
  /** The agent of the settings that it works as; what stands beside it here goes first. Filled in when the plan is checked. */
  as: AgentName.optional(),
  /** What its model is told besides; without it the pack of the conversation. */
  pack: PackId.optional(),
  /** Agents that gave it the work, one above the other. */
  level: z.int().min(0).max(mostLevels).optional(),
  /** How often the model is asked. */
  mostSteps: z.int().min(1).max(agentSteps.most).optional(),
  /** An alias or a name, `provider/model`; without it the one that fits. */
  model: z.string().min(1).max(200).optional(),
  /** Run when it has changed something and says that it is done; what fails is put before it. */
  check: AgentCheck.optional(),
  /** What relative paths of its calls are relative to; filled in when the plan is checked. */
  baseFolder: z.string().min(1).max(4096).optional(),
  /**
   * What narrows the policy for all that it calls or gives away, each in full: that of the agent it works as, and of those that gave
   * it the work. Filled in when the plan is checked.
   */
  policies: z.array(AgentPolicy).min(1).max(100).optional(),
}));
export type Agent = z.infer<typeof Agent>;

export function matchesAction(pattern: string, ref: string): boolean {
  if (pattern === '*' || pattern === ref) return true;
  return pattern.endsWith('.*') && ref.startsWith(pattern.slice(0, -1));
}

export function mayCall({ tools }: Pick<Agent, 'tools'>, ref: string): boolean {
  return tools === undefined || tools.some((pattern) => matchesAction(pattern, ref));
}

/** A call in an answer: a task that is run, actions that were looked up, or why it is neither. */
export const AgentCall = strictObject(() => ({
  /** The model's own name for it. */
  callId: z.string(),
  name: z.string(),
  /** Of a call that is run: its task inside the step. */
  task: TaskId.optional(),
  action: ActionRef.optional(),
  input: JsonObject.optional(),
  /** What was mended of it, in words. */
  repairs: z.array(z.string()).optional(),
  /** It gives work to an agent: with a task it is waited for, without one it takes the place of who called it. Its goal is a plain text. */
  agent: Agent.optional(),
  /** What that agent may use at most, of what who called it may. */
  budget: BudgetLimits.optional(),
  /** Of a look-up among the actions: those found. */
  found: z.array(ActionRef).optional(),
  /** Why it is not run. */
  error: Failure.optional(),
}));
export type AgentCall = z.infer<typeof AgentCall>;

/** What a model answered in a step, made ready to be run. It is on record before anything of it begins. */
export const ModelAnswered = strictObject(() => ({
  text: z.string(),
  calls: z.array(AgentCall),
  /** It was cut off at its length limit: nothing of it is run. */
  isCut: z.literal(true).optional(),
  model: z.string(),
  /** Only where `agents.showThinking` is on. No model is shown it again. */
  thinking: Thinking.optional(),
}));
export type ModelAnswered = z.infer<typeof ModelAnswered>;

export const taskModelAnswered = defineEvent('task.modelAnswered', () => ModelAnswered);

/** What a person said to an agent at work. */
export const HeardMessage = strictObject(() => ({ messageId: MessageId, text: z.string() }));
export type HeardMessage = z.infer<typeof HeardMessage>;

/** The agent hears it after what its step has done so far; the rest of the step is not begun. */
export const taskSteered = defineEvent('task.steered', () => z.strictObject({ heard: z.array(HeardMessage).min(1) }));

/** Something an answer says was done, held against what the run has done. */
export const Claim = strictObject(() => ({
  text: z.string(),
  isVerified: z.boolean(),
  /** The task that did it. */
  by: z.string().optional(),
  /** Why it is not verified. */
  reason: z.string().optional(),
}));
export type Claim = z.infer<typeof Claim>;

/** Why an agent has ended: it answered; its steps or its budget were used up, it went round in circles, or its check still fails. */
export const AgentEnd = z.enum(['answer', 'steps', 'budget', 'loop', 'check']);
export type AgentEnd = z.infer<typeof AgentEnd>;

/** What an agent gives. */
export const AgentOutput = strictObject(() => ({
  text: z.string(),
  ended: AgentEnd,
  steps: z.int().min(0),
  claims: z.array(Claim),
  /** Who answered, if it has a name. */
  by: AgentName.optional(),
}));
export type AgentOutput = z.infer<typeof AgentOutput>;

/** Which agent of which run gave a run its work. */
export const SpawnedBy = strictObject(() => ({
  runId: RunId,
  path: z.string(),
  /** It has time: it may wait until the limits of the models have room for it. */
  isBackground: z.literal(true).optional(),
}));
export type SpawnedBy = z.infer<typeof SpawnedBy>;

/** Told to the run that spawned another one, when that has ended. */
export const agentReported = defineEvent('agent.reported', () =>
  z.strictObject({ runId: RunId, messageId: MessageId, by: AgentName.optional(), text: z.string() }),
);

/** Ephemeral: a piece of what the model of an agent writes at a step, and at its end what it calls. `task.modelAnswered` has the whole. */
export const agentWrote = defineEvent(
  'agent.wrote',
  () =>
    z.strictObject({
      text: z.string(),
      isThinking: z.literal(true).optional(),
      calls: z.array(z.string()).min(1).optional(),
      by: AgentName.optional(),
    }),
  { ephemeral: true },
);

/** An agent that a person has set up, to be named where work is given away. */
export const AgentProfile = strictObject(() => ({
  name: AgentName,
  /** What it is good for, in a line: models choose by it. */
  description: z.string().min(1).max(500),
  pack: PackId.optional(),
  tools: z.array(ActionPattern).min(1).max(100).optional(),
  mostSteps: z.int().min(1).max(agentSteps.most).optional(),
  model: z.string().min(1).max(200).optional(),
  budget: BudgetLimits.optional(),
  /** Narrows the policy for what it does; it never gets past the default, nor past that of its conversation. */
  policy: ConversationPolicy.optional(),
}));
export type AgentProfile = z.infer<typeof AgentProfile>;

/** How agents work where their plan says nothing, and give work to others. */
export const AgentSettings = strictObject(() => ({
  /** An alias or a name, `provider/model`; empty: the one that fits. */
  model: z.string().max(200),
  steps: z.int().min(1).max(agentSteps.most),
  /** How often one may mend what its check shows. */
  repairs: z.int().min(0).max(20),
  /** By the clock, after which it sums up and ends; 0: no limit. */
  minutes: z.int().min(0).max(10_080),
  /** So many may be one below the other, besides the first; 0: none gives work away. */
  levels: z.int().min(0).max(mostLevels),
  /** Pieces of work that one agent may give away. */
  perAgent: z.int().min(0).max(100),
  /** Agents at work at a time for whom nobody waits. */
  spawned: z.int().min(0).max(64),
  /** What each of those may use where its call says nothing. */
  spawnedTokens: z.int().min(1000).max(100_000_000),
  /** What models think before they answer is shown and kept, that of the planner too. Off: it is only counted. */
  showThinking: z.boolean(),
  named: z.array(AgentProfile).max(50),
}));
export type AgentSettings = z.infer<typeof AgentSettings>;

/** What of it is written into a plan that says nothing of it. */
export type AgentDefaults = Pick<AgentSettings, 'model' | 'steps' | 'repairs' | 'minutes'>;

export const usualAgents: AgentSettings = {
  model: '',
  steps: agentSteps.usual,
  repairs: usualRepairs,
  minutes: 0,
  levels: 2,
  perAgent: 8,
  spawned: 8,
  spawnedTokens: 200_000,
  showThinking: false,
  named: [],
};

/** Those that hold together: each narrows what the others leave. */
export function joinedPolicies(...lists: Agent['policies'][]): Pick<Agent, 'policies'> {
  const policies = new Map(lists.flatMap((list) => list ?? []).map((policy) => [JSON.stringify(policy), policy]));
  return policies.size === 0 ? {} : { policies: [...policies.values()] };
}

/** What the agent of the settings brings. */
export function policiesOf({ name, policy }: Pick<AgentProfile, 'name' | 'policy'>): Agent['policies'] {
  return policy && [{ agent: name, ...policy }];
}

/** What a pattern and another one both let through. */
export function bothMayCall(one: Agent['tools'], other: Agent['tools']): Agent['tools'] {
  if (one === undefined || other === undefined) return one ?? other;
  const both = one.flatMap((pattern) =>
    other.flatMap((each) => (covers(each, pattern) ? [pattern] : covers(pattern, each) ? [each] : [])),
  );
  return [...new Set(both)];
}

/** Whether all that the second lets through the first does too. */
function covers(pattern: string, other: string): boolean {
  if (pattern === '*' || pattern === other) return true;
  return pattern.endsWith('.*') && other !== '*' && other.startsWith(pattern.slice(0, -1));
}

/** Names of what agents are offered to give work away, as patterns of tools have them. */
export const givingAway = { delegate: 'agents.delegate', handoff: 'agents.handoff', spawn: 'agents.spawn' } as const;

/** A message to a named agent, or one of its answers. */
export const AgentMessage = strictObject(() => ({
  id: MessageId,
  conversationId: ConversationId,
  role: z.enum(['person', 'assistant']),
  text: z.string(),
  runId: RunId.optional(),
  at: z.int(),
}));
export type AgentMessage = z.infer<typeof AgentMessage>;

const One = strictObject(() => ({ name: AgentName }));

/** The named agents, one by one: for programs that work with several. All of them are in the settings, `agents.named`. */
export const agents = {
  list: oc
    .route({ method: 'GET', path: '/v1/agents', summary: 'The named agents' })
    .input(strictObject(() => ({})))
    .output(z.array(AgentProfile)),
  /** Errors: `already-exists`, `limit-exceeded`, `invalid-input` with the field. */
  create: oc
    .route({ method: 'POST', path: '/v1/agents', summary: 'Set up a named agent' })
    .input(AgentProfile)
    .output(AgentProfile),
  /** The answer is told to the conversation when there is one. Errors: `not-found`, `conflict` for a conversation with somebody else. */
  message: oc
    .route({ method: 'POST', path: '/v1/agents/{name}/messages', summary: 'Say something to a named agent' })
    .input(One.extend({ text: z.string().min(1).max(10_000), conversationId: ConversationId.optional() }))
    .output(
      strictObject(() => ({
        conversationId: ConversationId,
        messageId: MessageId,
        runId: RunId.optional(),
        isQueued: z.literal(true).optional(),
      })),
    ),
  /** Over all its conversations, or in one. Errors: `not-found`. */
  history: oc
    .route({ method: 'GET', path: '/v1/agents/{name}/messages', summary: 'What was said to a named agent, and by it' })
    .input(
      One.extend({
        conversationId: ConversationId.optional(),
        /** Only what was said before it. */
        before: z.coerce.number().int().min(0).optional(),
        limit: z.coerce.number().int().min(1).max(200).default(50),
      }),
    )
    /** The newest last. */
    .output(z.array(AgentMessage)),
};
