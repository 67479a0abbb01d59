import type { AgentCall, ModelAnswered } from '../../../contract/agents.ts';
import type { JsonObject } from '../../../contract/json.ts';
import type { Task } from '../../../contract/plan-task.ts';
import { fromFailure, HeronError, toFailure } from '../../base/errors.ts';
import { untilAborted } from '../../base/on-abort.ts';
import { overBudgets } from '../budget.ts';
import { reportUsage } from '../call-usage.ts';
import type { AgentQuestion, AgentStep } from '../execution.ts';
import { endedBefore, type Frame, goAhead, insideOf, type Place, placeAt, scopeOf } from '../frame.ts';
import { isGoingOn } from '../tasks/group-task.ts';
import { isHarmless } from '../tasks/run-action.ts';
import { skipTasks } from '../tasks/run-group.ts';
import { type Done, settle } from '../tasks/settle.ts';
import { agentTask } from './given-away.ts';
import { readStep } from './read-steps.ts';

export type Asked = Pick<AgentQuestion, 'agent' | 'goal' | 'steps' | 'nudge' | 'given'> & {
  /** Of the step. `steps` are those of who takes it. */
  number: number;
  /** What is done in the step, without asking anybody. */
  answer: ModelAnswered | undefined;
};

/** One question to the model, and what its answer calls. A step that had ended is not taken again. */
export async function takeStep(frame: Frame, task: Task, asked: Asked): Promise<AgentStep> {
  const place = placeAt(frame, task, asked.number);
  const before = endedBefore(place);
  const outcome = before ?? (await settle(place, () => stepOnce(place, asked)));
  if (outcome.kind === 'failed') throw fromFailure(outcome.error);
  return readStep(place.execution, place.path);
}

async function stepOnce(place: Place, asked: Asked): Promise<Done> {
  const { execution, state, tries } = place;
  if (!isGoingOn(place)) {
    const turn = goAhead(place);
    if (turn) await turn;
    tries.made += 1;
    execution.recorder.note({ type: 'task.opened', scope: scopeOf(place), payload: { attempt: tries.made } }, 'soon');
  }
  const known = state?.answered === undefined ? undefined : execution.items.answered(state.answered);
  const answered = known ?? (asked.answer ? await take(place, asked.answer) : await ask(place, asked));
  place.signal.throwIfAborted();
  const listens = asked.answer === undefined;
  const isSteered = await runCalls(place, answered, listens);
  // What came of it is read from the tables.
  await execution.recorder.settledIn(place.path);
  // Only now: a replay waits here, and nothing of what is around may be waited for after that.
  if (listens && !isSteered) await hear(place);
  const turn = goAhead(place);
  if (turn) await turn;
  return { output: null, says: '' };
}

async function ask(place: Place, asked: Asked): Promise<ModelAnswered> {
  const { execution, signal, meters, path, priority, task } = place;
  if (!execution.askAgent) throw new HeronError('unsupported', `${task.id}: there is no model that an agent could ask`);
  // What else is going on may have used up what there is.
  await overBudgets(meters);
  signal.throwIfAborted();
  const report = reportUsage(place, Math.max(1, place.tries.made));
  let over: Promise<unknown> | undefined;
  let answered: ModelAnswered;
  try {
    const { runId } = execution;
    const { agent, goal, steps, nudge, given } = asked;
    const question = { runId, path, agent, goal, steps, nudge, given, priority, signal };
    answered = await execution.askAgent({ ...question, onUsed: report.tell });
  } finally {
    over = report.end();
  }
  signal.throwIfAborted();
  await take(place, answered);
  if (over) await over;
  signal.throwIfAborted();
  return answered;
}

/** On record before anything of it begins. */
async function take(place: Place, answered: ModelAnswered): Promise<ModelAnswered> {
  await place.execution.recorder.record([{ type: 'task.modelAnswered', scope: scopeOf(place), payload: answered }]);
  return answered;
}

/**
 * A call that fails ends nothing but the answer it is in: what comes after it there was meant for its success. Gives whether a
 * person has said something that came before the rest.
 */
async function runCalls(place: Place, { calls }: ModelAnswered, listens: boolean): Promise<boolean> {
  const given = new Map(
    calls.flatMap(({ task, input }): [string, JsonObject][] => (task && input ? [[task, input]] : [])),
  );
  const frame = { ...insideOf(place), given };
  const groups = groupsOf(place, calls);
  let isSteered = place.execution.items.heard(place.execution.runId, place.path).length > 0;
  for (const [number, tasks] of groups.entries()) {
    isSteered ||= listens && (await hear(place));
    if (!isSteered && (await runTogether(place, frame, tasks))) continue;
    // All of a group that began has an end on record.
    skipTasks(frame, groups.slice(isSteered ? number : number + 1).flat());
    break;
  }
  return isSteered;
}

/** Whether all of them went well. */
async function runTogether(place: Place, frame: Frame, tasks: readonly Task[]): Promise<boolean> {
  try {
    await place.execution.runGroup(frame, tasks);
    return true;
  } catch (error) {
    // Of one that was interrupted the person may have said that all ends there.
    if (place.signal.aborted || toFailure(error).code === 'uncertain') throw error;
    return false;
  }
}

/** Puts on record what a person has said to the agent, if anything; whether that was so. */
async function hear(place: Place): Promise<boolean> {
  const { execution, path, signal } = place;
  const hearing = execution.hear?.(path, signal);
  const heard = hearing && (await untilAborted(signal, hearing));
  signal.throwIfAborted();
  if (!heard || heard.length === 0) return false;
  await execution.recorder.record([{ type: 'task.steered', scope: scopeOf(place), payload: { heard: [...heard] } }]);
  signal.throwIfAborted();
  return true;
}

/**
 * What changes nothing is done at once, and so is what agents are given one after the other; what has an effect comes after all that
 * was called before it, and before the rest. Each group begins when the one before it has ended, and between them the agent listens.
 */
function groupsOf({ execution }: Place, calls: readonly AgentCall[]): Task[][] {
  const groups: Task[][] = [];
  let last: 'agents' | 'reading' | 'effect' | undefined;
  for (const call of calls) {
    const task = agentTask(call) ?? actionTask(call);
    if (!task) continue;
    const entry = execution.catalogue.action(call.action ?? '');
    const kind = task.agent ? 'agents' : entry && isHarmless(entry) ? 'reading' : 'effect';
    if (kind === 'effect' || kind !== last) groups.push([]);
    groups.at(-1)?.push(task);
    last = kind;
  }
  return groups;
}

function actionTask({ task: id, action }: AgentCall): Task | undefined {
  return id === undefined || action === undefined ? undefined : { id, action, input: {} };
}
