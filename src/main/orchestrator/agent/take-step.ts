import type { AgentCall, ModelAnswered } from '../../../contract/agents.ts';
import type { JsonObject } from '../../../contract/json.ts';
import type { Task } from '../../../contract/plan-task.ts';
import { fromFailure, HeronError, toFailure } from '../../base/errors.ts';
import { overBudgets } from '../budget.ts';
import { reportUsage } from '../call-usage.ts';
import type { AgentQuestion, AgentStep } from '../execution.ts';
import { endedBefore, type Frame, goAhead, insideOf, type Place, placeAt, scopeOf } from '../frame.ts';
import { isGoingOn } from '../group-task.ts';
import { isHarmless } from '../run-action.ts';
import { type Done, settle } from '../settle.ts';
import { readStep } from './read-steps.ts';

export type Asked = Pick<AgentQuestion, 'agent' | 'goal' | 'steps' | 'nudge'> & {
  /** What is done in the step, without asking anybody. */
  given?: ModelAnswered;
};

/** One question to the model, and what its answer calls. A step that had ended is not taken again. */
export async function takeStep(frame: Frame, task: Task, asked: Asked): Promise<AgentStep> {
  const place = placeAt(frame, task, asked.steps.length);
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
  const answered = known ?? (asked.given ? await take(place, asked.given) : await ask(place, asked));
  place.signal.throwIfAborted();
  await runCalls(place, answered);
  // What came of it is read from the tables.
  await execution.recorder.settled();
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
    const { agent, goal, steps, nudge } = asked;
    const question = { runId, path, agent, goal, steps, nudge, priority, signal };
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

/** A call that fails ends nothing but the answer it is in: what comes after it there was meant for its success. */
async function runCalls(place: Place, { calls }: ModelAnswered): Promise<void> {
  const tasks = tasksOf(place, calls);
  if (tasks.length === 0) return;
  const given = new Map(
    calls.flatMap(({ task, input }): [string, JsonObject][] => (task && input ? [[task, input]] : [])),
  );
  try {
    await place.execution.runGroup({ ...insideOf(place), given }, tasks);
  } catch (error) {
    // Of one that was interrupted the person may have said that all ends there.
    if (place.signal.aborted || toFailure(error).code === 'uncertain') throw error;
  }
}

/** What changes nothing is done at once; what has an effect comes after all that was called before it, and before the rest. */
function tasksOf({ execution }: Place, calls: readonly AgentCall[]): Task[] {
  const tasks: Task[] = [];
  let together: string[] = [];
  let before: string[] = [];
  for (const { task: id, action } of calls) {
    if (id === undefined || action === undefined) continue;
    const entry = execution.catalogue.action(action);
    if (entry && isHarmless(entry)) {
      tasks.push({ id, action, input: {}, ...(before.length > 0 ? { after: before } : {}) });
      together.push(id);
      continue;
    }
    const after = [...before, ...together];
    tasks.push({ id, action, input: {}, ...(after.length > 0 ? { after } : {}) });
    before = [id];
    together = [];
  }
  return tasks;
}
