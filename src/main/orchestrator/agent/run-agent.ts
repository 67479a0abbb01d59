import { type Agent, type AgentEnd, type AgentOutput, agentSteps } from '../../../contract/agents.ts';
import type { Json } from '../../../contract/json.ts';
import { HeronError } from '../../base/errors.ts';
import { resolveValue } from '../resolve-input.ts';
import { goAhead, insideOf, type Place, scopeOf } from '../frame.ts';
import { isGoingOn } from '../group-task.ts';
import type { Done } from '../settle.ts';
import type { AgentStep } from '../execution.ts';
import { checkClaims, withDoubts } from './claims.ts';
import { findLoop, nudgeText } from './loops.ts';
import { summaryText } from './summary.ts';
import { type Asked, takeStep } from './take-step.ts';

/**
 * Asks a model, does what it calls, tells it what came of that, and so on until it answers in words. Each step is a group of tasks
 * that the model has made up; what makes up a step is on record before anything of it begins.
 */
export async function runAgent(place: Place, agent: Agent): Promise<Done> {
  const goal = await openAgent(place, agent);
  const frame = insideOf(place);
  const steps: AgentStep[] = [];
  const most = agent.mostSteps ?? agentSteps.usual;
  let nudge: Asked['nudge'];
  for (;;) {
    steps.push(await takeStep(frame, place.task, { agent, goal, steps, nudge }));
    if (isAnswer(steps)) return finish(place, steps, 'answer');
    const loop = findLoop(steps);
    if (loop !== undefined && nudge) return finish(place, steps, 'loop', loop);
    if (steps.length >= most) return finish(place, steps, 'steps', `its ${most} steps are used up`);
    if (loop !== undefined) nudge = { after: steps.length, text: nudgeText(loop) };
  }
}

/** Whether the last step is the end: words, and nothing to do. */
export function isAnswer(steps: readonly AgentStep[]): boolean {
  const last = steps.at(-1)?.answered;
  return last !== undefined && last.calls.length === 0 && !last.isCut && last.text.trim() !== '';
}

/** What it gives; `why` it ended before it was done. */
export async function finish(
  place: Place,
  steps: readonly AgentStep[],
  ended: AgentEnd,
  why = '',
): Promise<Extract<Done, { output: Json }>> {
  const turn = goAhead(place);
  if (turn) await turn;
  const answer = isAnswer(steps) ? (steps.at(-1)?.answered.text.trim() ?? '') : undefined;
  const text = answer ?? summaryText(steps, why);
  const claims = answer === undefined ? [] : checkClaims(answer, steps, place.execution.catalogue);
  const output: AgentOutput = { text, ended, steps: steps.length, claims };
  return { output, says: withDoubts(text, claims) };
}

async function openAgent(place: Place, agent: Agent): Promise<string> {
  const { execution, tries, names, task, state } = place;
  if (isGoingOn(place)) return String(state?.input?.['goal'] ?? '');
  const goal = await resolveValue(agent.goal, names);
  if (typeof goal !== 'string' || goal.trim() === '') {
    const shown = JSON.stringify(goal ?? null).slice(0, 100);
    throw new HeronError('invalid-input', `${task.id}: agent.goal: expected a text, got ${shown}`, {
      path: 'agent.goal',
    });
  }
  const turn = goAhead(place);
  if (turn) await turn;
  tries.made += 1;
  const payload = { attempt: tries.made, input: { goal } };
  execution.recorder.note({ type: 'task.opened', scope: scopeOf(place), payload }, 'soon');
  return goal;
}
