import { z } from 'zod';
import { Failure } from './errors.ts';
import { defineEvent } from './event.ts';
import { ActionRef, MessageId, TaskId } from './ids.ts';
import { JsonObject } from './json.ts';
import { TemplateText } from './plan-modifiers.ts';
import { strictObject } from './strict-object.ts';

/** An action, or with `*` several: `files.read`, `files.*`. */
export const ActionPattern = z
  .string()
  .max(130)
  .regex(/^(\*|[a-z][a-z0-9-]{0,63}\.(\*|[a-z][a-zA-Z0-9]{0,63}))$/, 'expected worker.action, worker.* or *');

/** How many steps an agent takes when its plan says nothing, and how many at the very most. */
export const agentSteps = { usual: 25, most: 200 };

/** How often an agent may mend what its check shows, when its plan says nothing. */
export const usualRepairs = 2;

/** How agents work where their plan says nothing. */
export const AgentSettings = strictObject(() => ({
  /** An alias or a name, `provider/model`; empty: the one that fits. */
  model: z.string().max(200),
  steps: z.int().min(1).max(agentSteps.most),
  /** How often one may mend what its check shows. */
  repairs: z.int().min(0).max(20),
  /** By the clock, after which it sums up and ends; 0: no limit. */
  minutes: z.int().min(0).max(10_080),
}));
export type AgentSettings = z.infer<typeof AgentSettings>;

export const usualAgents: AgentSettings = { model: '', steps: agentSteps.usual, repairs: usualRepairs, minutes: 0 };

/** A call that tells whether what an agent did is right: its tests, a linter. */
export const AgentCheck = strictObject(() => ({
  action: ActionRef,
  input: JsonObject,
  /** How often the model may mend what it shows. */
  mostRepairs: z.int().min(0).max(20).optional(),
}));
export type AgentCheck = z.infer<typeof AgentCheck>;

/** Steps that nobody can know beforehand: a model chooses the calls, sees what they gave, and goes on until it answers in words. */
export const Agent = strictObject(() => ({
  goal: TemplateText,
  /** What it may call; without it any action. */
  tools: z.array(ActionPattern).min(1).max(100).optional(),
  /** How often the model is asked. */
  mostSteps: z.int().min(1).max(agentSteps.most).optional(),
  /** An alias or a name, `provider/model`; without it the one that fits. */
  model: z.string().min(1).max(200).optional(),
  /** Run when it has changed something and says that it is done; what fails is put before it. */
  check: AgentCheck.optional(),
  /** What relative paths of its calls are relative to; filled in when the plan is checked. */
  baseFolder: z.string().min(1).max(4096).optional(),
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
}));
export type AgentOutput = z.infer<typeof AgentOutput>;
