import { type Agent, agentSteps, type Claim, type ModelAnswered, usualRepairs } from '../../../contract/agents.ts';
import type { Catalogue } from '../catalogue.ts';
import type { AgentResult, AgentStep } from '../execution.ts';
import { checkDue, failedCheck, isCheck } from './agent-check.ts';
import { checkClaims } from './claims.ts';
import { findLoop } from './loops.ts';

/**
 * What thinks beside the model of an agent. Each looks only at what is on record, so that a replay comes to the same; none asks a
 * model. Planners, which come before a run, stand in features/plans/planners.ts.
 */

/** Tries what was done before the agent may say that it is done. */
export type Critic = {
  /** The step in which it tries; undefined when there is nothing to try. */
  due(agent: Agent, steps: readonly AgentStep[], catalogue: Catalogue): ModelAnswered | undefined;
  /** What the step that was taken last shows to be wrong; undefined when all is well. */
  finds(steps: readonly AgentStep[]): string | undefined;
};

/** Says why the steps get nowhere; undefined when they do. */
export type Watcher = (steps: readonly AgentStep[]) => string | undefined;

/** Holds what an answer says against what was done. */
export type Verifier = (answer: string, results: readonly AgentResult[], catalogue: Catalogue) => Claim[];

export const critics: Readonly<Record<'check', Critic>> = { check: { due: checkDue, finds: failedCheck } };
export const watchers: Readonly<Record<'loops', Watcher>> = { loops: findLoop };
export const verifiers: Readonly<Record<'claims', Verifier>> = { claims: checkClaims };

/** How far it goes. How deep agents give work away is the settings' (`agents.levels`), what they may use the budget's of their task. */
export type Policy = {
  /** Questions to the model. */
  mostSteps: number;
  /** Of all agents that go on in each other's place. */
  mostStepsInAll: number;
  /** Times that the model may mend what a critic found. */
  mostRepairs: number;
};

export function policyOf({ mostSteps, check }: Agent): Policy {
  return {
    mostSteps: mostSteps ?? agentSteps.usual,
    mostStepsInAll: agentSteps.most,
    mostRepairs: check?.mostRepairs ?? usualRepairs,
  };
}

/** The first critic that wants to try something, and the step for that. */
export function criticDue(
  agent: Agent,
  steps: readonly AgentStep[],
  catalogue: Catalogue,
): { critic: Critic; step: ModelAnswered } | undefined {
  for (const critic of Object.values(critics)) {
    const step = critic.due(agent, steps, catalogue);
    if (step) return { critic, step };
  }
  return undefined;
}

/** What the last try of a critic found wrong; undefined when there was none, or all was well. */
export function lastFound(steps: readonly AgentStep[]): string | undefined {
  const tried = steps.slice(0, steps.findLastIndex(isCheck) + 1);
  if (tried.length === 0) return undefined;
  for (const critic of Object.values(critics)) {
    const failure = critic.finds(tried);
    if (failure !== undefined) return failure;
  }
  return undefined;
}

/** Tries so far: one more than the repairs they led to. */
export function triesIn(steps: readonly AgentStep[]): number {
  return steps.filter(isCheck).length;
}

export function watched(steps: readonly AgentStep[]): string | undefined {
  for (const watch of Object.values(watchers)) {
    const why = watch(steps);
    if (why !== undefined) return why;
  }
  return undefined;
}

export function verified(answer: string, results: readonly AgentResult[], catalogue: Catalogue): Claim[] {
  return Object.values(verifiers).flatMap((verify) => verify(answer, results, catalogue));
}
