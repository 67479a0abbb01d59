import type { Agent, AgentEnd, AgentOutput, Claim } from '../../../contract/agents.ts';
import type { Json } from '../../../contract/json.ts';
import { HeronError } from '../../base/errors.ts';
import { resolveValue } from '../expressions/resolve-input.ts';
import { goAhead, insideOf, type Place, scopeOf } from '../frame.ts';
import { isGoingOn } from '../tasks/group-task.ts';
import type { Done } from '../tasks/settle.ts';
import type { AgentStep } from '../execution.ts';
import { isCheck } from './agent-check.ts';
import { agentOf, givenAway, handedTo } from './given-away.ts';
import { withDoubts } from './claims.ts';
import { nudgeText } from './loops.ts';
import { everyResult } from './read-steps.ts';
import { mayGoOn, toldToGoOn } from './stuck.ts';
import { stoppedBecause, summaryText } from './summary.ts';
import { type Asked, takeStep } from './take-step.ts';
import { criticDue, lastFound, policyOf, triesIn, verified, watched } from './thinking.ts';

/**
 * Asks a model, does what it calls, tells it what came of that, and so on until it answers in words. Each step is a group of tasks
 * that the model has made up; what makes up a step is on record before anything of it begins.
 */
export async function runAgent(place: Place, agent: Agent): Promise<Done> {
  const goal = await openAgent(place, agent);
  const frame = insideOf(place);
  const steps: AgentStep[] = [];
  let leg: Leg = { agent, goal, from: 0, watchedFrom: 0, nudge: undefined };
  const step = async (given?: Asked['answer']): Promise<void> => {
    const asked = { ...leg, number: steps.length, given: givenAway(steps), steps: steps.slice(leg.from) };
    if (leg.agent.policies) place.execution.narrow?.(place.path, leg.agent.policies);
    steps.push(await takeStep(frame, place.task, { ...asked, answer: given }));
  };
  for (;;) {
    await step();
    const next = handedTo(steps.at(-1));
    if (isAnswer(steps)) {
      const due = criticDue(agent, steps, place.execution.catalogue);
      if (!due) return finish(place, steps, 'answer');
      await step(due.step);
      const failure = due.critic.finds(steps);
      if (failure === undefined) return finish(place, steps, 'answer');
      if (triesIn(steps) > policyOf(agent).mostRepairs) return finish(place, steps, 'check', failure);
    }
    const loop = watched(steps.slice(leg.watchedFrom));
    if (loop !== undefined && leg.nudge && !(await mayGoOn(frame, steps, loop))) {
      return finish(place, steps, 'loop', loop);
    }
    const { mostSteps: most, mostStepsInAll } = policyOf(leg.agent);
    const isLong = steps.length >= mostStepsInAll || (!next && steps.length - leg.from >= most);
    if (isLong) return finish(place, steps, 'steps', `its ${Math.min(most, steps.length)} steps are used up`);
    if (next) leg = { agent: next, goal: next.goal, from: steps.length, watchedFrom: steps.length, nudge: undefined };
    else if (loop !== undefined) nudge(leg, steps.length, loop);
  }
}

/** The work of one agent, until it answers or hands over; `from` is its first step, `watchedFrom` the first after a person let it go on. */
type Leg = { agent: Agent; goal: string; from: number; watchedFrom: number; nudge: Asked['nudge'] };

/** Once by itself; after that it is the person who lets it go on. */
function nudge(leg: Leg, taken: number, loop: string): void {
  if (leg.nudge) leg.watchedFrom = taken;
  leg.nudge = { after: taken - leg.from, text: leg.nudge ? toldToGoOn : nudgeText(loop) };
}

/** The words that end it, which only its check may come after. */
function answerIn(steps: readonly AgentStep[]): string | undefined {
  const said = isCheck(steps.at(-1)) ? steps.slice(0, -1) : steps;
  return isAnswer(said) ? said.at(-1)?.answered.text.trim() : undefined;
}

/** Whether the last step is the end: words, nothing to do, and nothing that was said meanwhile. */
function isAnswer(steps: readonly AgentStep[]): boolean {
  const last = steps.at(-1)?.answered;
  const isSteered = (steps.at(-1)?.heard.length ?? 0) > 0;
  return last !== undefined && last.calls.length === 0 && !last.isCut && last.text.trim() !== '' && !isSteered;
}

/** While its check fails, nothing that it says of its work is believed. */
function doubted(claims: readonly Claim[], why: string): Claim[] {
  const all = [...claims.map(({ text }) => text), 'It is done'];
  return all.map((text) => ({ text, isVerified: false, reason: why }));
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
  const answer = answerIn(steps);
  const results = everyResult(place.execution, steps);
  const said = answer === undefined ? [] : verified(answer, results, place.execution.catalogue);
  // An answer that came after a failed check is no better for what ended the agent.
  const failure = answer === undefined ? undefined : lastFound(steps);
  const claims = failure === undefined ? said : doubted(said, failure);
  const isCutShort = failure !== undefined && ended !== 'answer' && ended !== 'check';
  const own = answer ?? summaryText(steps, why);
  const text = isCutShort ? `${own}\n\n${stoppedBecause(why)}` : own;
  const by = agentOf(place.task, steps)?.as;
  const output: AgentOutput = { text, ended, steps: steps.length, claims, ...(by === undefined ? {} : { by }) };
  return { output, says: withDoubts(text, claims) };
}

async function openAgent(place: Place, agent: Agent): Promise<string> {
  const { execution, tries, names, task, state } = place;
  const known = isGoingOn(place) ? state?.input?.['goal'] : undefined;
  if (typeof known === 'string') return known;
  // What a model has written is a value.
  const goal = place.given ? agent.goal : await resolveValue(agent.goal, names);
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
